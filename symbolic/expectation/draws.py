"""Laws whose coordinates, but for the first few, are independent draws from one coordinate law: a part of mixtures.

A mixture of such laws is exchangeable beyond the first coordinates, and in each part a sum of mixed moments over places
is a product of coordinate moments times a polynomial in d. So they are combined with orbits in one linear program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

import flint

from symbolic.algebra.rationals import to_flint
from symbolic.expectation.orbits import Values, arrangements, shown_value


@dataclass(frozen=True)
class Draws:
    """Values of the first coordinates; every other is drawn by itself, with `signed` every sign after that.

    >>> two_or_minus_one = Draws((), ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3))))
    >>> two_or_minus_one.total((), (3, 3))  # d (d − 1) E[x³]²
    4*x^2 + (-4)*x
    """

    first: Values
    coordinate: tuple[tuple[Fraction, Fraction], ...]
    signed: bool = False

    @property
    def coordinates(self) -> int:
        """The smallest dimension that has room for it."""
        return len(self.first)

    @property
    def text(self) -> str:
        first = [f"x_{j + 1} = {shown_value(x, self.signed)}, " for j, x in enumerate(self.first)]
        *drawn, (last, _) = self.coordinate
        chances = [f"{shown_value(x, self.signed)} with probability {w}, " for x, w in drawn]
        others = "each other x_j" if first else "each x_j"
        rest = f"{'else ' if drawn else ''}{shown_value(last, self.signed)}"
        return f"({''.join(first)}{others} by itself {''.join(chances)}{rest})"

    @property
    def values(self) -> frozenset[Fraction]:
        """What a coordinate can be, up to its sign where signs are drawn."""
        return frozenset({*self.first, *(x for x, _ in self.coordinate)})

    def total(self, first: tuple[int, ...], elsewhere: tuple[int, ...]) -> flint.fmpq_poly:
        """The moment with these powers of the first coordinates, summed over distinct other coordinates."""
        if self.signed and any(power % 2 for power in (*first, *elsewhere)):
            return flint.fmpq_poly([0])
        front = prod((x**n for x, n in zip(self.first, first, strict=True) if n), start=Fraction(1))
        mean = prod((self._moments[n] for n in elsewhere), start=front) if front else front
        return arrangements(len(self.first), len(elsewhere)) * to_flint(mean)

    @cached_property
    def _moments(self) -> _Moments:
        return _Moments(self.coordinate)

    def chance(self, free: object) -> Fraction:
        """The probability that a coordinate that is not among the first is not zero."""
        return sum((w for x, w in self.coordinate if x), Fraction(0))

    def atoms(self, d: int) -> Iterator[tuple[Values, Fraction]]:
        """Every atom in dimension d, with its share of the weight."""
        for rest in product(self.coordinate, repeat=d - len(self.first)):
            point = (*self.first, *(x for x, _ in rest))
            signs = list(product(*((1, -1) if x and self.signed else (1,) for x in point)))
            share = prod((w for _, w in rest), start=Fraction(1, len(signs)))
            for one in signs:
                yield tuple(s * x for s, x in zip(one, point, strict=True)), share

    def size(self, d: int) -> int:
        """How many atoms there are in dimension d, at most."""
        signs = 2 if self.signed else 1
        most: int = (len(self.coordinate) * signs) ** (d - len(self.first)) * signs ** len(self.first)
        return most


class _Moments(dict[int, Fraction]):
    """Moments of a coordinate law, each computed once."""

    def __init__(self, coordinate: tuple[tuple[Fraction, Fraction], ...]) -> None:
        super().__init__()
        self.coordinate = coordinate

    def __missing__(self, n: int) -> Fraction:
        self[n] = sum((w * x**n for x, w in self.coordinate), Fraction(0))
        return self[n]
