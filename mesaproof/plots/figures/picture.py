"""What the drawing of a figure returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sympy

from proofs.zheng2024.figures.ends_of_runs import Finding
from proofs.zheng2024.figures.exact_values import Row

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A figure with the numbers it shows.

    `values` are exact ones, by what they are; `rows` is a table of floats and words under `header`; `arrays` goes into
    the NPZ file; `findings` are the comparisons that were made.
    """

    caption: str
    figure: Figure
    values: Mapping[str, sympy.Expr | float | None]
    header: Row
    rows: tuple[Row, ...]
    arrays: Mapping[str, Any]
    findings: tuple[Finding, ...]
