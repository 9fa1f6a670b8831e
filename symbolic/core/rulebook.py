"""All rules: the import of this module fills the register."""

from __future__ import annotations

from symbolic.core.rules import (
    arithmetic,
    convergence,
    entries,
    facts,
    flows,
    gradient_flows,
    integers,
    logic,
    matrix_algebra,
    means,
    membership,
    null_sets,
    powers,
    procedures,
)
from symbolic.core.theorems import RULES

GROUPS = tuple(
    module.__name__.rpartition(".")[2]
    for module in (
        logic,
        membership,
        arithmetic,
        powers,
        integers,
        convergence,
        flows,
        gradient_flows,
        means,
        null_sets,
        entries,
        matrix_algebra,
        facts,
        procedures,
    )
)
"""The modules that hold rules, in the order in which they are listed."""

__all__ = ["GROUPS", "RULES"]
