"""What writes the parts of an expression: the printer, as those know it who write one kind of terms."""

from __future__ import annotations

from typing import Protocol

from symbolic.core.expressions import Expression, Node, Sort, Variable
from symbolic.typeset.kernel_formulas.styles import Piece, Style


class Writer(Protocol):
    """Writes expressions in a style, and knows which names are taken, and what is an integer."""

    @property
    def style(self) -> Style:
        """The way of writing."""

    @property
    def taken(self) -> frozenset[str]:
        """The names that have a meaning."""

    @property
    def shared(self) -> frozenset[str]:
        """The names that variables of two sorts have."""

    @property
    def whole(self) -> frozenset[Variable]:
        """The variables that are integers."""

    @property
    def harmonic(self) -> bool:
        """Whether harmonic numbers are written as such."""

    def name(self, name: str) -> str:
        """A name of a variable or a constant."""

    def piece(self, expression: Expression) -> Piece:
        """An expression with how tightly it holds together."""

    def within(self, expression: Expression, least: int) -> str:
        """An expression, in brackets where it holds together less tightly than it has to."""

    def opened(self, node: Node, part: int, *sorts: Sort) -> tuple[Writer, tuple[Variable, ...], Expression]:
        """A part of a node in which it binds, with the variables and what knows them."""

    def knowing(self, *integers: Variable) -> Writer:
        """One that knows that these variables are integers."""


def arguments(writer: Writer, parts: tuple[Expression, ...]) -> str:
    """`(x, y)`."""
    return "(" + ", ".join(writer.piece(part)[0] for part in parts) + ")"
