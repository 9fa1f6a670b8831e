"""Matrices of blocks, each a combination of words: tokens stacked over their entries, weights with blocks of zeros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import sympy

from symbolic.algebra.rectangular import Rectangular


@dataclass(frozen=True)
class Blocks:
    """Rows of blocks; sums and products are refused, as those of their blocks are, where sizes do not fit.

    >>> from symbolic.algebra.rectangular import rectangular
    >>> m, n = sympy.symbols("m n", integer=True, positive=True)
    >>> X = rectangular("X", m, n)
    >>> tokens = stacked(X, X)
    >>> (tokens.T @ tokens).rows[0][0] == X.T @ X * 2
    True
    """

    rows: tuple[tuple[Rectangular, ...], ...]

    def __add__(self, other: Blocks) -> Blocks:
        pairs = zip(self.rows, other.rows, strict=True)
        return Blocks(tuple(tuple(x + y for x, y in zip(row, beside, strict=True)) for row, beside in pairs))

    def __matmul__(self, other: Blocks) -> Blocks:
        columns = tuple(zip(*other.rows, strict=True))
        return Blocks(tuple(tuple(_total(row, column) for column in columns) for row in self.rows))

    def __mul__(self, factor: sympy.Expr | int) -> Blocks:
        return Blocks(tuple(tuple(block * factor for block in row) for row in self.rows))

    __rmul__ = __mul__

    @property
    def T(self) -> Blocks:
        """The transpose."""
        return Blocks(tuple(tuple(block.T for block in column) for column in zip(*self.rows, strict=True)))


def _total(row: Sequence[Rectangular], column: Sequence[Rectangular]) -> Rectangular:
    return reduce(add, (x @ y for x, y in zip(row, column, strict=True)))


def stacked(*blocks: Rectangular) -> Blocks:
    """Blocks below each other."""
    return Blocks(tuple((block,) for block in blocks))


def beside(*parts: Blocks) -> Blocks:
    """Matrices of blocks beside each other, with the same rows."""
    lines = zip(*(part.rows for part in parts), strict=True)
    return Blocks(tuple(tuple(block for row in line for block in row) for line in lines))
