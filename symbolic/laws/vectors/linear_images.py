"""Affine images of a law by a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symbolic.laws import Atoms, Law
from symbolic.laws.coordinates import Number
from symbolic.laws.coordinates.derived import expanded
from symbolic.laws.coordinates.existence import moments_end, require_total
from symbolic.laws.elliptical import Elliptical, Matrix, elliptical
from symbolic.laws.vectors.asymmetry import odd, require_asymmetry, swapped
from symbolic.laws.vectors.fixed_dimension import FixedDimension


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
    require_asymmetry(law, "sign flips change", odd(law))
    require_asymmetry(law, "a permutation of the coordinates changes", swapped(law))
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
