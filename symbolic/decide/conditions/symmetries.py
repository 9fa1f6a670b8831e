"""Conditions that are not single moment equations: sign flips, permutations, independence, a finite set of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

import sympy

from symbolic.algebra.surds import Surd, conjugates, rooted
from symbolic.decide.conditions import Condition, Constraint, Finding, values_taken
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms, FamilyLaw, Law, Point
from symbolic.laws.coordinates import Number


@dataclass(frozen=True)
class SignFlips(Condition):
    """Flipping the sign of any one coordinate leaves the law unchanged."""

    text = "the law is unchanged when any coordinate changes its sign"
    latex = r"(x_1, \dots, x_d) \text{ and } (x_1, \dots, -x_j, \dots, x_d) \text{ have the same law for every } j"

    def of(self, law: Law) -> Finding:
        return Finding(law.sign_symmetric, self.text if law.sign_symmetric else "a sign flip changes the law")

    def holds_of_multiples(self) -> bool:
        return True

    def covers(self, pattern: Pattern) -> bool:
        return any(power % 2 for power in pattern.exponents)

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        """All moments with an odd exponent vanish; those up to the number of values and mirrored values are enough."""
        values = {sign * height for height in heights for sign in (1, -1)}
        for powers in product(range(len(values)), repeat=d):
            if any(power % 2 for power in powers):
                yield Constraint({powers: Fraction(1)})


@dataclass(frozen=True)
class Permutations(Condition):
    """Permuting coordinates leaves the law unchanged: the coordinates are exchangeable."""

    text = "the coordinates are exchangeable"
    latex = r"(x_{\pi(1)}, \dots, x_{\pi(d)}) \text{ has the law of } x \text{ for every permutation } \pi"

    def of(self, law: Law) -> Finding:
        holds = law.exchangeable or (isinstance(law, Atoms) and _unchanged_by_swaps(law))
        return Finding(holds, self.text if holds else "a permutation of the coordinates changes the law")

    def holds_of_multiples(self) -> bool:
        return True

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        for powers in product(range(len(heights)), repeat=d):
            ordered = tuple(sorted(powers, reverse=True))
            if ordered != powers:
                yield Constraint({powers: Fraction(1), ordered: Fraction(-1)})


def _unchanged_by_swaps(law: Atoms) -> bool:
    """Neighbouring transpositions generate all permutations."""
    swapped = ((_swap(point, j), weight) for point, weight in law.mass.items() for j in range(law.d - 1))
    return all(law.mass.get(point) == weight for point, weight in swapped)


def _swap(point: Point, j: int) -> Point:
    return (*point[:j], point[j + 1], point[j], *point[j + 2 :])


@dataclass(frozen=True)
class Independent(Condition):
    """The coordinates are independent copies of one real random variable."""

    text = "the coordinates are independent and identically distributed"
    latex = r"x_1, \dots, x_d \text{ are independent and identically distributed}"

    def of(self, law: Law) -> Finding:
        if isinstance(law, FamilyLaw) and isinstance(law.family, IID):
            return Finding(True, self.text)
        if isinstance(law, Atoms):
            holds = _unchanged_by_swaps(law) and _is_product(law)
            return Finding(holds, self.text if holds else "the table is not a product of equal marginals")
        holds = law.d == 1 if isinstance(law.d, int) else False
        return Finding(holds, self.text if holds else f"the coordinates of {law.description} are dependent for d > 1")

    def holds_of_multiples(self) -> bool:
        return True

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        """Independence is not linear in the law; what is linear in it is exchangeability."""
        return Permutations().constraints(d, heights)


def _is_product(law: Atoms) -> bool:
    marginals: list[dict[Fraction, Fraction]] = [{} for _ in range(law.d)]
    for point, weight in law.mass.items():
        for j, value in enumerate(point):
            marginals[j][value] = marginals[j].get(value, Fraction(0)) + weight
    points = product(*(sorted(marginal) for marginal in marginals))
    return all(
        law.mass.get(point, Fraction(0))
        == prod((m[v] for m, v in zip(marginals, point, strict=True)), start=Fraction(1))
        for point in points
    )


@dataclass(frozen=True)
class Values(Condition):
    """Every coordinate takes only these values, almost surely.

    >>> Values((Fraction(-1), Fraction(1))).reduced(5)  # x⁵ = x
    (Fraction(0, 1), Fraction(1, 1))
    """

    values: tuple[Number, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("at least one value is needed")
        object.__setattr__(self, "values", tuple(sorted({_exact(value) for value in self.values})))

    @cached_property
    def closed(self) -> tuple[Number, ...]:
        """The values and their conjugates: all signs of all roots in them."""
        return tuple(sorted({image for value in self.values for image in conjugates(value)}))

    @property
    def text(self) -> str:
        return f"every coordinate is one of {', '.join(map(str, self.values))} almost surely"

    @property
    def latex(self) -> str:
        return rf"x_j \in \{{{', '.join(map(_latex, self.values))}\}} \text{{ almost surely for every }} j"

    def of(self, law: Law) -> Finding:
        taken = values_taken(law)
        if taken is None:
            infinite = isinstance(law, FamilyLaw) and isinstance(law.family, IID)
            return Finding(False if infinite else None, f"{law.description} has no small table of values")
        outside = sorted({x if (exact := rooted(x)) is None else exact for x in taken} - set(self.values))
        return Finding(not outside, f"x_j = {outside[0]} has positive probability" if outside else self.text)

    def holds_of_multiples(self) -> bool:
        return not any(self.values)

    def allows(self, point: Sequence[Number]) -> bool:
        return set(point) <= set(self.values)

    def reduced(self, power: int) -> tuple[Fraction, ...]:
        """Coefficients of `x^power` modulo `Π (x − value)`, constant first; with a root in a value its conjugates
        are factors as well, so that all coefficients are rational."""
        modulus = [Fraction(c) for c in _roots(self.closed)]
        size = len(modulus)
        remainder = [Fraction(int(n == 0)) for n in range(size)]
        for _ in range(power):
            top = remainder[-1]
            remainder = [Fraction(0), *remainder[:-1]]
            remainder = [r - top * m for r, m in zip(remainder, modulus, strict=True)]
        return tuple(remainder)


def _exact(value: Number) -> Number:
    """Raises ValueError for what is neither rational nor made of square roots."""
    found = rooted(value)
    if found is None and not isinstance(value, (float, str)):
        raise ValueError(f"a value is rational or made of square roots, as sqrt(2), not {value}")
    return Fraction(value) if found is None else found


def _latex(value: Number) -> str:
    return str(sympy.latex(sympy.sympify(value))) if isinstance(value, Surd) else str(value)


def _roots(values: tuple[Number, ...]) -> list[Number]:
    """Coefficients of the monic polynomial with these roots, constant first, without the leading one."""
    out: list[Number] = [Fraction(1)]
    for value in values:
        shifted = [Fraction(0), *out]
        out = [s - value * o for s, o in zip(shifted, [*out, Fraction(0)], strict=True)]
    return out[:-1]
