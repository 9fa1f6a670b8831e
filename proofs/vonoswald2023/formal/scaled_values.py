"""`F(u) = u (1 − u)²` between two numbers p and c below 1: when all its quotients there are less than c/p."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number, at_most, conjunction, implies, less, member, real
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import conjuncts, under, whichever

p, c, x, y = map(real, ("p", "c", "x", "y"))


def F(u: Number) -> Expression:
    """`u (1 − u)²`."""
    return written(u) * (1 - written(u)) ** 2


BETWEEN = at_most(p, x), at_most(x, c), at_most(p, y), at_most(y, c)
MIDDLE = conjunction(at_most(3 * p, 1), at_most(1, 3 * c))
"""The largest value of F, 4/27 at 1/3, is between the two numbers."""
OF_MIDDLE = implies(MIDDLE, less(4 * p, 27 * c**2 * (1 - c) ** 2))
OF_HIGH = implies(at_most(1, 3 * p), less(p + c, 1))
GIVEN = (less(0, p), less(p, c), less(c, 1), OF_MIDDLE, OF_HIGH, *BETWEEN)


def rises(low: Expression, high: Expression, order: Theorem, below: Theorem, small: Theorem) -> Theorem:
    """`F(a) ≤ F(b)` for `0 < a ≤ b` with `3b ≤ 1`."""
    slope = 1 - 2 * (high + low) + high**2 + high * low + low**2
    first = signed(at_most(0, 1 - high), (below, small, order))
    rest = signed(at_most(0, 2 - low - 2 * high), (below, order))
    third = signed(at_most(0, 1 - 3 * high), (below,))
    above = signed(at_most(0, slope), (first, rest, third, order), products=((first, third), (order, rest)))
    return signed(at_most(F(low), F(high)), (above, order), products=((above, order),))


def falls(low: Expression, high: Expression, order: Theorem, above: Theorem, below: Theorem) -> Theorem:
    """`F(b) ≤ F(a)` for `a ≤ b ≤ 1` with `1 ≤ 3a`."""
    slope = 1 - 2 * (high + low) + high**2 + high * low + low**2
    large, room = signed(at_most(0, low), (above,)), signed(at_most(0, 1 - high), (below,))
    products = (above, room), (order, room), (order, large)
    least = signed(at_most(slope, 0), (above, order, room, large), products=products)
    return signed(at_most(F(high), F(low)), (least, order), products=((least, order),))


def falls_more(low: Expression, high: Expression, order: Theorem, above: Theorem, below: Theorem) -> Theorem:
    """`F(b) < F(a)` for `a < b < 1` with `1 ≤ 3a`."""
    slope = 1 - 2 * (high + low) + high**2 + high * low + low**2
    large, room = signed(less(0, low), (above,)), signed(less(0, 1 - high), (below,))
    products = (above, room), (order, room), (order, large)
    least = signed(less(slope, 0), (above, order, room, large), products=products)
    return signed(less(F(high), F(low)), (least, order), products=((least, order),))


@cache
def beside_ends() -> Theorem:
    """`p F(x) < c F(p)` and `p F(x) < c F(c)`."""
    small, wide, short, middle, high, low_x, high_x, *_ = map(assume, GIVEN)
    goals = less(p * F(x), c * F(p)), less(p * F(x), c * F(c))
    goal = conjunction(*goals)
    rest_c, rest_p = signed(less(0, 1 - c), (short,)), signed(less(0, 1 - p), (short, wide))
    large = signed(less(0, c), (small, wide))

    def low(case: Facts) -> Theorem:
        below = signed(at_most(3 * c, 1), case)
        more = rises(x, c, high_x, below, small)
        products = (wide, rest_c), (wide, rest_p)
        slow = signed(less((1 - c) ** 2, (1 - p) ** 2), (wide, rest_c, rest_p), products=products)
        known = more, slow, small, large, wide, rest_c
        first = signed(goals[0], known, products=((small, more), (small, large, slow)))
        second = signed(goals[1], known, products=((small, more), (wide, large, rest_c, rest_c)))
        return conjoin(first, second)

    def beyond(case: Facts) -> Theorem:
        above = signed(at_most(1, 3 * c), case)

        def lower(case: Facts) -> Theorem:
            return between(above, case)

        return whichever(goal, trichotomy(3 * p, written(1)), lower, lower, upper)

    def between(above: Theorem, case: Facts) -> Theorem:
        below = signed(at_most(3 * p, 1), case)
        condition = apply(middle, conjoin(below, above))
        cube = signed(less(0, 4 - 3 * x), (high_x, short))
        most = signed(at_most(27 * F(x), 4), (cube,), products=((cube,),), squares=(3 * x - 1,))
        squares = (below, rest_p), (below,), (below, below)
        square = signed(at_most(written(4) / 9, (1 - p) ** 2), (below, rest_p), products=squares)
        products = (above, square), (below, below), (below,)
        least = signed(less(4, 27 * c * (1 - p) ** 2), (above, below, square, wide, rest_p), products=products)
        first = signed(goals[0], (most, least, small), products=((small, most), (small, least)))
        second = signed(goals[1], (most, condition, small), products=((small, most), (condition,)))
        return conjoin(first, second)

    def upper(case: Facts) -> Theorem:
        above = signed(at_most(1, 3 * p), case)
        condition = apply(high, above)
        more = falls(p, x, low_x, above, signed(at_most(x, 1), (high_x, short)))
        products = (large, rest_c), (small, rest_p)
        parts_ = signed(less(0, c * (1 - c) + p * (1 - p)), (large, rest_c, small, rest_p), products=products)
        known = more, condition, parts_, small, wide, rest_p
        first = signed(goals[0], known, products=((small, more), (wide, small, rest_p, rest_p)))
        second = signed(goals[1], known, products=((small, more), (wide, condition, parts_)))
        return conjoin(first, second)

    return whichever(goal, trichotomy(3 * c, written(1)), low, low, beyond)


@cache
def of_all() -> Theorem:
    """`∀p ∀c ∀x ∀y`: `p F(x) < c F(y)`, and `0 < F(y)`, which is at least F(p) or F(c)."""
    small, wide, short, *_, low_y, high_y = map(assume, GIVEN)
    first, second = conjuncts(beside_ends())
    large = signed(less(0, c), (small, wide))
    goal = less(p * F(x), c * F(y))

    def low(case: Facts) -> Theorem:
        more = rises(p, y, low_y, signed(at_most(3 * y, 1), case), small)
        return signed(goal, (first, more, large), products=((large, more),))

    def high(case: Facts) -> Theorem:
        more = falls(y, c, high_y, signed(at_most(1, 3 * y), case), signed(at_most(c, 1), (short,)))
        return signed(goal, (second, more, large), products=((large, more),))

    found = whichever(goal, trichotomy(3 * y, written(1)), low, low, high)
    above, rest = signed(less(0, y), (small, low_y)), signed(less(0, 1 - y), (high_y, short))
    positive_ = signed(less(0, F(y)), (above, rest), products=((above, rest, rest),))
    return under(conjoin(positive_, found), *(member(each, REALS) for each in (p, c, x, y)), *GIVEN)


@cache
def middle_of_short() -> Theorem:
    """`∀p ∀c: 4p < 27 c² (1 − c)²` where `p < c`, `3p ≤ 1 ≤ 3c` and `2c ≤ 1`."""
    given = less(p, c), at_most(3 * p, 1), at_most(1, 3 * c), at_most(2 * c, 1)
    wide, low, high, short = map(assume, given)
    half = c * (1 - c)
    share = written(2) / 9
    least = signed(at_most((c - written(1) / 3) / 6, half - share), (high, short), products=((high, short),))
    above = signed(at_most(share, half), (least, high))
    square = signed(at_most(12 * (half - share), 27 * half**2 - written(4) / 3), (above,), products=((above, above),))
    found = signed(less(4 * p, 27 * c**2 * (1 - c) ** 2), (square, least, low, wide))
    return under(found, member(p, REALS), member(c, REALS), *given)
