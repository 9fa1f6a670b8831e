"""Tables of atoms: laws with a finite support in a fixed dimension, and how they are written in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod

import flint

from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.algebra.surds import Surd, rooted
from symbolic.laws.coordinates import Number
from symbolic.views import ShownLaw


@dataclass(frozen=True)
class Atoms(ShownLaw):
    """A finitely supported law: points with positive weights that sum to 1, rational or with square roots.

    >>> Atoms.of([[1, 0], [0, 1]], [Fraction(1, 4), Fraction(3, 4)]).moment((2, 0))
    Fraction(1, 4)
    """

    atoms: tuple[tuple[tuple[Number, ...], Number], ...]
    name: str = field(default="atoms", compare=False)
    exchangeable = False
    zero = Fraction(0)

    @staticmethod
    def of(points: Sequence[Sequence[Number]], weights: Sequence[Number], name: str = "atoms") -> Atoms:
        """Raises ValueError for ragged points, a weight that is not positive, or weights that do not sum to 1."""
        if len(points) != len(weights):
            raise ValueError(f"{len(points)} atoms but {len(weights)} weights: give one weight for each atom")
        if not points or len({len(point) for point in points}) != 1 or not points[0]:
            lengths = sorted({len(point) for point in points})
            raise ValueError(f"atoms must all have the same number d >= 1 of coordinates; lengths found: {lengths}")
        exact = [_exact(weight) for weight in weights]
        if bad := [weight for weight in exact if weight <= 0]:
            raise ValueError(f"weights must be positive; found {bad[0]}")
        if sum(exact) != 1:
            raise ValueError(f"weights must sum to 1; they sum to {sum(exact)}")
        return Atoms(tuple((tuple(map(_exact, point)), w) for point, w in zip(points, exact, strict=True)), name)

    @property
    def d(self) -> int:
        return len(self.atoms[0][0])

    @property
    def description(self) -> str:
        return self.name

    @cached_property
    def mass(self) -> dict[tuple[Number, ...], Number]:
        out: dict[tuple[Number, ...], Number] = {}
        for point, weight in self.atoms:
            out[point] = out.get(point, Fraction(0)) + weight
        return out

    @cached_property
    def sign_symmetric(self) -> bool:
        flips = (
            (tuple(-x if k == j else x for k, x in enumerate(point)), weight)
            for point, weight in self.mass.items()
            for j in range(self.d)
        )
        return all(self.mass.get(point) == weight for point, weight in flips)

    def moment(self, exponents: tuple[int, ...]) -> Number:
        if exponents not in self._known:
            present = [(j, n) for j, n in enumerate(exponents) if n]
            total = sum(prod((point[j] ** n for j, n in present), start=w) for point, w in self._numbers)
            self._known[exponents] = to_fraction(total) if isinstance(total, flint.fmpq) else total
        return self._known[exponents]

    @cached_property
    def _numbers(self) -> list[tuple[list[Number], Number]]:
        """The table; where it is rational in python-flint's numbers, an order of magnitude faster than `Fraction`."""
        rows = [([*point, weight]) for point, weight in self.atoms]
        if not any(isinstance(x, Surd) for row in rows for x in row):
            rows = [[to_flint(x) for x in row] for row in rows]
        return [(row[:-1], row[-1]) for row in rows]

    @cached_property
    def _known(self) -> dict[tuple[int, ...], Number]:
        return {}

    def nonzero_probability(self, j: int) -> Number:
        return sum((w for point, w in self.atoms if point[j]), Fraction(0))

    def family_moment(self, exponents: tuple[int, ...]) -> Fraction:
        raise TypeError("a table of atoms is not assumed exchangeable; ask for moment(exponents)")


def _exact(value: Number) -> Number:
    found = rooted(value)
    return Fraction(value) if found is None else found


def listed(points: Sequence[Sequence[Number]], weights: Sequence[Number]) -> str:
    """A table of atoms in one line.

    >>> listed([(Fraction(1), Fraction(0)), (Fraction(0), Fraction(2))], [Fraction(1, 3), Fraction(2, 3)])
    'atoms (1, 0): 1/3, (0, 2): 2/3'
    """
    shown = (f"({', '.join(map(str, p))}): {w}" for p, w in zip(points, weights, strict=True))
    return "atoms " + ", ".join(shown)
