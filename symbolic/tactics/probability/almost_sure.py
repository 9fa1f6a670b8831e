"""What holds for almost every draw of a law, and what means say of it."""

from __future__ import annotations

from functools import cache

from symbolic.core.definedness import where
from symbolic.core.expressions import Expression, Variable, opened
from symbolic.core.rules.facts import vanishing_mean
from symbolic.core.rules.logic import apply, assume, discharge, part, parts, rewrite
from symbolic.core.rules.means import mean_of_constant, ordered_means
from symbolic.core.rules.null_sets import follows_almost_surely
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, conjunction, equal, function, mean, member, real
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, swapped, under


def almost_surely(draw: Variable, law: Expression, theorem: Theorem, *given: Theorem) -> Theorem:
    """`B(x) for almost every x ∼ μ` from `x ∈ ℝ, A₁(x), … ⊢ B(x)` and each `Aᵢ(x) for almost every x ∼ μ`."""
    held = tuple(opened(parts(each.conclusion, "almost_every")[1], (draw,)) for each in given)
    together = conjunction(*held)
    for number, each in enumerate(held):
        theorem = apply(discharge(each, theorem), part(number, assume(together)))
    return follows_almost_surely(law, under(theorem, member(draw, where(law)), together), *given)


def nothing_in_the_mean(draw: Variable, vanishes: Theorem, finite: Theorem) -> Theorem:
    """`E f(x) = 0` from `f(x) = 0 for almost every x ∼ μ`, f being a polynomial, and enough moments of μ."""
    law, body = parts(vanishes.conclusion, "almost_every")
    zero = assume(opened(body, (draw,)))
    value, _ = parts(zero.conclusion, "equal")

    def compared(order: Expression) -> Theorem:
        found = rewrite(function(p, body=order), swapped(zero), signed(at_most(0, 0)))
        return ordered_means(almost_surely(draw, law, found, vanishes), finite)

    means = mean(draw, law, value), mean(draw, law, 0)
    orders = compared(at_most(p, 0)), compared(at_most(0, p))
    found = at(between(), *means)
    for each in (*orders, mean_of_constant(means[1])):
        found = apply(found, each)
    return found


p, q = map(real, "pq")


@cache
def between() -> Theorem:
    """`∀p ∀q: p ≤ q ⇒ q ≤ p ⇒ q = 0 ⇒ p = 0`."""
    premises = at_most(p, q), at_most(q, p), equal(q, 0)
    known = assumed(*premises)
    found = signed(equal(p, 0), known, products=((known[0], known[1]),), scales=(1, p, q))
    return under(found, member(p, REALS), member(q, REALS), *premises)


def vanishes_with(draw: Variable, vanishes: Theorem, signs: Theorem, zero: Theorem, finite: Theorem) -> Theorem:
    """`E g(x) = 0` from `E f(x) = 0`, `∀x ∈ ℝ: 0 ≤ f(x)` and `x ∈ ℝ, f(x) = 0 ⊢ g(x) = 0`, for polynomials f and g."""
    law, _ = parts(finite.conclusion, "member")
    surely = almost_surely(draw, law, zero, vanishing_mean(vanishes, signs, finite))
    return nothing_in_the_mean(draw, surely, finite)
