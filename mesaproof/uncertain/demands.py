"""What a hypothesis demands of a law whose moments are only known to intervals: polynomials and their means.

A hypothesis that says "for all exponents" is asked for its lowest moments: one that is off refutes it, and none proves
it. A moment that is "the same for every j" is asked for as its difference from the mean over the coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import permutations
from typing import Any

from mesaproof.answers.asking import PAPER, answer, answered
from symbolic.decide.conditions import LOW_EXPONENTS, Condition, Equals, MixedMomentsVanish, SameForAll, polynomial_of
from symbolic.expectation.moments import Pattern, named

Monomial = tuple[int, ...]

TRIPLES_UP_TO = 10
"""In higher dimensions moments of three given coordinates are not looked at, and the report says so."""


@dataclass(frozen=True)
class Quantity:
    """A polynomial in the coordinates, whose mean is in question.

    >>> Quantity.of("", {(2, 0): 1, (0, 2): 1}).nonnegative
    True
    """

    name: str
    terms: tuple[tuple[Monomial, Fraction], ...]

    @staticmethod
    def of(name: str, polynomial: Mapping[Monomial, Any]) -> Quantity:
        """Terms in a fixed order, those with coefficient 0 left out."""
        return Quantity(name, tuple(sorted((powers, Fraction(c)) for powers, c in polynomial.items() if c)))

    @property
    def degree(self) -> int:
        return max((sum(powers) for powers, _ in self.terms), default=0)

    @property
    def nonnegative(self) -> bool:
        """Whether every term is a square with a positive coefficient."""
        return all(c > 0 and not any(n % 2 for n in powers) for powers, c in self.terms)


@dataclass(frozen=True)
class Demand:
    """One condition of a hypothesis: the mean of each quantity must be its value."""

    text: str
    asked: tuple[tuple[Quantity, Fraction], ...]
    whole: bool = True
    """Whether the quantities say all that the condition says."""


def hypotheses_at(d: int) -> dict[str, tuple[Demand, ...]]:
    """What every hypothesis that has a name demands in dimension d.

    >>> [len(demand.asked) for demand in hypotheses_at(3)["zheng2024/line-conditions"]]
    [3, 6, 6, 6, 3, 3, 3, 3]
    """
    return {
        key: tuple(demand(one, d) for one in found.conditions) for key, found in answer(PAPER, "hypotheses").items()
    }


@cache
def demand(condition: Condition, d: int) -> Demand:
    """What a condition demands in dimension d; raises TypeError for a kind that is not about moments."""
    if isinstance(condition, Equals):
        values = ((one, Fraction(condition.value)) for one in _everywhere(condition.pattern, d))
        return Demand(condition.text, _distinct(values))
    if isinstance(condition, SameForAll):
        return Demand(condition.text, _distinct((one, Fraction(0)) for one in _contrasts(condition.pattern, d)))
    if isinstance(condition, MixedMomentsVanish):
        shown = [Pattern(powers) for powers in LOW_EXPONENTS if len(powers) < 3 or d <= TRIPLES_UP_TO]
        asked = (one for pattern in shown if condition.covers(pattern) for one in _everywhere(pattern, d))
        return Demand(condition.text, _distinct((one, Fraction(0)) for one in asked), whole=False)
    raise TypeError(f"a condition of the kind {type(condition).__name__} is not asked of a sample")


def moments_at(d: int) -> dict[str, tuple[Quantity, ...]]:
    """m2, κ1, κ2 and κ3 of every coordinate; κ3 is an empty sum where d = 1."""
    return {
        key: tuple(quantity(pattern, (j,), d) for j in range(d)) for key, pattern in answer(PAPER, "moments").items()
    }


@cache
def slope_at(d: int, T: int, a_power: int, b_power: int) -> Quantity:
    """The part with these powers of a and b of the derived gradient by `W_PV_12`, summed over its diagonal."""
    return Quantity.of(f"slope of the loss, a^{a_power} b^{b_power}", answered(PAPER, "slope", d, T, a_power, b_power))


def quantity(pattern: Pattern, free: tuple[int, ...], d: int) -> Quantity:
    """A pattern at concrete coordinates."""
    return Quantity.of(named(pattern, free), polynomial_of(pattern, free, d))


def _everywhere(pattern: Pattern, d: int) -> Iterator[Quantity]:
    return (quantity(pattern, free, d) for free in permutations(range(d), len(pattern.free)))


def _contrasts(pattern: Pattern, d: int) -> Iterator[Quantity]:
    each = [polynomial_of(pattern, (j,), d) for j in range(d)]
    for j, own in enumerate(each):
        total = {powers: Fraction(c) for powers, c in own.items()}
        for other in each:
            for powers, c in other.items():
                total[powers] = total.get(powers, Fraction(0)) - Fraction(c) / d
        yield Quantity.of(f"{named(pattern, (j,))} minus its mean over the coordinates", total)


def _distinct(asked: Iterator[tuple[Quantity, Fraction]]) -> tuple[tuple[Quantity, Fraction], ...]:
    """Each polynomial once, empty ones left out."""
    found: dict[tuple[tuple[Monomial, Fraction], ...], tuple[Quantity, Fraction]] = {}
    for one, value in asked:
        if one.terms:
            found.setdefault(one.terms, (one, value))
    return tuple(found.values())
