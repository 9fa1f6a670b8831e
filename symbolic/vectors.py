"""Laws of `x_1` in a fixed dimension, made of others: products of coordinates, mixtures, affine images by a matrix.

What these laws say of their symmetry is either read off their parts or proved by a moment; where neither decides,
`SymmetryUnknown` is raised when the law is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

from symbolic.coordinates import CoordinateLaw, MomentDoesNotExist, Number
from symbolic.coordinates.existence import least_order, moments_end, require_total
from symbolic.coordinates.images import SymmetryUnknown, expanded, merged, point_mass
from symbolic.elliptical import Elliptical, Matrix, Member, elliptical
from symbolic.laws import IID, LARGEST_TABLE, Atoms, Law, Table

WITNESS_DEGREE = 6
"""Moments up to this degree are tried as proofs that a law is not symmetric."""


class FixedDimension:
    """What the laws here have in common."""

    zero = Fraction(0)
    exchangeable = False

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        raise TypeError("this law is not exchangeable; ask for moment(exponents)")

    def _repr_html_(self) -> str:
        from symbolic.law_markup import law_html

        law: Any = self
        return law_html(law)


@dataclass(frozen=True)
class Product(FixedDimension):
    """Independent coordinates with laws of their own; made by `independent`."""

    coordinates: tuple[CoordinateLaw, ...]

    @property
    def d(self) -> int:
        return len(self.coordinates)

    @property
    def description(self) -> str:
        return f"product({', '.join(law.description for law in self.coordinates)})"

    @property
    def sign_symmetric(self) -> bool:
        return all(law.symmetric for law in self.coordinates)

    @property
    def moments_below(self) -> Number | None:
        return least_order(law.moments_below for law in self.coordinates)

    @property
    def atoms(self) -> Table | None:
        tables = [law.atoms for law in self.coordinates if law.atoms is not None]
        if len(tables) < self.d or prod(map(len, tables)) > LARGEST_TABLE:
            return None
        points = (tuple(zip(*chosen, strict=True)) for chosen in product(*tables))
        return tuple((values, prod(weights, start=Fraction(1))) for values, weights in points)

    def moment(self, exponents: tuple[int, ...]) -> Number:
        present = [(law, n) for law, n in zip(self.coordinates, exponents, strict=True) if n]
        return expanded(prod((law.moment(n) for law, n in present), start=Fraction(1)))

    def nonzero_probability(self, j: int) -> Number:
        return 1 - point_mass(self.coordinates[j], Fraction(0))


@dataclass(frozen=True)
class VectorMixture(FixedDimension):
    """One of several laws of the same dimension; made by `vector_mixture`."""

    parts: tuple[tuple[Law, Fraction], ...]

    @property
    def d(self) -> int:
        return self.parts[0][0].d

    @property
    def description(self) -> str:
        return f"mixture({', '.join(f'{w}: {law.description}' for law, w in self.parts)})"

    @property
    def sign_symmetric(self) -> bool:
        return all(law.sign_symmetric for law, _ in self.parts)

    @property
    def moments_below(self) -> Number | None:
        return least_order(moments_end(law) for law, _ in self.parts)

    @property
    def atoms(self) -> Table | None:
        tables = [(law.atoms, w) for law, w in self.parts]
        found = tuple((point, w * v) for table, w in tables for point, v in table or ())
        complete = all(table is not None for table, _ in tables)
        return found if complete and len(found) <= LARGEST_TABLE else None

    def moment(self, exponents: tuple[int, ...]) -> Number:
        return expanded(sum((w * law.moment(exponents) for law, w in self.parts), start=Fraction(0)))

    def nonzero_probability(self, j: int) -> Number:
        return expanded(sum((w * law.nonzero_probability(j) for law, w in self.parts), start=Fraction(0)))


@dataclass(frozen=True)
class LinearImage(FixedDimension):
    """`matrix · x + offset`, the rows of the matrix being the new coordinates; made by `linear_image`.

    What `P(x_j ≠ 0)` is, is known where a coordinate is an image of independent ones without point masses.
    """

    base: Law
    matrix: Matrix
    offset: tuple[Fraction, ...]
    atoms = None
    sign_symmetric = False
    _known: dict[tuple[int, ...], Number] = field(default_factory=dict, compare=False, repr=False)

    @property
    def d(self) -> int:
        return len(self.matrix)

    @property
    def description(self) -> str:
        rows = ", ".join(f"[{', '.join(map(str, row))}]" for row in self.matrix)
        offset = f", offset=[{', '.join(map(str, self.offset))}]" if any(self.offset) else ""
        return f"image({self.base.description}, {rows}{offset})"

    @property
    def moments_below(self) -> Number | None:
        return moments_end(self.base)

    def moment(self, exponents: tuple[int, ...]) -> Number:
        if exponents not in self._known:
            require_total(self, sum(exponents))
            terms = self._expansion(exponents).items()
            self._known[exponents] = expanded(sum((c * self.base.moment(n) for n, c in terms), start=Fraction(0)))
        return self._known[exponents]

    def _expansion(self, exponents: tuple[int, ...]) -> dict[tuple[int, ...], Fraction]:
        """The monomial as a polynomial in the base's coordinates."""
        total = {(0,) * self.base.d: Fraction(1)}
        for row, constant, n in zip(self.matrix, self.offset, exponents, strict=True):
            for _ in range(n):
                total = _times(total, row, constant)
        return total

    def nonzero_probability(self, j: int) -> Number:
        if any(self.matrix[j]):
            return Fraction(1)
        return Fraction(int(self.offset[j] != 0))


