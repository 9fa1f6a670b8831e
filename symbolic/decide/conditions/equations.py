"""Single moment equations: a moment has a given value, or the same for every coordinate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from numbers import Rational

from symbolic.decide.conditions.condition import Condition, Constraint, Finding
from symbolic.decide.conditions.polynomials import difference, polynomial_of
from symbolic.decide.spans.instances import Instance, equal_to, same_for_all
from symbolic.expectation.moments import Pattern, choices, named
from symbolic.laws import Law


@dataclass(frozen=True)
class Equals(Condition):
    """`pattern = value` for every choice of distinct free indices.

    >>> from symbolic.laws import Ones
    >>> Equals(Pattern((3, 3))).of(Ones().at(2)).because
    'E[x_1^3 x_2^3] = 1'
    """

    pattern: Pattern
    value: Fraction | int = 0

    def __post_init__(self) -> None:
        require_exact(self.value)
        object.__setattr__(self, "value", Fraction(self.value))

    @property
    def text(self) -> str:
        return f"{self.pattern.text} = {self.value}"

    @property
    def latex(self) -> str:
        return rf"{self.pattern.latex} = {self.value}"

    def of(self, law: Law) -> Finding:
        for free in choices(self.pattern, law):
            if (value := self.pattern.at(law, free)) != self.value:
                return Finding(False, f"{named(self.pattern, free)} = {value}")
        return Finding(True, self.text)

    def holds_of_multiples(self) -> bool:
        return self.value == 0

    def instances(self, frame: int) -> Iterator[Instance]:
        return equal_to(self.pattern, Fraction(self.value), frame, self.text)

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        for free in permutations(range(d), len(self.pattern.free)):
            yield Constraint(polynomial_of(self.pattern, free, d), Fraction(self.value))


def require_exact(value: object) -> None:
    """Raises ValueError for the value of a moment that is not an integer or a `Fraction`."""
    if not isinstance(value, Rational):
        raise ValueError(f"the value of a moment is an integer or a Fraction, not {value!r}")


def vanishes(*free: int, over: tuple[int, ...] = ()) -> Equals:
    """The moment with these exponents of distinct free indices, summed over further ones, is zero."""
    return Equals(Pattern(free, over))


@dataclass(frozen=True)
class SameForAll(Condition):
    """`pattern`, with one free index, is finite and the same for every coordinate."""

    pattern: Pattern
    name: str = ""

    def __post_init__(self) -> None:
        if len(self.pattern.free) != 1:
            raise ValueError(f"SameForAll compares coordinates: one free index, not {self.pattern.free}")

    @property
    def text(self) -> str:
        return f"{self.name + ' = ' if self.name else ''}{self.pattern.text} is the same for every j"

    @property
    def latex(self) -> str:
        return rf"{self.pattern.latex} \text{{ is finite and the same for every }} j"

    def of(self, law: Law) -> Finding:
        values = [self.pattern.at(law, free) for free in choices(self.pattern, law)]
        for k, value in enumerate(values):
            if value != values[0]:
                first, other = named(self.pattern, (0,)), named(self.pattern, (k,))
                return Finding(False, f"{first} = {values[0]} but {other} = {value}")
        return Finding(True, f"{self.pattern.text} = {values[0]}")

    def holds_of_multiples(self) -> bool:
        return True

    def instances(self, frame: int) -> Iterator[Instance]:
        return same_for_all(self.pattern, frame, self.text)

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        first = polynomial_of(self.pattern, (0,), d)
        for j in range(1, d):
            yield Constraint(difference(first, polynomial_of(self.pattern, (j,), d)))
