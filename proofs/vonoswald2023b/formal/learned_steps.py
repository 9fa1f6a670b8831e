"""Losses of a step from learned weights that are `1 + w²` times a parabola in η, and where such a loss is least."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    iff,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, quantified, rewritten, swapped, under

w, η, w1, η1, e, C, x, v = map(real, ("w", "eta", "w1", "eta1", "e", "C", "x", "v"))
POINT = member(η, REALS), member(w, REALS)
OTHER = member(η1, REALS), member(w1, REALS)


@cache
def scaled_parabola() -> Theorem:
    """`∀e > 0 ∀C > 0 ∀w, x, v: v = (1 + w²)(e + C x²) ⇒ e ≤ v ∧ (v ≤ e ⇒ w = 0 ∧ x = 0)`."""
    given = (*(member(each, POSITIVE) for each in (e, C)), *(member(each, REALS) for each in (w, x, v)))
    form = equal(v, (1 + w**2) * (e + C * x**2))
    least, curved = (assumed(each)[-1] for each in given[:2])
    facts, products = (least, curved, assume(form)), ((least,), (curved,))
    above = signed(at_most(e, v), facts, products=products, squares=(w, x, w * x))
    low = assume(at_most(v, e))
    rests = (signed(equal(each, 0), (*facts, low), products=products, squares=(w, x, w * x)) for each in (w, x))
    return under(conjoin(above, under(conjoin(*rests), low.conclusion)), *given, form)


@dataclass(frozen=True)
class LearnedStep:
    """A loss `(1 + w²) b(η)` where `b(η) = e + C (η − B)²`, e and C being positive; b is written as stated."""

    loss: Callable[..., Expression]
    bracket: Expression
    least: Expression
    curvature: Expression
    best: Expression

    @property
    def value(self) -> Expression:
        """At all w and η the loss, whose second factor is positive."""
        same = equal(self.loss(η, w), (1 + w**2) * self.bracket)
        return quantified(conjunction(same, less(0, self.bracket)), *POINT)

    @property
    def minimiser(self) -> Expression:
        """The loss is nowhere smaller, if and only if w = 0 and η is the best step."""
        lower = quantified(at_most(self.loss(η, w), self.loss(η1, w1)), *OTHER)
        return quantified(iff(lower, conjunction(equal(w, 0), equal(η, self.best))), *POINT)

    def share(self, stays: Expression) -> Expression:
        """What of the loss of predicting 0 stays at the best step."""
        return equal(self.loss(self.best, 0) / self.loss(0, 0), stays)

    def theorem(self, stays: Expression, derived: Callable[..., Theorem], signs: Facts) -> Theorem:
        """All three, from the derived loss and from signs: of e, of C, and of what is divided by."""
        form = self._form(derived, signs)
        positive = signed(
            less(0, self.bracket), (self._around(signs), *signs), products=((signs[1],),), squares=(η - self.best,)
        )
        same = identity(self.loss(η, w), (1 + w**2) * self.bracket, signs, ((derived(η, w), 1),))
        value = under(conjoin(same, positive), *POINT)
        none = self.divisor(derived, signs)
        using = (at(form, self.best, 0), 1 / self.loss(0, 0)), (at(form, 0, 0), -stays / self.loss(0, 0))
        share = identity(self.loss(self.best, 0) / self.loss(0, 0), stays, (*signs, none), using)
        return conjoin(value, self._least(form, signs), share)

    def divisor(self, derived: Callable[..., Theorem], signs: Facts) -> Theorem:
        """The loss of predicting 0 is positive."""
        return signed(less(0, self.loss(0, 0)), (derived(0, 0), *signs))

    def _around(self, signs: Facts) -> Theorem:
        """The bracket around the best step."""
        return identity(self.bracket, self.least + self.curvature * (η - self.best) ** 2, signs)

    def _form(self, derived: Callable[..., Theorem], signs: Facts) -> Theorem:
        around = (1 + w**2) * (self.least + self.curvature * (η - self.best) ** 2)
        return under(identity(self.loss(η, w), around, signs, ((derived(η, w), 1),)), *POINT)

    def _least(self, form: Theorem, signs: Facts) -> Theorem:
        """Where the loss is least, from its form."""
        there = self._above(form, signs, η1, w1)
        lower = quantified(at_most(self.loss(η, w), self.loss(η1, w1)), *OTHER)
        reached = at(form, self.best, 0)
        value = identity(self.loss(self.best, 0), self.least, signs, ((reached, 1),))
        low = rewritten(value, at(assume(lower), self.best, 0))
        rests = conjuncts(apply(part(1, self._above(form, signs, η, w)), low))
        forth = under(conjoin(rests[0], identity(η, self.best, signs, ((rests[1], 1),))), lower)
        best = assume(conjunction(equal(w, 0), equal(η, self.best)))
        here = self._at_best(form, conjuncts(best), signs)
        back = under(under(rewritten(swapped(here), part(0, there)), *OTHER), best.conclusion)
        return under(both_ways(forth, back), *POINT)

    def _at_best(self, form: Theorem, best: Facts, signs: Facts) -> Theorem:
        """The loss is e where w = 0 and η is the best step."""
        distance = η - self.best
        bent = self.least + self.curvature * distance**2
        using = (at(form, η, w), 1), (best[0], w * bent), (best[1], self.curvature * distance)
        return identity(self.loss(η, w), self.least, signs, using)

    def _above(self, form: Theorem, signs: Facts, *point: Number) -> Theorem:
        """`e ≤ loss`, and `loss ≤ e ⇒ w = 0 ∧ η − B = 0`."""
        η_, w_ = point
        ends = (
            belonging(each, POSITIVE, (sign,)) for each, sign in zip((self.least, self.curvature), signs, strict=False)
        )
        found = at(scaled_parabola(), *ends, w_, η_ - self.best, self.loss(*point))
        return apply(found, at(form, *point))
