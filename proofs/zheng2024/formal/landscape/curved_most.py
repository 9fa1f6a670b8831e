"""The largest second derivative of a form in six letters, in one dimension: the larger root of a quadratic equation."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import assume, both_ways, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    at_most,
    less,
    member,
    real,
    root,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, quantified, under

a, b, κ, N, H, H2, h = map(real, ("a", "b", "κ", "N", "H", "J", "h"))
STEPS = x, y, p, q, u, v = tuple(map(real, ("x", "y", "p", "q", "u", "v")))
"""A direction: by a and b, and by `W_PV_13`, `W_KQ_22`, `W_KQ_33`, `W_KQ_23`."""

WEIGHT = N + 2 * H + H2
SUM = N * (a**2 + 2 * b**2) + 2 * H * b**2 + H2 * b**2
PRODUCT = (N * H2 - H**2) * b**2 * (a**2 + b**2)
RADICAND = SUM**2 - 4 * PRODUCT
ROOT = root(RADICAND)
MOST = (SUM + ROOT) / 2
"""The largest second derivative over `E x⁶`."""


def form(across: Expression, entries: tuple[Expression, ...], other: Expression) -> Expression:
    """A second derivative: across the hyperbola, by three letters, and by the last one alone."""
    pp, pq, pu, qq, qu, uu = entries
    own = pp * p**2 + qq * q**2 + uu * u**2
    mixed = 2 * (pq * (p * q)) + 2 * (pu * (p * u)) + 2 * (qu * (q * u))
    return across * (b * x + a * y) ** 2 + own + mixed + other * v**2


ENTRIES = (
    a**2 * N,
    a * b * (N + H),
    a * b * N,
    b**2 * WEIGHT,
    b**2 * (N + H),
    b**2 * N,
)
FORM = form(N, ENTRIES, b**2 * WEIGHT)
LENGTH = x**2 + y**2 + p**2 + q**2 + u**2 + v**2

GIVEN = (
    *(member(each, REALS) for each in (a, b, N, H, H2)),
    less(0, κ),
    less(0, N),
    at_most(0, H),
    at_most(0, H2),
    less(0, b**2),
)
DIRECTION = tuple(member(each, REALS) for each in STEPS)
BELOW = quantified(at_most(h * (κ * FORM), 2 * LENGTH), *DIRECTION)
"""h times every second derivative is at most 2."""

DIVISOR = κ * (SUM + ROOT)
LARGEST_STEP = 4 / DIVISOR


R2 = a**2 + b**2
MIXED = (N + H) * b
ABOVE = MOST - N * R2


@cache
def known() -> Facts:
    """`0 < b²`, `0 < a² + b²`, `√² = …`, `0 < λ − N (a² + b²)`, and the equation that λ solves."""
    _, length, first, _, square = map(assume, GIVEN[5:])
    wide = signed(less(0, R2), (square,), squares=(a,))
    apart = N * R2 - b**2 * WEIGHT
    inside = identity(RADICAND, apart**2 + 4 * R2 * MIXED**2)
    not_below = signed(at_most(0, RADICAND), (inside, wide), products=((wide,),), squares=(apart, MIXED))
    low, same = conjuncts(square_root(not_below))
    both = signed(less(0, N + H), (length, first))
    more = signed(less(0, R2 * MIXED**2), (wide, both, square), products=((wide, square, both, both),))
    above = signed(less(0, ABOVE), (low, same, inside, more), degree=2, products=((low,),))
    solves = identity(ABOVE * (MOST - b**2 * WEIGHT), R2 * MIXED**2, using=((same, written(1) / 4),))
    return square, wide, same, above, solves, not_below


@cache
def is_defined() -> Theorem:
    """The radicand is not negative, and what 4 is divided by is positive."""
    positive = signed(less(0, SUM + ROOT), (most_positive(),))
    divisor = signed(less(0, DIVISOR), (assume(GIVEN[5]), positive), products=((assume(GIVEN[5]), positive),))
    return under(conjoin(known()[-1], divisor), member(κ, REALS), *GIVEN)


@cache
def most_positive() -> Theorem:
    """`0 < λ`."""
    _, wide, _, above, *_ = known()
    length = assume(GIVEN[6])
    return signed(less(0, MOST), (above, length, wide), products=((length, wide),))


@cache
def below() -> Theorem:
    """`∀direction`: the form is at most λ times the squared length."""
    _, wide, _, above, solves, _ = known()
    length = assume(GIVEN[6])
    more = signed(at_most(0, R2 * MIXED**2), (wide,), products=((wide,),), squares=(MIXED,))
    other = signed(at_most(0, MOST - b**2 * WEIGHT), (above, solves, more), products=((above,),))
    across = MOST * (x**2 + y**2) - N * (b * x + a * y) ** 2
    first = signed(at_most(0, across), (above, length), products=((above,), (length,)), squares=(x, y, a * x - b * y))
    last = signed(at_most(0, (MOST - b**2 * WEIGHT) * v**2), (other,), products=((other,),), squares=(v,))
    three = MOST * (p**2 + q**2 + u**2) - form(written(0), ENTRIES, written(0))
    way, side = a * p + b * u, b * p - a * u
    square = ABOVE * MOST * side**2 + (ABOVE * way - MIXED * R2 * q) ** 2
    scaled = identity(ABOVE * R2 * three, square, using=((solves, R2 * q**2),))
    positive = most_positive()
    known_ = above, wide, scaled, positive
    products = (above, wide), (above, positive)
    second = signed(at_most(0, three), known_, products=products, squares=(side, ABOVE * way - MIXED * R2 * q))
    sum_of = identity(MOST * LENGTH - FORM, across + three + (MOST - b**2 * WEIGHT) * v**2)
    return under(signed(at_most(FORM, MOST * LENGTH), (sum_of, first, second, last)), *DIRECTION)


@cache
def theorem() -> Theorem:
    """`∀…`: h times all of them is at most 2 just where h is at most `2/(κ λ)`."""
    scale = assume(GIVEN[5])
    _, wide, _, above, solves, _ = known()
    step = assumed(member(h, POSITIVE))[-1]
    both = signed(less(0, SUM + ROOT), (most_positive(),))
    divisor = signed(less(0, DIVISOR), (scale, both), products=((scale, both),))
    steepest = written(0), written(0), MIXED * a, ABOVE, MIXED * b, written(0)
    low = at(assume(BELOW), *steepest)
    size = MIXED**2 * R2 + ABOVE**2
    small, great = parts(low.conclusion, "at_most")
    reached = identity(small, h * κ * MOST * size, using=((solves, -(h * κ * ABOVE)),))
    wide_size = signed(less(0, size), (above, wide), products=((above, above), (wide,)), squares=(MIXED,))
    one = signed(
        at_most(h * κ * MOST, 2), (low, reached, identity(great, 2 * size), wide_size), products=((wide_size,),)
    )
    forth = under(signed(at_most(h, LARGEST_STEP), (one, divisor), products=((divisor,),)), BELOW)
    premise = at_most(h, LARGEST_STEP)
    few = signed(at_most(h * κ * MOST, 2), (assume(premise), divisor), products=((assume(premise), divisor),))
    form_, squares = at(below(), *STEPS), signed(at_most(0, LENGTH), squares=STEPS)
    products = (step, scale, form_), (few, squares)
    known_ = form_, few, squares, step, scale
    goal = at_most(h * (κ * FORM), 2 * LENGTH)
    back = under(under(signed(goal, known_, products=products), *DIRECTION), premise)
    return under(both_ways(forth, back), member(κ, REALS), member(h, POSITIVE), *GIVEN)
