"""Families whose coordinates are dependent: on a sphere, all equal, equally correlated, under one random scale."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from symbolic.laws import IID, LARGEST_TABLE, FamilyLaw, LawFamily, Table
from symbolic.laws.coordinates import CoordinateLaw, Gaussian, Number
from symbolic.laws.coordinates.derived import expanded, point_mass
from symbolic.laws.coordinates.existence import least_order, moments_end, require_total
from symbolic.laws.isserlis import isserlis
from symbolic.views import ShownFamily


class Composite(ShownFamily):
    """What the families here have in common."""

    def at(self, d: int) -> FamilyLaw:
        family: Any = self
        return FamilyLaw(family, d)

    def table(self, d: int) -> Table | None:
        return None

    @property
    def moments_below(self) -> Number | None:
        return None


@dataclass(frozen=True)
class Sphere(Composite):
    """Uniform on the sphere of the given radius: `E Π x_i^{2k_i} = r^{2k} Π (2k_i-1)!! / (d (d+2) … (d+2k-2))`.

    >>> Sphere().mixed_moment((2, 4), 3)
    Fraction(1, 35)
    """

    radius: Fraction = Fraction(1)
    sign_symmetric = True

    @property
    def description(self) -> str:
        return f"sphere(radius={self.radius})"

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        if any(n % 2 for n in exponents):
            return Fraction(0)
        ways = prod((k for n in exponents for k in range(1, n, 2)), start=self.radius ** sum(exponents))
        below = prod(d + 2 * k for k in range(sum(exponents) // 2))
        return ways / below

    def nonzero_probability(self, d: Any) -> Number:
        return Fraction(1)

    def table(self, d: int) -> Table | None:
        half = Fraction(1, 2)
        return (((self.radius,), half), ((-self.radius,), half)) if d == 1 else None


@dataclass(frozen=True)
class Comonotone(Composite):
    """All coordinates equal one random number with the given law; with `IID` in a mixture, the Fréchet copulas.

    >>> Comonotone(Gaussian()).mixed_moment((1, 3), 2)
    Fraction(3, 1)
    """

    coordinate: CoordinateLaw

    @property
    def description(self) -> str:
        return f"comonotone({self.coordinate.description})"

    @property
    def sign_symmetric(self) -> bool:
        return self.coordinate.atoms is not None and all(x == 0 for x, _ in self.coordinate.atoms)

    def at(self, d: int) -> FamilyLaw:
        return IID(self.coordinate).at(1) if d == 1 else super().at(d)

    @property
    def moments_below(self) -> Number | None:
        return self.coordinate.moments_below

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        return self.coordinate.moment(sum(exponents))

    def nonzero_probability(self, d: Any) -> Number:
        return 1 - point_mass(self.coordinate, Fraction(0))

    def table(self, d: int) -> Table | None:
        atoms = self.coordinate.atoms
        return None if atoms is None else tuple(((x,) * d, w) for x, w in atoms)


@dataclass(frozen=True)
class Equicorrelated(Composite):
    """Gaussian with mean 0, variance `sigma²` and one correlation `0 < rho < 1` between any two coordinates.

    >>> Equicorrelated(Fraction(1), Fraction(1, 2)).mixed_moment((2, 2), 5)
    Fraction(3, 2)
    """

    sigma: Fraction
    rho: Fraction
    sign_symmetric = False

    @property
    def description(self) -> str:
        return f"equicorrelated(sigma={self.sigma}, rho={self.rho})"

    def at(self, d: int) -> FamilyLaw:
        return IID(Gaussian(self.sigma)).at(1) if d == 1 else super().at(d)

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        """With `x_j = σ (√ρ z_0 + √(1-ρ) z_j)`, by Isserlis' theorem."""
        size = len(exponents)
        matrix = [[Fraction(1) if i == j else self.rho for j in range(size)] for i in range(size)]
        return self.sigma ** sum(exponents) * isserlis(matrix, exponents)

    def nonzero_probability(self, d: Any) -> Number:
        return Fraction(1)


@dataclass(frozen=True)
class ScaleMixture(Composite):
    """`s · x`, the number s independent of x: multivariate Student, spherical laws with a random radius, and others.

    Raises ValueError for a base that is not sign symmetric.

    >>> from symbolic.laws.coordinates import rademacher
    >>> ScaleMixture(IID(Gaussian()), rademacher(Fraction(2))).mixed_moment((2, 2), 3)
    Fraction(16, 1)
    """

    base: LawFamily
    mixing: CoordinateLaw
    sign_symmetric = True

    def __post_init__(self) -> None:
        if not self.base.sign_symmetric:
            raise ValueError(
                f"a scale mixture multiplies a law unchanged by sign flips; {self.base.description} is not"
            )

    @property
    def description(self) -> str:
        return f"scale_mixture({self.base.description}, {self.mixing.description})"

    @property
    def moments_below(self) -> Number | None:
        return least_order((moments_end(self.base), self.mixing.moments_below))

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        total = sum(exponents)
        require_total(self, total)
        if any(n % 2 for n in exponents):
            return Fraction(0)
        return expanded(self.mixing.moment(total) * self.base.mixed_moment(exponents, d))

    def nonzero_probability(self, d: Any) -> Number:
        return expanded((1 - point_mass(self.mixing, Fraction(0))) * self.base.nonzero_probability(d))

    def table(self, d: int) -> Table | None:
        base, scales = self.base.table(d), self.mixing.atoms
        if base is None or scales is None or len(base) * len(scales) > LARGEST_TABLE:
            return None
        return tuple((tuple(s * x for x in point), v * w) for (point, w), (s, v) in product(base, scales))
