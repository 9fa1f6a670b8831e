"""A figure of a paper that can be made again: what it shows, as the paper computes it, and who draws that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sympy import Expr

Row = tuple[Any, ...]


class Sizes(Protocol):
    """How large the runs of all figures of a call are."""

    @property
    def d(self) -> int: ...
    @property
    def T(self) -> int: ...
    @property
    def sequences(self) -> int: ...


class Studio(Protocol):
    """Where a paper makes all figures of one call."""

    @property
    def sizes(self) -> Sizes: ...
    @property
    def seed(self) -> int: ...


@dataclass(frozen=True)
class Finding:
    """One comparison of the end of a run with an exact value, ready for the index."""

    run: str
    what: str
    exact: Expr | None
    claimed: float
    found: float
    agrees: bool
    how: dict[str, Any]

    @property
    def sentence(self) -> str:
        return f"{self.run}: {self.what} ended at {self.found:.8g}, exact {self.claimed:.8g}"


@dataclass(frozen=True, eq=False)
class Contents:
    """What a figure says in words and numbers; a class of the paper adds what is drawn.

    `values` are exact ones, by what they are; `rows` is a table of floats and words under `header`; `arrays` goes into
    the NPZ file; `findings` are the comparisons that were made.
    """

    caption: str
    values: Mapping[str, Expr | float | None]
    header: Row
    rows: tuple[Row, ...]
    arrays: Mapping[str, Any]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Recipe:
    """How a figure is made: `shows` computes what it shows and is `module:function` of the paper, `drawing` draws that
    and is one of the room of drawings; it says so many stages.
    """

    shows: str
    drawing: str
    title: str
    stages: int

    def contents(self, studio: Studio) -> Contents:
        """What the figure shows, computed in the paper's studio."""
        module, _, function = self.shows.partition(":")
        found: Contents = getattr(import_module(module), function)(studio)
        return found
