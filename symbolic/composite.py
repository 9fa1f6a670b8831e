"""Families of laws of `x_1` made of others, for every d: mixtures, scale mixtures, spheres, equal coordinates.

All are exchangeable. A mixture draws its part once for the whole vector; a mixture drawn anew for each coordinate is a
coordinate law (`symbolic.coordinates.images`). `scaled` and `shifted` give the law of `factor · x_1` and `x_1 + shift`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import comb, prod
from typing import Any

from symbolic.coordinates import CoordinateLaw, Finite, Gaussian, MomentDoesNotExist, Number, rademacher
from symbolic.coordinates.existence import least_order, moments_end, require_total
from symbolic.coordinates.images import SymmetryUnknown, affine, expanded, mixed, point_mass
from symbolic.isserlis import isserlis
from symbolic.laws import IID, LARGEST_TABLE, FamilyLaw, LawFamily, Ones, Sparse, Table

ODD_PATTERNS = ((1,), (3,), (5,), (1, 1), (1, 2), (1, 3), (3, 3), (1, 4), (3, 2), (1, 5), (5, 5), (7,))
"""A mixture that is not seen to be symmetric is proved not to be by one of these moments."""


class Composite:
    """What the families here have in common."""

    def at(self, d: int) -> FamilyLaw:
        family: Any = self
        return FamilyLaw(family, d)

    def table(self, d: int) -> Table | None:
        return None

    @property
    def moments_below(self) -> Number | None:
        return None

    def _repr_html_(self) -> str:
        from symbolic.law_markup import family_html

        family: Any = self
        return family_html(family)


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


@dataclass(frozen=True)
class Mixture(Composite):
    """One of several families, chosen once for the whole vector; made by `mixture`, which merges parts.

    >>> mixture([(IID(Gaussian()), Fraction(1, 2)), (Ones(), Fraction(1, 2))]).mixed_moment((2, 2), 3)
    Fraction(1, 1)
    """

    parts: tuple[tuple[LawFamily, Fraction], ...]

    @property
    def description(self) -> str:
        return f"mixture({', '.join(f'{w}: {law.description}' for law, w in self.parts)})"

    @cached_property
    def sign_symmetric(self) -> bool:
        """For d >= 2; raises SymmetryUnknown where no odd moment shows that the mixture is not symmetric."""
        if all(law.sign_symmetric for law, _ in self.parts):
            return True
        if any(self._known_moment(pattern) != 0 for pattern in ODD_PATTERNS):
            return False
        raise SymmetryUnknown(f"whether sign flips change {self.description} could not be decided from its moments")

    def _known_moment(self, pattern: tuple[int, ...]) -> Number:
        try:
            return self.mixed_moment(pattern, 2)
        except MomentDoesNotExist:
            return Fraction(0)

    def at(self, d: int) -> FamilyLaw:
        marginals = [(marginal(law), w) for law, w in self.parts]
        if d == 1 and all(law is not None for law, _ in marginals):
            return IID(mixed([(law, w) for law, w in marginals if law is not None])).at(1)
        return super().at(d)

    @property
    def moments_below(self) -> Number | None:
        return least_order(moments_end(law) for law, _ in self.parts)

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        return expanded(sum((w * law.mixed_moment(exponents, d) for law, w in self.parts), start=Fraction(0)))

    def nonzero_probability(self, d: Any) -> Number:
        return expanded(sum((w * law.nonzero_probability(d) for law, w in self.parts), start=Fraction(0)))

    def table(self, d: int) -> Table | None:
        tables = [(law.table(d), w) for law, w in self.parts]
        atoms = tuple((point, w * v) for table, w in tables for point, v in table or ())
        complete = all(table is not None for table, _ in tables)
        return atoms if complete and len(atoms) <= LARGEST_TABLE else None


@dataclass(frozen=True)
class Shifted(Composite):
    """`x + shift (1, …, 1)`, for a base with mean 0 and a shift that is not 0; made by `shifted`."""

    base: LawFamily
    shift: Fraction
    sign_symmetric = False

    @property
    def description(self) -> str:
        return f"shift({self.base.description}, {self.shift})"

    @property
    def moments_below(self) -> Number | None:
        return moments_end(self.base)

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        total: Number = Fraction(0)
        for kept in product(*(range(n + 1) for n in exponents)):
            ways = prod(comb(n, k) for n, k in zip(exponents, kept, strict=True))
            inner = self.base.mixed_moment(tuple(k for k in kept if k), d)
            total = total + ways * self.shift ** (sum(exponents) - sum(kept)) * inner
        return expanded(total)

    def nonzero_probability(self, d: Any) -> Number:
        table = self.base.table(d) if isinstance(d, int) else None
        if table is not None:
            return sum((w for point, w in table if point[0] + self.shift), start=Fraction(0))
        if isinstance(self.base, Sparse):
            return 1 - Fraction(abs(self.base.c) == abs(self.shift), 2) / d
        return Fraction(1)

    def table(self, d: int) -> Table | None:
        table = self.base.table(d)
        return None if table is None else tuple((tuple(x + self.shift for x in point), w) for point, w in table)


def mixture(parts: Sequence[tuple[LawFamily, Fraction]]) -> LawFamily:
    """The mixture in its one form: nested mixtures flattened, equal parts merged and sorted.

    Raises ValueError for weights that are not positive or do not sum to 1.
    """
    weights = [w for _, w in parts]
    if not parts or min(weights) <= 0 or sum(weights) != 1:
        raise ValueError(f"the weights of a mixture are positive and sum to 1; given {', '.join(map(str, weights))}")
    weight_of: dict[LawFamily, Fraction] = {}
    for part, w in parts:
        for law, v in part.parts if isinstance(part, Mixture) else ((part, Fraction(1)),):
            weight_of[law] = weight_of.get(law, Fraction(0)) + w * v
    ordered = sorted(weight_of.items(), key=lambda item: item[0].description)
    return ordered[0][0] if len(ordered) == 1 else Mixture(tuple(ordered))


def transformed(family: LawFamily, factor: Fraction, shift: Fraction = Fraction(0)) -> LawFamily:
    """The law of `factor · x_1 + shift`, coordinate by coordinate, in its one form.

    >>> transformed(Sparse(), Fraction(1, 2)).description
    'sparse(c=1/2)'
    """
    if isinstance(family, Mixture):
        return mixture([(transformed(law, factor, shift), w) for law, w in family.parts])
    if factor == 0:
        return IID(Finite(((shift, Fraction(1)),)))
    match family:
        case IID(coordinate=coordinate):
            return IID(affine(coordinate, factor, shift))
        case Ones():
            return IID(Finite(((factor + shift, Fraction(1)),))) if factor != 1 or shift else family
        case Comonotone(coordinate=coordinate):
            return Comonotone(affine(coordinate, factor, shift))
        case Shifted(base=base, shift=before):
            return transformed(base, factor, factor * before + shift)
    scaled = _scaled(family, abs(factor))
    return Shifted(scaled, shift) if shift else scaled


def _scaled(family: LawFamily, factor: Fraction) -> LawFamily:
    """A multiple of a family that sign flips leave unchanged, or of a Gaussian."""
    match family:
        case Sparse(c=c):
            return Sparse(factor * abs(c))
        case Sphere(radius=radius):
            return Sphere(factor * radius)
        case Equicorrelated(sigma=sigma, rho=rho):
            return Equicorrelated(factor * sigma, rho)
        case ScaleMixture(base=base, mixing=mixing):
            return ScaleMixture(base, affine(mixing, factor))
    raise TypeError(f"no affine image is known of a family of class {type(family).__name__}: {family!r}")


def marginal(family: LawFamily) -> CoordinateLaw | None:
    """The law at d = 1, as a coordinate law; None where that has no name."""
    match family:
        case IID(coordinate=coordinate) | Comonotone(coordinate=coordinate):
            return coordinate
        case Ones():
            return Finite(((Fraction(1), Fraction(1)),))
        case Sparse(c=size) | Sphere(radius=size):
            return rademacher(size) if size else Finite(((Fraction(0), Fraction(1)),))
        case Equicorrelated(sigma=sigma):
            return Gaussian(sigma)
        case Shifted(base=base, shift=shift):
            inner = marginal(base)
            return None if inner is None else affine(inner, Fraction(1), shift)
    return None
