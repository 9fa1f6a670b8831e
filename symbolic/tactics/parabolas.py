"""Where functions of several letters are least that are parabolas in a product of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    equal,
    iff,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, quantified, rewritten, swapped, under

C, l, x, v = map(real, ("C", "l", "x", "v"))

OfLetters = Callable[..., Expression]


@cache
def above_least() -> Theorem:
    """`∀C > 0 ∀l, x, v: v = l + C x² ⇒ l ≤ v ∧ (v ≤ l ⇒ x = 0)`."""
    given = member(C, POSITIVE), *(member(each, REALS) for each in (l, x, v))
    form = equal(v, l + C * x**2)
    positive, equation = assumed(given[0])[-1], assume(form)
    above = signed(at_most(l, v), (positive, equation), products=((positive,),), squares=(x,))
    low = assume(at_most(v, l))
    rests = signed(equal(x, 0), (positive, equation, low), products=((positive,),))
    return under(conjoin(above, under(rests, at_most(v, l))), *given, form)


@dataclass(frozen=True)
class Parabola:
    """A function of letters that is `l + C (p − B)²`, where p is a product of letters and C is positive.

    `others` are as many letters more, and `reached` are values of the letters at which the product is B.
    """

    value: OfLetters
    product: OfLetters
    letters: tuple[Variable, ...]
    others: tuple[Variable, ...]
    best: Expression
    reached: tuple[Number, ...]

    @staticmethod
    def in_two(
        value: OfLetters, letters: tuple[Variable, ...], others: tuple[Variable, ...], best: Expression
    ) -> Parabola:
        """A function of two letters that is least where their product is the best one."""
        return Parabola(value, lambda a, b: a * b, letters, others, best, (best, 1))

    @property
    def formula(self) -> Expression:
        """At all letters: the function is nowhere smaller, if and only if the product is B."""
        least = at_most(self.value(*self.letters), self.value(*self.others))
        everywhere = quantified(least, *_reals(self.others))
        return quantified(iff(everywhere, equal(self.product(*self.letters), self.best)), *_reals(self.letters))

    def theorem(self, form: Theorem, positive: Theorem, facts: Facts = ()) -> Theorem:
        """It, from `∀letters: value = l + C (p − B)²` and `0 < C`; facts tell that divisors are not 0."""
        (everywhere, best) = parts(self._body, "iff")
        curved = belonging(parts(positive.conclusion, "less")[1], POSITIVE, (positive,))
        forms = [at(form, *each) for each in (self.letters, self.others, self.reached)]
        here, there = (_above(curved, each) for each in forms[:2])
        distance = identity(self.product(*self.reached) - self.best, 0, facts)
        same = identity(self.value(*self.reached), _least(forms[0]), facts, _at_no_distance(forms[2], distance))
        low = rewritten(same, at(assume(everywhere), *self.reached))
        rests = apply(part(1, here), low)
        forth = under(identity(self.product(*self.letters), self.best, facts, ((rests, 1),)), everywhere)
        none = identity(self.product(*self.letters) - self.best, 0, facts, ((assume(best), 1),))
        value = identity(self.value(*self.letters), _least(forms[0]), facts, _at_no_distance(forms[0], none))
        lower = rewritten(swapped(value), part(0, there))
        back = under(under(lower, *_reals(self.others)), best)
        return under(both_ways(forth, back), *_reals(self.letters))

    @property
    def _body(self) -> Expression:
        least = at_most(self.value(*self.letters), self.value(*self.others))
        return iff(quantified(least, *_reals(self.others)), equal(self.product(*self.letters), self.best))


def _reals(letters: tuple[Variable, ...]) -> tuple[Expression, ...]:
    return tuple(member(letter, REALS) for letter in letters)


def _least(form: Theorem) -> Expression:
    return parts(parts(form.conclusion, "equal")[1], "add")[0]


def _at_no_distance(form: Theorem, none: Theorem) -> tuple[tuple[Theorem, Number], ...]:
    """The equations by which the value is l where `p − B = 0`."""
    curvature, square = parts(parts(parts(form.conclusion, "equal")[1], "add")[1], "multiply")
    (distance,) = parts(square, "power")
    return (form, 1), (none, curvature * distance)


def _above(curved: Theorem, form: Theorem) -> Theorem:
    """`l ≤ v`, and `v ≤ l ⇒ p − B = 0`."""
    value, form_of_it = parts(form.conclusion, "equal")
    least, bent = parts(form_of_it, "add")
    (distance,) = parts(parts(bent, "multiply")[1], "power")
    return apply(at(above_least(), curved, least, distance, value), form)


def completed(least: Number, curvature: Number, distance: Expression) -> Expression:
    """`l + C x²`, as forms of parabolas are written."""
    return written(least) + written(curvature) * distance**2
