"""That `(1 − x/n)^(2n)` and `(1 − x/n)^(2n − 1)` tend to `e^(−2x)`."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.entries import indicator_of_false, indicator_of_true
from symbolic.core.rules.logic import apply, assume, conjoin, deny, discharge, part
from symbolic.core.rules.membership import trichotomy
from symbolic.core.rules.powers import above_tangent, exponential_of_nothing, next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exponential,
    indicator,
    integers_from,
    less,
    member,
    raised,
    real,
    tends,
)
from symbolic.tactics.dynamics.fading import reciprocal_fades
from symbolic.tactics.exponential_function.exponential_signs import above_0, of_sum, reciprocal
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, rewritten, rewritten_limit, under, whichever

x, y = map(real, ("x", "y"))
FROM_1 = integers_from(1)
POWER, BEFORE = raised(1 - x / n, 2 * n), raised(1 - x / n, 2 * n - 1)


def share(count: Number, of: Expression = y) -> Expression:
    """`(1 − y)^k e^(k y)`."""
    return raised(1 - of, count) * exponential(written(count) * of)


@cache
def near_1() -> Theorem:
    """`∀y ∈ ℝ: y ≤ 1 ⇒ ∀k ∈ {0, 1, …}: 0 ≤ s ∧ s ≤ 1 ∧ 1 − k y² ≤ s` for `s = (1 − y)^k e^(k y)`.

    The next s is `(1 − y) e^y` times the last, which is at most 1 as `1 − y ≤ e^(−y)`, and at least `1 − y²`.
    """
    order = assume(at_most(y, 1))
    above, below, one = above_tangent(y), above_tangent(-y), at(reciprocal(), y)
    positive = at(above_0(), y)
    factor = (1 - y) * exponential(y)
    high = signed(at_most(factor, 1), (below, one, positive), products=((below, positive), (positive,)))
    low = signed(at_most(1 - y**2, factor), (order, above), products=((order, above),))
    sign = signed(at_most(0, factor), (order, positive), products=((order, positive),))

    def says(count: Expression) -> Expression:
        value = share(count)
        return conjunction(at_most(0, value), at_most(value, 1), at_most(1 - count * y**2, value))

    def base(goal: Expression) -> Theorem:
        empty = rewritten(identity(0, written(0) * y), exponential_of_nothing())
        value = modulo(equal(share(0), 1), (power_to_nothing(1 - y), empty))
        assert hasattr(goal, "parts")
        return conjoin(*(signed(each, (value,)) for each in goal.parts))

    def step(goal: Expression, facts: Facts) -> Theorem:
        power = next_power(1 - y, belonging(n, integers_from(0), facts))
        made = modulo(equal(share(n + 1), share(n) * factor), (power, of_sum(n * y, y, (n + 1) * y)))
        before = tuple(part(j, assume(says(n))) for j in range(3))
        known = (made, high, low, sign, *before)
        products = (before[0], sign), (before[0], high), (before[0], low)
        assert hasattr(goal, "parts")
        return conjoin(*(signed(each, known, products=products, squares=(y,)) for each in goal.parts))

    return under(under(by_induction(says, base, step), order.conclusion), member(y, REALS))


LIMIT = exponential(-2 * x)
"""`e^(−2x)`."""


def close(facts: Facts) -> Theorem:
    """`n (p − e^(−2x))² ≤ 4 x⁴ (e^(−2x))²` for `p = (1 − x/n)^(2n)` where `x ≤ n`: `0 ≤ 1 − p e^(2x) ≤ 2x²/n`."""
    one, more = signed(at_most(1, n), facts), signed(less(0, n), facts)
    small = signed(at_most(x / n, 1), (facts[-1], more), products=((more,),))
    found = at(apply(at(near_1(), x / n), small), belonging(2 * n, integers_from(0), facts))
    exponent = identity(2 * n * (x / n), 2 * x, (more,))
    high, low = (rewritten(exponent, part(j, found)) for j in (1, 2))
    rest = 1 - POWER * exponential(2 * x)
    below = signed(at_most(0, rest), (high,))
    above = signed(at_most(n * rest, 2 * x**2), (low, more), products=((low, more), (more,)))
    products = (above, above), (above, below, more), (more, one)
    near = signed(at_most(n * rest**2, 4 * x**4), (above, below, more, one), products=products, squares=(rest,))
    inverse = rewritten(identity(-(2 * x), -2 * x), at(reciprocal(), 2 * x))
    distance = n * (POWER - LIMIT) ** 2
    same = identity(
        distance, LIMIT**2 * (n * rest**2), using=((inverse, -(n * POWER * (POWER - LIMIT - LIMIT * rest))),)
    )
    return signed(at_most(distance, 4 * x**4 * LIMIT**2), (near, same), squares=(LIMIT,))


@cache
def to_exponential() -> Theorem:
    """`∀x ∈ ℝ: (1 − x/n)^(2n) → e^(−2x)` as n goes through `{1, 2, …}`; that is estimated where `x ≤ n`."""
    place, order = member(n, FROM_1), at_most(x, n)
    later = indicator(order)
    beginning = later * (POWER - LIMIT) + LIMIT
    goal = at_most(n * (beginning - LIMIT) ** 2, 4 * x**4 * LIMIT**2)

    def near(case: Facts) -> Theorem:
        there = indicator_of_true(signed(order, case))
        estimate = close((*assumed(place), signed(order, case)))
        distance = modulo(equal(n * (beginning - LIMIT) ** 2, n * (POWER - LIMIT) ** 2), (there,))
        return signed(goal, (distance, estimate))

    def before(case: Facts) -> Theorem:
        not_there = indicator_of_false(deny(order, signed(FALSE, (*case, assume(order)))))
        distance = modulo(equal(n * (beginning - LIMIT) ** 2, 0), (not_there,))
        return signed(goal, (distance,), squares=(x**2 * LIMIT,))

    everywhere = under(whichever(goal, trichotomy(x, n), near, near, before), place)
    estimated = comparison(tends(n, FROM_1, beginning, LIMIT), everywhere)
    same = modulo(equal(beginning, POWER), (indicator_of_true(assume(order)),))
    found = eventually(tends(n, FROM_1, POWER, LIMIT), estimated, under(discharge(order, same), place))
    return under(found, member(x, REALS))


@cache
def to_exponential_before() -> Theorem:
    """`∀x ∈ ℝ: (1 − x/n)^(2n − 1) → e^(−2x)` as n goes through `{1, 2, …}`: the power to 2n over `1 − x/n`."""
    place, far = member(n, FROM_1), at_most(x**2 + 1, n)
    facts = assumed(place, far)
    more = signed(less(0, n), facts)
    less_than = signed(less(x, n), facts, squares=(x - 1, x, written(1)))
    factor, in_limit = 1 - x / n, 1 - x * (1 / n)
    positive = signed(less(0, factor), (less_than, more), products=((less_than,), (more,)))
    also = signed(less(0, in_limit), (positive, more))
    power = next_power(factor, belonging(2 * n - 1, integers_from(0), facts))
    power = rewritten(identity(2 * n - 1 + 1, 2 * n), power)
    same = identity(POWER / in_limit, BEFORE, (also, more), ((power, 1 / in_limit),))
    later, end = under(discharge(far, same), place), LIMIT / (1 - x * 0)
    limits = at(to_exponential(), x), reciprocal_fades(n, 0, 1)
    nonzero = signed(less(0, 1 - x * 0))
    reached = continuity(tends(n, FROM_1, POWER / in_limit, end), limits, (nonzero,))
    found = eventually(tends(n, FROM_1, BEFORE, end), reached, later)
    return under(rewritten_limit(identity(end, LIMIT, (nonzero,)), found), member(x, REALS))
