"""Conclusions that are linear in the moments of `x_1`, as requirements for all distinct coordinates j (and k, l)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symbolic.decide.conditions import Polynomial, difference, polynomial_of, require_exact
from symbolic.decide.spans.instances import ONE, spread
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law
from symbolic.laws.coordinates import Number


@dataclass(frozen=True)
class Requirement:
    """`Σ c · pattern = value` for all distinct coordinates of its frame (j, or j and k, …).

    Every pattern has as many free indices as the frame has coordinates; an exponent 0 means the index is not used.
    Raises ValueError where one has another number, where a pattern stands twice or none stands, and for numbers that
    are not exact.
    """

    name: str
    frame: int
    combination: tuple[tuple[Pattern, Fraction], ...]
    value: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        patterns = [pattern for pattern, _ in self.combination]
        if not patterns or len(set(patterns)) < len(patterns):
            raise ValueError(f"a requirement is about moments, each named once: {self.name}")
        for pattern, factor in self.combination:
            if len(pattern.free) != self.frame:
                raise ValueError(f"{self.name}: {pattern.text} has {len(pattern.free)} free indices, not {self.frame}")
            require_exact(factor)
        require_exact(self.value)

    @property
    def latex(self) -> str:
        terms = (
            (f"{'-' if c < 0 else '+'} ", "" if abs(c) == 1 else str(abs(c)), p.latex) for p, c in self.combination
        )
        return f"{''.join(map(''.join, terms)).removeprefix('+ ')} = {self.value}"

    @property
    def homogeneous(self) -> bool:
        """Whether it holds of a law exactly where it holds of the law stretched by a number other than zero."""
        return self.value == 0 and len({pattern.degree for pattern, _ in self.combination}) == 1

    @property
    def form(self) -> dict[Pattern, Fraction]:
        constant = {ONE: -self.value} if self.value else {}
        return {**dict(self.combination), **constant}

    def polynomial(self, d: int) -> Polynomial:
        """The polynomial of which the requirement fixes the mean, at the first coordinates."""
        total: dict[tuple[int, ...], Fraction] = {}
        for pattern, c in self.combination:
            part = polynomial_of(pattern, tuple(range(self.frame)), d)
            total = difference(total, {powers: -c * factor for powers, factor in part.items()})
        return total

    def excess(self, law: Law, free: tuple[int, ...]) -> Number:
        """Left side minus right side at a law and concrete coordinates."""
        return sum((c * pattern.at(law, free) for pattern, c in self.combination), start=law.zero) - self.value


@dataclass(frozen=True)
class Conclusion:
    """Requirements that have to hold together; raises ValueError where there is none."""

    name: str
    requirements: tuple[Requirement, ...]

    def __post_init__(self) -> None:
        if not self.requirements:
            raise ValueError(f"the conclusion {self.name!r} requires nothing")

    @property
    def homogeneous(self) -> bool:
        """Whether every requirement is."""
        return all(requirement.homogeneous for requirement in self.requirements)


def moment_is(pattern: Pattern, value: Fraction | int = 0) -> Conclusion:
    """`pattern = value` for all distinct free indices.

    Raises ValueError unless there are one or two of them, and for a value that is not exact.
    """
    if not isinstance(pattern, Pattern):
        raise ValueError(f"a conclusion is about the moment of a Pattern, not {pattern!r}")
    require_exact(value)
    if len(pattern.free) not in (1, 2):
        raise ValueError(f"a conclusion is about one coordinate or two, not {len(pattern.free)}: {pattern.text}")
    requirement = Requirement(
        f"{pattern.text} = {value}", len(pattern.free), ((pattern, Fraction(1)),), Fraction(value)
    )
    return Conclusion(requirement.name, (requirement,))


def zero(pattern: Pattern) -> Requirement:
    """`pattern = 0` for all distinct free indices.

    >>> zero(Pattern((3, 1))).name
    'E[x_j^3 x_k] = 0'
    """
    return Requirement(f"{pattern.text} = 0", len(pattern.free), ((pattern, Fraction(1)),))


def alike(first: Pattern, second: Pattern) -> Requirement:
    """`first = second` for all distinct free indices, of which both have the same number; an exponent may be 0.

    Raises ValueError where they have not, and where the two are the same.

    >>> alike(Pattern((2, 4, 0)), Pattern((2, 0, 4))).name
    'E[x_j^2 x_k^4] = E[x_j^2 x_l^4]'
    """
    combination = ((first, Fraction(1)), (second, Fraction(-1)))
    return Requirement(f"{first.text} = {second.text}", len(first.free), combination)


def same_for_every(pattern: Pattern) -> Requirement:
    """A moment or a sum of moments of one coordinate is the same for every coordinate.

    Raises ValueError for a pattern with another number of free indices than one.

    >>> same_for_every(Pattern((4,))).name
    'E[x_j^4] is the same for every j'
    """
    if len(pattern.free) != 1:
        raise ValueError(f"what is the same for every j has one free index, not {len(pattern.free)}: {pattern.text}")
    return Requirement(f"{pattern.text} is the same for every j", 2, alike_at_both(((pattern, Fraction(1)),)))


def alike_at_both(combination: tuple[tuple[Pattern, Fraction], ...]) -> tuple[tuple[Pattern, Fraction], ...]:
    """A combination at the coordinate j, less the same at k: zero where it is the same for every coordinate."""
    total: dict[Pattern, Fraction] = {}
    for pattern, c in combination:
        for place, sign in ((0, 1), (1, -1)):
            for key, count in spread(pattern, (place,), 2):
                total[key] = total.get(key, Fraction(0)) + sign * count * c
    return tuple((key, c) for key, c in total.items() if c)
