"""Laws that put few values at places drawn at random on a constant background: one law for every d.

An orbit fixes the values of the first f coordinates, puts further values at uniformly drawn places among the others,
and gives all that remain one background value; with `signed`, every sign is then drawn by itself. Sums of mixed moments
over places are polynomials in d, so hypotheses are finitely many linear equations for the weights over Q[d].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from math import factorial, prod
from typing import Any

import flint
import sympy

from symbolic.algebra.notation import d as dimension
from symbolic.algebra.rationals import to_flint, to_fraction, to_sympy
from symbolic.expectation.moments import falling

Values = tuple[Fraction, ...]

DIMENSION = flint.fmpq_poly([0, 1])
"""The dimension as a polynomial in itself."""


@dataclass(frozen=True)
class Orbit:
    """Values of the first coordinates, values at random places among the others, and the value everywhere else.

    >>> Orbit((), (Fraction(1), Fraction(2))).total((), (2, 4))  # Σ_{r ≠ s} x_r² x_s⁴
    20
    """

    first: Values
    others: Values
    background: Fraction = Fraction(0)
    signed: bool = False

    @property
    def coordinates(self) -> int:
        """The smallest dimension that has room for it."""
        return len(self.first) + len(self.others)

    @property
    def text(self) -> str:
        first = [f"x_{j + 1} = {self._shown(x)}" for j, x in enumerate(self.first)]
        others = [f"{', '.join(map(self._shown, self.others))} at random {self._where}"] if self.others else []
        named = bool(first or others)
        rest = [f"{self._shown(self.background)} elsewhere"] if named and self.background else []
        return f"({', '.join([*first, *others, *rest]) or f'all x_j = {self._shown(self.background)}'})"

    def _shown(self, value: Fraction) -> str:
        return shown_value(value, self.signed)

    @property
    def values(self) -> frozenset[Fraction]:
        """What a coordinate can be, up to its sign where signs are drawn."""
        return frozenset({*self.first, *self.others, self.background})

    def chance(self, free: Any) -> Any:
        """The probability that one of `free` coordinates, those that are not among the first, is not zero."""
        filled = sum(1 for x in self.others if x)
        return (filled + (free - len(self.others) if self.background else 0)) / free

    def atoms(self, d: int) -> Iterator[tuple[Values, Fraction]]:
        """Every atom in dimension d, with its share of the weight."""
        points = list(self.points(d))
        return ((point, Fraction(1, len(points))) for point in points)

    def size(self, d: int) -> int:
        """How many atoms there are in dimension d."""
        free = d - len(self.first)
        alike = [self.others.count(x) for x in {*self.others}]
        spread = factorial(free) // factorial(free - len(self.others)) // prod(map(factorial, alike))
        filled = sum(1 for x in (*self.first, *self.others) if x) + (free - len(self.others)) * bool(self.background)
        return spread * (2**filled if self.signed else 1)

    @property
    def _where(self) -> str:
        return ("other " if self.first else "") + ("place" if len(self.others) == 1 else "places")

    def total(self, first: tuple[int, ...], elsewhere: tuple[int, ...]) -> flint.fmpq_poly:
        """The moment with these powers of the first coordinates, summed over distinct other coordinates."""
        return _total(self, first, tuple(sorted(elsewhere)))

    def points(self, d: int) -> Iterator[Values]:
        """Every atom in dimension d, all of the same weight."""
        for rest in sorted(self._arranged(d - len(self.first))):
            point = (*self.first, *rest)
            for signs in product(*((1, -1) if x and self.signed else (1,) for x in point)):
                yield tuple(s * x for s, x in zip(signs, point, strict=True))

    def _arranged(self, size: int) -> Iterator[Values]:
        """Each arrangement once: equal values take their places together."""
        return _arrangements(self.others, self.background, size)


def shown_value(value: Fraction, signed: bool) -> str:
    """A value, or both of its signs."""
    return f"±{value}" if signed and value else str(value)


def _arrangements(values: Values, background: Fraction, size: int) -> Iterator[Values]:
    if not values:
        yield (background,) * size
        return
    value, alike = values[0], values.count(values[0])
    for rest in _arrangements(tuple(x for x in values if x != value), background, size - alike):
        for places in combinations(range(size), alike):
            others = iter(rest)
            yield tuple(value if place in places else next(others) for place in range(size))


@lru_cache(maxsize=200_000)
def _total(orbit: Orbit, first: tuple[int, ...], elsewhere: tuple[int, ...]) -> flint.fmpq_poly:
    if orbit.signed and any(power % 2 for power in (*first, *elsewhere)):
        return flint.fmpq_poly([0])
    front = prod((x**n for x, n in zip(orbit.first, first, strict=True) if n), start=Fraction(1))
    total = flint.fmpq_poly([0])
    for count in range(len(elsewhere) + 1 if orbit.background else 1) if front else ():
        for chosen in combinations(range(len(elsewhere)), count):
            behind = prod((orbit.background ** elsewhere[n] for n in chosen), start=front)
            ahead = _placed(orbit.others, tuple(p for n, p in enumerate(elsewhere) if n not in chosen))
            if behind and ahead:
                total += arrangements(len(orbit.first) + len(orbit.others), count) * to_flint(behind * ahead)
    return total


@lru_cache(maxsize=20_000)
def _placed(values: Values, powers: tuple[int, ...]) -> Fraction:
    """Sum over ordered choices of distinct values of the product of their powers.

    Value by value: `sums[taken]` is the sum in which the values so far have got these of the powers.
    """
    sums = {frozenset[int](): Fraction(1)}
    for x in values if len(powers) <= len(values) else ():
        longer = dict(sums)
        for taken, total in sums.items():
            for n in range(len(powers)):
                if n not in taken:
                    longer[taken | {n}] = longer.get(taken | {n}, Fraction(0)) + total * x ** powers[n]
        sums = longer
    return sums.get(frozenset(range(len(powers))), Fraction(0))


@lru_cache(maxsize=256)
def arrangements(taken: int, count: int) -> flint.fmpq_poly:
    """Ordered choices of that many of the places that are left, as a polynomial in the dimension.

    >>> arrangements(1, 2)  # (d − 1)(d − 2)
    x^2 + (-3)*x + 2
    """
    ways: flint.fmpq_poly = flint.fmpq_poly([1]) * falling(DIMENSION - taken, count)
    return ways


def as_expression(polynomial: flint.fmpq_poly) -> sympy.Expr:
    """A polynomial in the dimension as a SymPy expression."""
    return sympy.Add(*(to_sympy(to_fraction(c)) * dimension**n for n, c in enumerate(polynomial.coeffs())))