def _times(
    polynomial: dict[tuple[int, ...], Fraction], row: tuple[Fraction, ...], constant: Fraction
) -> dict[tuple[int, ...], Fraction]:
    out: dict[tuple[int, ...], Fraction] = {}
    for powers, c in polynomial.items():
        steps = [(tuple(n + (i == j) for i, n in enumerate(powers)), a) for j, a in enumerate(row) if a]
        for new, a in [*steps, *([(powers, constant)] if constant else [])]:
            out[new] = out.get(new, Fraction(0)) + a * c
    return out


def independent(coordinates: Sequence[CoordinateLaw]) -> Law:
    """Independent coordinates; identical ones are an i.i.d. law. Raises ValueError for none.

    >>> from symbolic.coordinates import Gaussian, Laplace
    >>> independent([Gaussian(), Laplace()]).moment((2, 4))
    Fraction(24, 1)
    """
    if not coordinates:
        raise ValueError("a product needs at least one coordinate law")
    law = Product(tuple(coordinates))
    if len({merged(law.atoms) if law.atoms is not None else law for law in coordinates}) == 1:
        return Member(IID(coordinates[0]), law.d, law.description)
    if len({coordinate.moments_below for coordinate in coordinates}) == 1:
        _require_asymmetry(law, "a permutation of the coordinates changes", _swapped(law))
    return law


def vector_mixture(parts: Sequence[tuple[Law, Fraction]]) -> Law:
    """One of several laws of one dimension; tables of atoms make a table.

    Raises ValueError for weights that are not positive or do not sum to 1 and for laws of different dimensions.
    """
    weights = [w for _, w in parts]
    if not parts or min(weights) <= 0 or sum(weights) != 1:
        raise ValueError(f"the weights of a mixture are positive and sum to 1; given {', '.join(map(str, weights))}")
    if len({law.d for law, _ in parts}) > 1:
        raise ValueError(f"the laws of a mixture have one dimension; given d = {[law.d for law, _ in parts]}")
    law = VectorMixture(tuple(parts))
    if all(isinstance(part, Atoms) for part, _ in parts):
        table = law.atoms or ()
        return Atoms(tuple((tuple(map(Fraction, p)), w) for p, w in table), law.description) if table else law
    if not law.sign_symmetric:
        _require_asymmetry(law, "sign flips change", _odd(law))
    _require_asymmetry(law, "a permutation of the coordinates changes", _swapped(law))
    return law


