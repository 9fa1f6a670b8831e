"""Independent coordinates with laws of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from symbolic.laws import IID, LARGEST_TABLE, Law, Table
from symbolic.laws.coordinates import CoordinateLaw, Number
from symbolic.laws.coordinates.derived import expanded, merged, point_mass
from symbolic.laws.coordinates.existence import least_order
from symbolic.laws.elliptical import Member
from symbolic.laws.vectors.asymmetry import require_asymmetry, swapped
from symbolic.laws.vectors.fixed_dimension import FixedDimension


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


def independent(coordinates: Sequence[CoordinateLaw]) -> Law:
    """Independent coordinates; identical ones are an i.i.d. law. Raises ValueError for none.

    >>> from symbolic.laws.coordinates import Gaussian, Laplace
    >>> independent([Gaussian(), Laplace()]).moment((2, 4))
    Fraction(24, 1)
    """
    if not coordinates:
        raise ValueError("a product needs at least one coordinate law")
    law = Product(tuple(coordinates))
    if len({merged(law.atoms) if law.atoms is not None else law for law in coordinates}) == 1:
        return Member(IID(coordinates[0]), law.d, law.description)
    if len({coordinate.moments_below for coordinate in coordinates}) == 1:
        require_asymmetry(law, "a permutation of the coordinates changes", swapped(law))
    return law
