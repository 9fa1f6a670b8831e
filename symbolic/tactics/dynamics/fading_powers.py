"""Powers to a growing exponent: they tend to 0 where the base is less than 1 in modulus, and only there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from symbolic.core.expressions import Expression, Sort, fresh, opened, written
from symbolic.core.rules.convergence import comparison, continuity, ordered_limits
from symbolic.core.rules.integers import induction
from symbolic.core.rules.logic import apply, assume, parts
from symbolic.core.rules.membership import integral
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    equal,
    function,
    integers_from,
    less,
    member,
    raised,
    real,
    tends,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, replaced, rewritten, rewritten_limit, swapped, under

q, c, k = map(real, "qck")
NATURAL = integers_from(0)
COUNT, BASE, WEIGHT = member(k, NATURAL), member(q, REALS), member(c, REALS)
SMALL, LARGE = less(q**2, 1), at_most(1, q**2)

Exponent = Callable[[Expression], Expression]
"""An exponent by the number of a step; or what is said of that."""


def _every(says: Exponent, step: Callable[[Theorem, Facts], Theorem]) -> Theorem:
    """`∀k ∈ {0, 1, …}: A[k]`, from `q⁰ = 1` and step by step."""
    base = signed(says(written(0)), (power_to_nothing(q),), scales=(1, raised(q, 0)))
    before = assume(says(k))
    following = under(step(before, assumed(COUNT)), COUNT, before.conclusion)
    return induction(function(k, body=says(k)), integral(written(0)), base, following)


@cache
def falls() -> Theorem:
    """`∀q: q² < 1 ⇒ ∀k: (1 + k (1 − q²)) (qᵏ)² ≤ 1`."""
    room, power = 1 - q**2, raised(q, k)
    gap = signed(less(0, room), (assume(SMALL),))

    def says(count: Expression) -> Expression:
        return at_most((1 + count * room) * raised(q, count) ** 2, 1)

    def step(before: Theorem, facts: Facts) -> Theorem:
        goal = at_most((1 + (k + 1) * room) * (power * q) ** 2, 1)
        products = ((gap, gap), (gap, gap, facts[-1]))
        grown = signed(goal, (before, gap, facts[-1]), products=products, squares=(power,))
        return rewritten(swapped(next_power(q, facts[0])), grown)

    return under(_every(says, step), BASE, SMALL)


@cache
def stays() -> Theorem:
    """`∀q: 1 ≤ q² ⇒ ∀k: 1 ≤ (qᵏ)²`."""
    large, power = assume(LARGE), raised(q, k)

    def step(before: Theorem, facts: Facts) -> Theorem:
        grown = signed(at_most(1, (power * q) ** 2), (before, large), products=((before, large),))
        return rewritten(swapped(next_power(q, facts[0])), grown)

    return under(_every(lambda count: at_most(1, raised(q, count) ** 2), step), BASE, LARGE)


def fades(exponent: Exponent, natural: Theorem, grows: Theorem) -> Theorem:
    """`∀q: q² < 1 ⇒ q^e(k) → 0`, from `∀k: e(k) ∈ {0, 1, …}` and `∀k: k ≤ e(k)`."""
    room, power = 1 - q**2, raised(q, exponent(k))
    small, count = assume(SMALL), assume(COUNT)
    gap = signed(less(0, room), (small,))
    slow = at(apply(at(falls(), q), small), at(natural, count))
    longer = at(grows, count)
    close = signed(
        at_most(k * (power - 0) ** 2, 1 / room),
        (slow, gap, longer),
        products=((longer, gap), (gap,)),
        squares=(power,),
    )
    return under(comparison(tends(k, NATURAL, power, 0), under(close, COUNT)), BASE, SMALL)


def fades_only(exponent: Exponent, natural: Theorem) -> Theorem:
    """`∀q ∀c: 1 ≤ q² ⇒ (c q^e(k) → 0) ⇒ c = 0`, from `∀k: e(k) ∈ {0, 1, …}`: squares are at least c²."""
    large, term = assume(LARGE), c * raised(q, exponent(k))
    limit = assume(tends(k, NATURAL, term, 0))
    square = continuity(tends(k, NATURAL, term**2, written(0) ** 2), (limit,), ())
    least = continuity(tends(k, NATURAL, c**2, c**2), (), ())
    power = at(apply(at(stays(), q), large), at(natural, assume(COUNT)))
    below = under(signed(at_most(c**2, term**2), (power,), squares=(c,), products=((power,),)), COUNT)
    found = signed(equal(c, 0), (ordered_limits(least, square, below),), degree=2)
    return under(found, BASE, WEIGHT, LARGE, limit.conclusion)


def made_of(goal: Expression, *limits: Theorem) -> Theorem:
    """`R(f₁(x), …) → l`, from `fᵢ(x) → lᵢ` where `R(l₁, …) = l` is an identity; R without division."""
    domain, body, value = parts(goal, "tends")
    x = fresh(Sort.REAL, goal, *(limit.conclusion for limit in limits))
    term = opened(body, (x,))
    for limit in limits:
        _, fading, end = parts(limit.conclusion, "tends")
        term = replaced(term, opened(fading, (x,)), end)
    found = continuity(tends(x, domain, opened(body, (x,)), term), limits, ())
    return rewritten_limit(identity(term, value), found)


@cache
def powers_fade() -> Theorem:
    """`∀q: q² < 1 ⇒ q^k → 0`."""
    return fades(lambda count: count, under(assume(COUNT), COUNT), under(signed(at_most(k, k)), COUNT))


@cache
def powers_fade_only() -> Theorem:
    """`∀q ∀c: 1 ≤ q² ⇒ (c q^k → 0) ⇒ c = 0`."""
    return fades_only(lambda count: count, under(assume(COUNT), COUNT))
