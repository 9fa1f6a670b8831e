"""Linear subspaces of the parameters, exact: bases in reduced echelon form over the rationals.

Parameters are written as vectors of their `6 d²` entries, block after block in the order of `BLOCKS`, row after row. In
reduced echelon form the coordinates of a point are its entries at the pivots, and are named after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint
import sympy

from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix, Parameters
from symbolic.algebra.rationals import to_flint, to_fraction

Vector = tuple[flint.fmpq, ...]


@dataclass(frozen=True)
class Subspace:
    """A subspace of the parameters at one d; `rows` are its basis, so that equal subspaces are equal records.

    >>> one = ((Fraction(2), Fraction(0)), (Fraction(0), Fraction(2)))
    >>> Subspace.spanned(2, [flattened({"W_KQ_32": one}, 2)]).directions
    ('sum_j W_KQ_32[j,j]',)
    """

    d: int
    rows: tuple[Vector, ...]

    @staticmethod
    def spanned(d: int, vectors: Sequence[Vector]) -> Subspace:
        if not vectors:
            return Subspace(d, ())
        echelon, rank = flint.fmpq_mat([list(vector) for vector in vectors]).rref()
        return Subspace(d, tuple(tuple(row) for row in echelon.tolist()[:rank]))

    def plus(self, vectors: Sequence[Vector]) -> Subspace:
        """The sum of the subspace and the span of the vectors."""
        return Subspace.spanned(self.d, [*self.rows, *vectors])

    def contains(self, parameters: Parameters) -> bool:
        """Whether the parameters (or a gradient) lie in the subspace."""
        return self.plus([flattened(parameters, self.d)]) == self

    def parameters(self, coordinates: Sequence[Fraction | int]) -> dict[str, Matrix]:
        """The point with the given coordinates."""
        total = [Fraction(0)] * len(BLOCKS) * self.d**2
        for c, row in zip(coordinates, self.rows, strict=True):
            total = [x + c * to_fraction(y) for x, y in zip(total, row, strict=True)]
        return unflattened(total, self.d)

    @cached_property
    def pivots(self) -> tuple[int, ...]:
        return tuple(next(k for k, x in enumerate(row) if x) for row in self.rows)

    @cached_property
    def coordinates(self) -> tuple[sympy.Symbol, ...]:
        """A symbol for each coordinate, named after the entry it is the value of."""
        names = _names(self.d)
        return tuple(sympy.Symbol(names[pivot], real=True) for pivot in self.pivots)

    @cached_property
    def directions(self) -> tuple[str, ...]:
        """The basis, each direction as a combination of entries, numbered from 1; sums over j and k ≠ j where alike."""
        return tuple(" + ".join(_terms(row, self.d)) for row in self.rows)

    @cached_property
    def gram(self) -> tuple[tuple[sympy.Rational, ...], ...]:
        """Inner products of the basis, entry by entry."""
        if not self.rows:
            return ()
        basis = flint.fmpq_mat([list(row) for row in self.rows])
        products = (basis * basis.transpose()).tolist()
        return tuple(tuple(sympy.Rational(int(x.p), int(x.q)) for x in row) for row in products)


def flattened(parameters: Parameters, d: int) -> Vector:
    """The entries as a vector; a missing block is zero. Raises ValueError for an unknown block."""
    if unknown := set(parameters) - set(BLOCKS):
        raise ValueError(f"unknown parameter block {sorted(unknown)[0]!r}; the blocks are {', '.join(BLOCKS)}")
    zero = ((Fraction(0),) * d,) * d
    entries = (x for block in BLOCKS for row in parameters.get(block, zero) for x in row)
    return tuple(to_flint(x) for x in entries)


def unflattened(entries: Sequence[Fraction], d: int) -> dict[str, Matrix]:
    """The six blocks of a vector of entries."""
    rows = [tuple(entries[k : k + d]) for k in range(0, len(entries), d)]
    return {block: tuple(rows[n * d : (n + 1) * d]) for n, block in enumerate(BLOCKS)}


def _names(d: int) -> list[str]:
    return [f"{block}[{p + 1},{q + 1}]" for block in BLOCKS for p in range(d) for q in range(d)]


def _terms(row: Vector, d: int) -> Iterator[str]:
    """The summands of a direction, block after block, on the diagonal and off it."""
    places = ((p, q) for _ in BLOCKS for p in range(d) for q in range(d))
    named = list(zip(_names(d), row, places, strict=True))
    for block in BLOCKS:
        for diagonal, sum_of_all in ((True, f"sum_j {block}[j,j]"), (False, f"sum_(j!=k) {block}[j,k]")):
            entries = [(n, c) for n, c, (p, q) in named if n.startswith(block) and (p == q) == diagonal]
            alike = len(entries) > 1 and len({c for _, c in entries}) == 1
            found = [(sum_of_all, entries[0][1])] if alike else entries
            yield from (name if c == 1 else f"({c})*{name}" for name, c in found if c)
