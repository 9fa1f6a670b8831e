"""Hypothesis strategies for statements about laws: laws under hypotheses, sizes, parameters; and hunts."""

from __future__ import annotations

from mesaproof.strategies.hunting import Hunt, hunt, missed, off_the_line
from mesaproof.strategies.law_strategies import laws, laws_violating
from mesaproof.strategies.reaching import GridReach, reach
from mesaproof.strategies.size_strategies import (
    dimensions,
    fractions,
    lengths,
    line_points,
    parameters,
    starts,
    step_sizes,
)

__all__ = [
    "GridReach",
    "Hunt",
    "dimensions",
    "fractions",
    "hunt",
    "laws",
    "laws_violating",
    "lengths",
    "line_points",
    "missed",
    "off_the_line",
    "parameters",
    "reach",
    "starts",
    "step_sizes",
]
