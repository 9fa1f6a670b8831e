"""One summand of a model in index form: a weight, summed labels, summed indices and factors.

A factor is an entry of a block of a parameter, a coordinate of a draw, a coordinate of an orbit at a time, or δ.
Indices that are not summed over are `ROW` and `COLUMN`; labels that are summed over are named `#0, #1, …`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from symbolic.setting.affine import Affine
from symbolic.setting.weights import Monomial

ROW, COLUMN = -1, -2


class Kind(StrEnum):
    """What a factor is."""

    ENTRY = "entry"
    DRAW = "draw"
    STATE = "state"
    DELTA = "delta"
    COVARIANCE = "covariance"
    MOMENT = "moment"
    OPEN = "open"
    IMAGINARY = "imaginary part of an entry"
    TURN = "power of an eigenvalue"
    PRESENT = "where a time has come"
    BEFORE = "state before a step"


@dataclass(frozen=True, order=True)
class Factor:
    """A factor with indices; the labels say which copy of a draw, or which time of an orbit, it is."""

    kind: Kind
    name: str
    indices: tuple[int, ...]
    labels: tuple[Affine, ...] = ()
    conjugate: bool = False

    def at(self, indices: Mapping[int, int]) -> Factor:
        return self.on(tuple(indices.get(index, index) for index in self.indices))

    def on(self, indices: tuple[int, ...]) -> Factor:
        """The same factor with other indices."""
        return Factor(self.kind, self.name, indices, self.labels, self.conjugate)


Bounds = tuple[Affine, Affine]
UNIT = Monomial()


@dataclass(frozen=True)
class Term:
    """A summand; `ranges` belong to `#0, #1, …`, `dimensions` to the indices that are summed over."""

    weight: Monomial = UNIT
    ranges: tuple[Bounds, ...] = ()
    dimensions: tuple[tuple[int, Affine], ...] = ()
    factors: tuple[Factor, ...] = ()

    def scaled(self, weight: Monomial) -> Term:
        return replace(self, weight=self.weight * weight)

    def adjoint(self, complex_names: frozenset[str]) -> Term:
        """The conjugate transpose; a δ is its own, and so are entries of real matrices but for their place."""
        swapped = {ROW: COLUMN, COLUMN: ROW}
        factors = (replace(f.at(swapped), conjugate=f.conjugate ^ _is_complex(f, complex_names)) for f in self.factors)
        return replace(self, factors=tuple(factors))

    def conjugated(self, complex_names: frozenset[str]) -> Term:
        """Every entry conjugated, in its place."""
        factors = (replace(f, conjugate=f.conjugate ^ _is_complex(f, complex_names)) for f in self.factors)
        return replace(self, factors=tuple(factors))

    def bound(self, label: str, low: Affine, high: Affine) -> Term:
        """Summed over a label."""
        name = f"#{len(self.ranges)}"
        term = self.renamed({label: Affine(((name, 1),))})
        return replace(term, ranges=(*term.ranges, (low, high)))

    def renamed(self, labels: Mapping[str, Affine]) -> Term:
        """With labels replaced, in weights, ranges and factors."""
        return replace(
            self,
            weight=self.weight.at(labels),
            ranges=tuple((low.at(labels), high.at(labels)) for low, high in self.ranges),
            factors=tuple(replace(f, labels=tuple(at.at(labels) for at in f.labels)) for f in self.factors),
        )

    def moved(self, labels: int, indices: int) -> Term:
        """The same summand with its summed labels and indices numbered from there on."""
        names = {f"#{n}": Affine(((f"#{n + labels}", 1),)) for n in range(len(self.ranges))}
        term = self.renamed(names) if self.ranges and labels else self
        places = {n: n + indices for n, _ in self.dimensions}
        return replace(
            term,
            dimensions=tuple((places[n], size) for n, size in self.dimensions),
            factors=tuple(f.at(places) for f in term.factors),
        )

    @property
    def fresh(self) -> int:
        """A number that no summed index has."""
        return max((n for n, _ in self.dimensions), default=-1) + 1


def _is_complex(factor: Factor, names: frozenset[str]) -> bool:
    return factor.kind in (Kind.STATE, Kind.TURN) or factor.name in names


def product(left: Term, right: Term, inner: Affine | None) -> Term:
    """`left @ right`; `inner` is the dimension of the index that is summed over, none where there is none."""
    right = right.moved(len(left.ranges), left.fresh)
    dimensions = (*left.dimensions, *right.dimensions)
    first, second = left.factors, right.factors
    if inner is not None:
        new = max(left.fresh, right.fresh)
        first = tuple(f.at({COLUMN: new}) for f in first)
        second = tuple(f.at({ROW: new}) for f in second)
        dimensions = (*dimensions, (new, inner))
    return without_deltas(
        Term(left.weight * right.weight, (*left.ranges, *right.ranges), dimensions, (*first, *second))
    )


def without_deltas(term: Term) -> Term:
    """Every δ with a summed index used up."""
    summed = {n for n, _ in term.dimensions}
    for factor in term.factors:
        if factor.kind is Kind.DELTA and (gone := next((n for n in factor.indices if n in summed), None)) is not None:
            kept = factor.indices[0] if factor.indices[1] == gone else factor.indices[1]
            rest = list(term.factors)
            rest.remove(factor)
            return without_deltas(
                replace(
                    term,
                    dimensions=tuple((n, size) for n, size in term.dimensions if n != gone or kept == gone),
                    factors=tuple(f.at({gone: kept}) for f in rest),
                )
            )
    return term
