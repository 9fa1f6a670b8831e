"""What the drawing of a figure returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sympy

from proofs.figure import Contents, Finding, Row

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

    @staticmethod
    def of(contents: Contents, figure: Figure) -> Picture:
        """The drawing of what a paper computed."""
        told = contents.values, contents.header, contents.rows, contents.arrays, contents.findings
        return Picture(contents.caption, figure, *told)