def linear_image(base: Law, matrix: Sequence[Sequence[Fraction]], offset: Sequence[Fraction] = ()) -> Law:
    """The law of `matrix · x + offset`: a table of a table, elliptical of an elliptical law, else `LinearImage`.

    Raises ValueError for a matrix that does not fit, SymmetryUnknown where a symmetry stays open.
    """
    rows = tuple(tuple(row) for row in matrix)
    constant = tuple(offset) or (Fraction(0),) * len(rows)
    if not rows or any(len(row) != base.d for row in rows) or len(constant) != len(rows):
        raise ValueError(f"a matrix with rows of length {base.d}, and an offset for each row, are needed")
    law = LinearImage(base, rows, constant)
    if isinstance(base, Atoms):
        points = [[_dot(row, point) + c for row, c in zip(rows, constant, strict=True)] for point, _ in base.atoms]
        return Atoms.of(points, [w for _, w in base.atoms], law.description)
    if isinstance(base, Elliptical) and not base.radial:
        mean = [_dot(row, base.mean) + c for row, c in zip(rows, constant, strict=True)]
        return elliptical(_congruent(rows, base.scatter), mean, base.mixing)
    _require_continuous(base)
    _require_asymmetry(law, "sign flips change", _odd(law))
    _require_asymmetry(law, "a permutation of the coordinates changes", _swapped(law))
    return law


def _dot(row: Sequence[Fraction], point: Sequence[Fraction]) -> Fraction:
    return sum((a * x for a, x in zip(row, point, strict=True)), Fraction(0))


def _congruent(rows: Matrix, scatter: Matrix) -> list[list[Fraction]]:
    half = [[_dot(row, column) for column in scatter] for row in rows]
    return [[_dot(one, other) for other in rows] for one in half]


def _require_continuous(base: Law) -> None:
    """The probability that an image is 0 is known where the base has independent coordinates without point masses."""
    coordinates: Any = getattr(base, "coordinates", None) or [
        getattr(getattr(base, "family", None), "coordinate", None)
    ]
    if any(law is None or law.atoms is not None or hasattr(law, "mass") for law in coordinates):
        raise ValueError(f"images of {base.description} are not available: write the table of atoms of the image")


def _require_asymmetry(law: Law, change: str, moments: Iterator[Number]) -> None:
    """Raise SymmetryUnknown unless a moment shows the change."""
    if law.d > 1 or change.startswith("sign"):
        try:
            if any(value != 0 for value in moments):
                return
        except MomentDoesNotExist:
            pass
        raise SymmetryUnknown(f"whether {change} {law.description} could not be decided from its moments")


def _swapped(law: Law) -> Iterator[Number]:
    """Differences of moments that vanish when neighbouring coordinates are exchangeable."""
    for powers in _exponents(law):
        for j in range(law.d - 1):
            other = (*powers[:j], powers[j + 1], powers[j], *powers[j + 2 :])
            if other != powers:
                yield law.moment(powers) - law.moment(other)


def _odd(law: Law) -> Iterator[Number]:
    return (law.moment(powers) for powers in _exponents(law) if any(n % 2 for n in powers))


def _exponents(law: Law) -> Iterator[tuple[int, ...]]:
    """Exponents at one or two coordinates, by degree, as far as moments exist."""
    end = moments_end(law)
    for degree in range(1, WITNESS_DEGREE + 1):
        if end is not None and degree >= end:
            return
        for j in range(law.d):
            yield tuple(degree * (i == j) for i in range(law.d))
        for j, k in combinations(range(law.d), 2):
            for n in range(1, degree):
                yield tuple(n * (i == j) + (degree - n) * (i == k) for i in range(law.d))
