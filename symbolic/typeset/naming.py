"""Names for parts of an expression: printed by their letter, computed with by their value.

A long closed form is read through its parts: with `k` for a square root it takes one row. A name is a node of the
expression that holds the part itself, so that nothing is typed twice: equality, derivatives and numbers see the value,
documents print the letter and, once, what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import sympy

from symbolic.algebra.traces import Matrices, Rules, trace


class Named(sympy.UnevaluatedExpr):
    """A part of an expression under a letter, which is LaTeX; made by `named`."""

    letter = ""
    is_commutative = True

    @property
    def value(self) -> sympy.Expr:
        return self.args[0]

    def _eval_evalf(self, prec: int) -> sympy.Expr:
        return spelled_out(self)._evalf(prec)


@cache
def _kind(letter: str) -> type[Named]:
    return type(f"Named_{letter}", (Named,), {"letter": letter})


def named(letter: str, value: sympy.Expr) -> sympy.Expr:
    """An expression that documents print as a letter.

    >>> x = sympy.Symbol("x")
    >>> k = named("k", sympy.sqrt(x))
    >>> spelled_out(1 + k**2)
    x + 1
    """
    return _kind(letter)(value)


def spelled_out(statement: Any) -> Any:
    """An expression, or data that holds expressions, with every name replaced by its value."""
    if isinstance(statement, tuple):
        return tuple(map(spelled_out, statement))
    return statement.replace(Named, lambda value: value) if isinstance(statement, sympy.Basic) else statement


def names(expressions: Iterable[sympy.Basic]) -> tuple[Named, ...]:
    """The names in expressions, each after those that its own value contains.

    >>> x = sympy.Symbol("x")
    >>> k = named("k", x + 1)
    >>> [one.letter for one in names([named("m", k**2) - 1, k])]
    ['k', 'm']
    """
    parts = (part for expression in expressions for part in sympy.postorder_traversal(expression))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, Named)))


class Table(tuple[Any, ...]):
    """Rows of data with a heading in LaTeX over each column: a tuple of its rows otherwise."""

    heads: tuple[str, ...]

    @classmethod
    def of(cls, heads: tuple[str, ...], rows: tuple[Any, ...]) -> Table:
        """Raises ValueError where a row has not one entry for each heading."""
        if any(len(row) != len(heads) for row in rows):
            raise ValueError(f"each row has {len(heads)} entries, for {', '.join(heads)}")
        table = cls(rows)
        table.heads = heads
        return table


def square(letter: str, matrices: Matrices, rules: Rules) -> sympy.Expr:
    """`‖K‖² = tr(Kᵀ K)`, computed with its value and printed by the name that is given, which is LaTeX."""
    return named(rf"\| {letter} \|_F^2", trace(matrices.T @ matrices, rules))
