"""New coordinate laws out of old ones: affine images and mixtures, in one form, so that equal ones compare equal.

An affine image of an affine image is one image; of a table it is a table; of a mixture it is a mixture; a multiple of a
law with a size is that law with another size. The image of a law that is symmetric about a point is written with a
positive factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import comb
from typing import Any

from symbolic.laws.coordinates import CoordinateLaw, Finite, Gaussian, Laplace, Number, Uniform
from symbolic.laws.coordinates.existence import least_order, require_moment
from symbolic.laws.coordinates.extremes import Extreme
from symbolic.laws.coordinates.intervals import Truncated
from symbolic.laws.coordinates.positive import Beta, Gamma, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic

HIGHEST_ODD = 11
"""A law that is not seen to be symmetric is proved not to be by an odd moment up to this order."""


class SymmetryUnknown(ValueError):
    """Whether a law is symmetric could not be decided, so that nothing may be said about it."""


@dataclass(frozen=True)
class Affine:
    """`factor · x + shift`; made by `affine`, which brings it to its one form.

    >>> affine(Gaussian(), Fraction(2), Fraction(1)).moment(2)
    Fraction(5, 1)
    """

    coordinate: CoordinateLaw
    factor: Fraction
    shift: Fraction
    atoms = None

    @property
    def description(self) -> str:
        inner = self.coordinate.description
        if self.factor != 1:
            inner = f"scale({inner}, {self.factor})"
        return f"shift({inner}, {self.shift})" if self.shift else inner

    @property
    def centre(self) -> Number | None:
        middle = centre_of(self.coordinate)
        return None if middle is None else self.factor * middle + self.shift

    @property
    def symmetric(self) -> bool:
        return self.centre is not None and bool(self.centre == 0)

    @property
    def moments_below(self) -> Number | None:
        return self.coordinate.moments_below

    def mass(self, value: Number) -> Number:
        return point_mass(self.coordinate, (value - self.shift) / self.factor)

    def moment(self, n: int) -> Number:
        require_moment(self, n)
        if n % 2 and self.symmetric:
            return Fraction(0)
        powers = [k for k in range(n + 1) if k == n or self.shift]
        parts = (comb(n, k) * self.factor**k * self.shift ** (n - k) * self.coordinate.moment(k) for k in powers)
        return expanded(sum(parts, start=Fraction(0)))


@dataclass(frozen=True)
class CoordinateMixture:
    """One of several coordinate laws, chosen anew for each coordinate; made by `mixed`, which merges parts."""

    parts: tuple[tuple[CoordinateLaw, Fraction], ...]
    atoms = None

    @property
    def description(self) -> str:
        return f"coordinate_mixture({', '.join(f'{w}: {law.description}' for law, w in self.parts)})"

    @cached_property
    def centre(self) -> Number | None:
        return Fraction(0) if self.symmetric else None

    @cached_property
    def symmetric(self) -> bool:
        """Raises SymmetryUnknown where neither a reflection of the parts nor an odd moment decides it."""
        if set(self.parts) == {(affine(law, Fraction(-1)), w) for law, w in self.parts}:
            return True
        if _some_odd_moment(self):
            return False
        raise SymmetryUnknown(f"whether {self.description} is symmetric could not be decided: its odd moments vanish")

    @property
    def moments_below(self) -> Number | None:
        return least_order(law.moments_below for law, _ in self.parts)

    def mass(self, value: Number) -> Number:
        return sum((w * point_mass(law, value) for law, w in self.parts), start=Fraction(0))

    def moment(self, n: int) -> Number:
        require_moment(self, n)
        return expanded(sum((w * law.moment(n) for law, w in self.parts), start=Fraction(0)))


def affine(coordinate: CoordinateLaw, factor: Fraction, shift: Fraction = Fraction(0)) -> CoordinateLaw:
    """The law of `factor · x + shift` in its one form.

    >>> affine(Gaussian(), Fraction(-1, 2)).description
    'gaussian(sigma=1/2)'
    """
    if isinstance(coordinate, Affine):
        return affine(coordinate.coordinate, factor * coordinate.factor, factor * coordinate.shift + shift)
    if isinstance(coordinate, CoordinateMixture):
        return mixed([(affine(law, factor, shift), w) for law, w in coordinate.parts])
    if factor == 0:
        return Finite(((shift, Fraction(1)),))
    if isinstance(coordinate, Finite):
        return _image_of_table(coordinate, factor, shift)
    if isinstance(coordinate, (Truncated, Extreme)):
        return _restricted(coordinate, factor, shift)
    middle = centre_of(coordinate)
    if middle is not None and factor < 0:
        factor, shift = -factor, shift + 2 * factor * middle
    if isinstance(coordinate, Beta) and factor < 0:
        coordinate, factor, shift = Beta(coordinate.b, coordinate.a), -factor, shift + factor
    if isinstance(coordinate, Triangular):
        ends = sorted(factor * x + shift for x in (coordinate.low, coordinate.high))
        return Triangular(ends[0], factor * coordinate.mode + shift, ends[1])
    size = _SIZES.get(type(coordinate))
    if size is not None and factor > 0:
        resized: Any = coordinate
        coordinate, factor = replace(resized, **{size: factor * getattr(coordinate, size)}), Fraction(1)
    return coordinate if factor == 1 and shift == 0 else Affine(coordinate, factor, shift)


def _restricted(law: Truncated | Extreme, factor: Fraction, shift: Fraction) -> CoordinateLaw:
    """The image of a truncation or an extreme is that of the image, which may have a simpler form."""
    image = affine(law.coordinate, factor, shift)
    inner, a, b = image, Fraction(1), Fraction(0)
    if isinstance(image, Affine):
        inner, a, b = image.coordinate, image.factor, image.shift
    found: CoordinateLaw
    if isinstance(law, Extreme):
        found = replace(law, coordinate=inner, largest=law.largest == ((factor > 0) == (a > 0)))
    else:
        ends = [None if x is None else (factor * x + shift - b) / a for x in (law.low, law.high)]
        low, high = ends if (factor > 0) == (a > 0) else ends[::-1]
        found = Truncated(inner, low, high)
    return found if a == 1 and b == 0 else Affine(found, a, b)


_SIZES: dict[type, str] = {
    Gaussian: "sigma",
    Laplace: "scale",
    Uniform: "half_width",
    Gamma: "scale",
    Pareto: "minimum",
    Rayleigh: "sigma",
    Weibull: "scale",
    Logistic: "scale",
    Gumbel: "scale",
    Cauchy: "scale",
}
"""The parameter that a positive factor multiplies, where there is one."""


def _image_of_table(table: Finite, factor: Fraction, shift: Fraction) -> Finite:
    if factor == 1 and shift == 0:
        return table
    return merged([(factor * x + shift, w) for x, w in table.atoms])


def merged(atoms: Sequence[tuple[Fraction, Fraction]]) -> Finite:
    """The table of these values, each once, in increasing order.

    >>> merged([(Fraction(1), Fraction(1, 2)), (Fraction(1), Fraction(1, 2))]).atoms
    ((Fraction(1, 1), Fraction(1, 1)),)
    """
    mass: dict[Fraction, Fraction] = {}
    for x, w in atoms:
        mass[x] = mass.get(x, Fraction(0)) + w
    return Finite(tuple(sorted(mass.items())))


def mixed(parts: Sequence[tuple[CoordinateLaw, Fraction]]) -> CoordinateLaw:
    """The mixture in its one form: nested mixtures flattened, equal parts and all tables merged, parts sorted.

    Raises ValueError for weights that are not positive or do not sum to 1.
    """
    weights = [w for _, w in parts]
    if not parts or min(weights) <= 0 or sum(weights) != 1:
        raise ValueError(f"the weights of a mixture are positive and sum to 1; given {', '.join(map(str, weights))}")
    flat = [(law, w * v) for part, w in parts for law, v in _parts_of(part)]
    tables = [(law, w) for law, w in flat if law.atoms is not None]
    weight_of: dict[CoordinateLaw, Fraction] = {}
    for law, w in flat:
        if law.atoms is None:
            weight_of[law] = weight_of.get(law, Fraction(0)) + w
    if tables:
        total = sum((w for _, w in tables), Fraction(0))
        weight_of[merged([(x, v * w / total) for law, w in tables for x, v in law.atoms or ()])] = total
    ordered = sorted(weight_of.items(), key=lambda item: item[0].description)
    return ordered[0][0] if len(ordered) == 1 else CoordinateMixture(tuple(ordered))


def _parts_of(law: CoordinateLaw) -> Sequence[tuple[CoordinateLaw, Fraction]]:
    return law.parts if isinstance(law, CoordinateMixture) else ((law, Fraction(1)),)


def centre_of(coordinate: CoordinateLaw) -> Number | None:
    """The point the law is symmetric about; None where it is about none."""
    if isinstance(coordinate, Finite):
        mean = coordinate.moment(1)
        shifted = Finite(tuple((x - mean, w) for x, w in coordinate.atoms))
        return mean if shifted.symmetric else None
    known = getattr(coordinate, "centre", None)
    return Fraction(0) if known is None and coordinate.symmetric else known


def point_mass(coordinate: CoordinateLaw, value: Number) -> Number:
    """`P(x = value)`.

    >>> point_mass(Finite(((Fraction(0), Fraction(1)),)), Fraction(0))
    Fraction(1, 1)
    """
    if coordinate.atoms is not None:
        return sum((w for x, w in coordinate.atoms if x == value), Fraction(0))
    mass: Any = getattr(coordinate, "mass", None)
    return Fraction(0) if mass is None else mass(value)


def expanded(value: Number) -> Number:
    """A sum in normal form, so that what is formally zero is 0."""
    return value if isinstance(value, (int, Fraction)) else value.expand()


def _some_odd_moment(law: CoordinateLaw) -> bool:
    end = law.moments_below
    orders = [n for n in range(1, HIGHEST_ODD + 1, 2) if end is None or n < end]
    return any(law.moment(n) != 0 for n in orders)
