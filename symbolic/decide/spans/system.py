"""Hypotheses as linear forms in moment patterns, seen from the coordinates of a conclusion: what is left of a form.

What is known to vanish (families, sign flips) is struck out, powers are reduced where coordinates take finitely many
values, and for exchangeable laws patterns with the same exponents are identified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions import Condition
from symbolic.decide.conditions.symmetries import Independent, Permutations, Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.spans.instances import ELSEWHERE, ONE, Form, Instance, elsewhere_count
from symbolic.expectation.moments import Pattern, falling


@dataclass(frozen=True)
class System:
    """Hypotheses seen from a frame, in every dimension or in one; a family is asked for the moments of `orders`."""

    hypotheses: Hypotheses
    frame: int
    size: int | None = None
    orders: tuple[int, ...] = ()

    @staticmethod
    def about(hypotheses: Hypotheses, requirement: Requirement, size: int | None = None) -> System:
        """What is seen from the frame of a requirement, with the orders that it names."""
        orders = {power for pattern, _ in requirement.combination for power in pattern.exponents}
        return System(hypotheses, requirement.frame, size, tuple(sorted(orders)))

    def instances(self) -> tuple[Instance, ...]:
        """Every instance that says something here; those inside the frame first, since they need no division by d."""
        return tuple(instance for instance, _ in _instances(self))

    def rows(self) -> list[Form]:
        """The reduced forms of the instances."""
        return [form for _, form in _instances(self)]

    def reduced(self, form: Mapping[Pattern, object]) -> Form:
        """The form modulo everything the hypotheses say of single patterns."""
        out: Form = {}
        for pattern, c in form.items():
            for key, factor in self._normal(pattern):
                if not self._vanishes(key):
                    out[key] = out.get(key, sympy.Integer(0)) + factor * self.at_size(sympy.sympify(c))
        return {key: value for key, c in out.items() if (value := sympy.expand(c)) != 0}

    def at_size(self, value: sympy.Expr) -> sympy.Expr:
        return value if self.size is None else value.subs(d, self.size)

    def _vanishes(self, pattern: Pattern) -> bool:
        return self._has_no_room(pattern) or any(self.hypotheses.covers(factor) for factor in self._factors(pattern))

    def _has_no_room(self, pattern: Pattern) -> bool:
        return self.size is not None and len(pattern.summed) > self.size - self.frame

    def _factors(self, pattern: Pattern) -> tuple[Pattern, ...]:
        """Moments that make the moment zero where one of them is: itself, and its factors where it is a product."""
        apart = pattern.exponents if self.hypotheses.of_kind(Independent) else ()
        return (_without_zeros(pattern), *(Pattern((power,)) for power in dict.fromkeys(apart) if power))

    def used(self, *forms: Mapping[Pattern, object]) -> tuple[str, ...]:
        """What is used where these forms are reduced, in words: each hypothesis, and sums that are empty."""
        return tuple(dict.fromkeys(text for form in forms for pattern in form for text in self._used_for(pattern)))

    def _used_for(self, pattern: Pattern) -> Iterator[str]:
        values = self.hypotheses.of_kind(Values)
        if values and any(power >= len(values.closed) for power in pattern.exponents):
            yield values.text
        for key, _ in self._normal(pattern):
            if self._has_no_room(key):
                yield f"d = {self.size} leaves no further coordinates"
            conditions = (c for c in self.hypotheses.conditions for one in self._factors(key) if c.covers(one))
            if striking := next(conditions, None):
                yield striking.text
                yield from self._by_independence(striking, key)
            elif alike := self._alike(pattern, key):
                yield alike.text

    def _by_independence(self, striking: Condition, key: Pattern) -> Iterator[str]:
        independent = self.hypotheses.of_kind(Independent)
        if independent and not striking.covers(_without_zeros(key)):
            yield independent.text

    def _alike(self, pattern: Pattern, key: Pattern) -> Condition | None:
        """Why patterns with the same exponents have the same mean, where one is put for another."""
        other = key != ONE and key == _merged(pattern) and key.free != pattern.free
        return (self.hypotheses.of_kind(Independent) or self.hypotheses.of_kind(Permutations)) if other else None

    def _normal(self, pattern: Pattern) -> list[tuple[Pattern, sympy.Expr]]:
        parts = [(pattern, sympy.Integer(1))]
        if values := self.hypotheses.of_kind(Values):
            parts = [(key, self.at_size(c)) for key, c in _reduced_powers(pattern, values, self.frame)]
        if self.hypotheses.of_kind(Permutations) or self.hypotheses.of_kind(Independent):
            parts = [(_merged(key), c * self.at_size(_ways(key, self.frame))) for key, c in parts]
        return parts


@lru_cache(maxsize=64)
def _instances(system: System) -> tuple[tuple[Instance, Form], ...]:
    conditions = system.hypotheses.conditions
    found = (i for c in conditions for i in (*c.instances(system.frame), *c.instances_at(system.frame, system.orders)))
    ordered = sorted(found, key=lambda instance: instance.place.count("elsewhere"))
    return tuple((instance, form) for instance in ordered if (form := system.reduced(instance.form)))


def _without_zeros(pattern: Pattern) -> Pattern:
    return Pattern(tuple(power for power in pattern.free if power), pattern.summed)


def _ways(pattern: Pattern, frame: int) -> sympy.Expr:
    return elsewhere_count((ELSEWHERE,) * len(pattern.summed), frame) if pattern != ONE else sympy.Integer(1)


def _merged(pattern: Pattern) -> Pattern:
    """One name for all patterns of the same exponents, which have equal means under an exchangeable law."""
    return Pattern(tuple(sorted((power for power in pattern.exponents if power), reverse=True)))


@lru_cache(maxsize=20_000)
def _reduced_powers(pattern: Pattern, values: Values, frame: int) -> tuple[tuple[Pattern, sympy.Expr], ...]:
    """Each power replaced by its remainder; a summed index whose power becomes 0 counts the coordinates left for it."""
    if pattern == ONE:
        return ((ONE, sympy.Integer(1)),)
    remainders = [values.reduced(power) if power else (1,) for power in pattern.exponents]
    parts = []
    for powers in product(*([n for n, c in enumerate(remainder) if c] for remainder in remainders)):
        coefficient = prod((Fraction(r[n]) for r, n in zip(remainders, powers, strict=True)), start=Fraction(1))
        free, summed = powers[: len(pattern.free)], [n for n in powers[len(pattern.free) :] if n]
        idle = len(pattern.summed) - len(summed)
        count = falling(d - frame - len(summed), idle)
        key = Pattern(free, tuple(summed))
        parts.append((ONE if not any(key.exponents) else key, to_sympy(coefficient) * count))
    return tuple(parts)
