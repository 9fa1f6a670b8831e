"""Every coordinate has the moments of a given coordinate law: infinitely many equations as one condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, takewhile

import sympy

from symbolic.decide.conditions import Condition, Constraint, Equals, Finding, values_taken
from symbolic.decide.spans.instances import Instance
from symbolic.expectation.moments import Pattern, choices, named
from symbolic.laws import IID, FamilyLaw, Law
from symbolic.laws.coordinates import CoordinateLaw, Number
from symbolic.laws.zeros import is_zero
from symbolic.typography import escape

INSTANCES_UP_TO = 8
"""Order up to which an endless family is written out for proofs; beyond, the orders of a conclusion are."""

COMPARED_UP_TO = 24
"""Order up to which two laws of infinite support are compared."""


@dataclass(frozen=True)
class MomentsOf(Condition):
    """`E x_j^r` is that of the coordinate law for every j and all orders from 1 (to `most`), except those in `but`.

    Raises ValueError where the law lacks a moment that is asked for, or has one that is not a rational number.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> MomentsOf(Gaussian(), but=(4,)).text
    'E[x_j^r] is that of gaussian(sigma=1) for every j and all r >= 1 except 4'
    """

    coordinate: CoordinateLaw
    most: int | None = None
    but: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "but", tuple(sorted(set(self.but))))
        if bad := [n for n in (*self.but, *([] if self.most is None else [self.most])) if not _is_order(n)]:
            raise ValueError(f"the order of a moment is a positive integer, not {bad[0]!r}")
        end = self.coordinate.moments_below
        if end is not None and any(n >= end for n in self.orders(int(end) + len(self.but) + 1)):
            raise ValueError(f"{self.coordinate.description} has moments below order {end} only: give a smaller `most`")
        for n in self.orders(INSTANCES_UP_TO):
            self.moment(n)

    @property
    def text(self) -> str:
        but = f" except {', '.join(map(str, self.but))}" if self.but else ""
        most = f"1 <= r <= {self.most}" if self.most else "r >= 1"
        return f"E[x_j^r] is that of {self.coordinate.description} for every j and all {most}{but}"

    @property
    def latex(self) -> str:
        but = rf" \text{{ except }} {', '.join(map(str, self.but))}" if self.but else ""
        most = rf"1 \le r \le {self.most}" if self.most else r"r \ge 1"
        name = escape(self.coordinate.description)
        moment = r"\mathbb{E}\left[x_{j}^{r}\right]"
        return rf"{moment} \text{{ is that of {name} for every }} j \text{{ and all }} {most}{but}"

    def moment(self, order: int) -> Fraction:
        """The moment that is asked for."""
        value = self.coordinate.moment(order)
        if isinstance(value, sympy.Rational):
            return Fraction(int(value.p), int(value.q))
        if not isinstance(value, (int, Fraction)):
            raise ValueError(f"E x^{order} of {self.coordinate.description} is not a rational number: {value}")
        return Fraction(value)

    def orders(self, up_to: int | None = None) -> Iterator[int]:
        """The orders that are asked for, in turn; all of them where no end is given."""
        ends = [end for end in (self.most, up_to) if end is not None]
        return (n for n in takewhile(lambda n: not ends or n <= min(ends), count(1)) if n not in self.but)

    def covers(self, pattern: Pattern) -> bool:
        powers = [power for power in pattern.exponents if power]
        asked = len(powers) == 1 and powers[0] in self.orders(powers[0])
        return asked and self.moment(powers[0]) == 0

    def instances(self, frame: int) -> Iterator[Instance]:
        for n in self.orders(INSTANCES_UP_TO if self.most is None else None):
            yield from Equals(Pattern((n,)), self.moment(n)).instances(frame)

    def instances_at(self, frame: int, orders: tuple[int, ...]) -> Iterator[Instance]:
        further = (n for n in orders if n > INSTANCES_UP_TO and self.most is None and n not in self.but)
        for n in further:
            yield from Equals(Pattern((n,)), self.moment(n)).instances(frame)

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        for n in self.orders(self.telling(len(heights))):
            for j in range(d):
                yield Constraint({tuple(n * (r == j) for r in range(d)): Fraction(1)}, self.moment(n))

    def telling(self, size: int) -> int:
        """An order up to which the equations say everything about a coordinate with so many values.

        If the coordinate law has infinite support, then for an even number m above every order left out
        `x^m Π (x − value)²` has mean zero under the one law and not under the other: the equations contradict each
        other. If it has finite support: where as many consecutive orders agree, beyond those left out, as there are
        values on both sides, the laws agree off zero (Vandermonde), and so do all orders.
        """
        skipped = max(self.but, default=0)
        if self.coordinate.atoms is not None:
            return skipped + size + len(self.coordinate.atoms)
        return 2 * size + (2 * (skipped // 2 + 1) if self.but else 0)

    def excludes_tables(self) -> bool:
        """All orders beyond those left out, of a law of infinite support: `telling` says why."""
        return self.most is None and self.coordinate.atoms is None

    def of(self, law: Law) -> Finding:
        if isinstance(law, FamilyLaw) and isinstance(law.family, IID) and law.family.coordinate == self.coordinate:
            return Finding(True, f"every coordinate is {self.coordinate.description}")
        compared = self._compared(law)
        for n in self.orders(compared or COMPARED_UP_TO):
            for free in choices(Pattern((n,)), law):
                value = Pattern((n,)).at(law, free)
                if not (zero := is_zero(value - _like(value, self.moment(n)))):
                    return Finding(zero, f"{named(Pattern((n,)), free)} = {value}, not {self.moment(n)}")
        if compared is None:
            return Finding(None, f"the moments agree up to order {COMPARED_UP_TO}; beyond that they were not compared")
        return Finding(True, self.text)

    def _compared(self, law: Law) -> int | None:
        """The order up to which the moments must be compared, when that settles all of them."""
        values = values_taken(law)
        if values is not None:
            return self.telling(len(values))
        return self.most


def _is_order(value: object) -> bool:
    return isinstance(value, int) and value >= 1


def _like(value: Number, expected: Fraction) -> Number:
    return sympy.Rational(expected.numerator, expected.denominator) if isinstance(value, sympy.Basic) else expected
