"""The named families of laws: independent copies of a coordinate law, one coordinate alone, the constant start."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log, prod
from typing import Any

from symbolic.laws.coordinates import CoordinateLaw, Number
from symbolic.laws.coordinates.derived import point_mass
from symbolic.laws.law import LARGEST_TABLE, FamilyLaw, Table
from symbolic.views import ShownFamily


@dataclass(frozen=True)
class IID(ShownFamily):
    """Independent copies of a coordinate law.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> IID(Gaussian()).mixed_moment((2, 4), 5)
    Fraction(3, 1)
    """

    coordinate: CoordinateLaw

    @property
    def description(self) -> str:
        return self.coordinate.description

    @property
    def sign_symmetric(self) -> bool:
        return self.coordinate.symmetric

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        return prod((self.coordinate.moment(n) for n in exponents), start=Fraction(1))

    def nonzero_probability(self, d: Any) -> Number:
        return 1 - point_mass(self.coordinate, Fraction(0))

    def table(self, d: int) -> Table | None:
        atoms = self.coordinate.atoms
        if atoms is None or d * log(len(atoms)) > log(LARGEST_TABLE):
            return None
        chosen = product(atoms, repeat=d)
        return tuple((tuple(x for x, _ in point), prod((w for _, w in point), start=Fraction(1))) for point in chosen)

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)


@dataclass(frozen=True)
class Sparse(ShownFamily):
    """Uniform on `{±c e_1, …, ±c e_d}` (Zheng et al. 2024, Example 4.1, arXiv 2405.16845).

    >>> Sparse(Fraction(1, 2)).mixed_moment((4,), 5)
    Fraction(1, 80)
    """

    c: Number = Fraction(1)
    sign_symmetric = True

    @property
    def description(self) -> str:
        return f"sparse(c={self.c})"

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        if not exponents:
            return Fraction(1)
        if len(exponents) > 1 or exponents[0] % 2:
            return 0 * self.c
        power = self.c ** exponents[0]
        return power * Fraction(1, d) if isinstance(d, int) else power / d

    def nonzero_probability(self, d: Any) -> Number:
        return (Fraction(1, d) if isinstance(d, int) else 1 / d) if self.c else Fraction(0)

    def table(self, d: int) -> Table | None:
        signs = [(sign, k) for k in range(d) for sign in (1, -1)]
        return tuple(
            (tuple(s * self.c if j == k else 0 * self.c for j in range(d)), Fraction(1, 2 * d)) for s, k in signs
        )

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)


@dataclass(frozen=True)
class Ones(ShownFamily):
    """The constant start `x_1 = 1_d`."""

    sign_symmetric = False

    @property
    def description(self) -> str:
        return "ones"

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        return Fraction(1)

    def nonzero_probability(self, d: Any) -> Number:
        return Fraction(1)

    def table(self, d: int) -> Table | None:
        return (((Fraction(1),) * d, Fraction(1)),)

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)
