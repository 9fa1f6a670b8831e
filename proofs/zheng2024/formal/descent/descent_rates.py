"""How fast `c1 − c2 ab` shrinks along a run with small steps, and how short the steps become."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.descent_kept import (
    begins,
    now,
    parts_of,
    stepping,
)
from proofs.zheng2024.formal.descent.descent_runs import (
    CONSTANTS,
    SMALL,
    M,
    force,
    point,
    spread,
    total,
)
from proofs.zheng2024.formal.descent.descent_step import h
from proofs.zheng2024.formal.scalars.scalar_flow import c1, c2
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    less,
)
from symbolic.tactics.dynamics.contractions import PLACE, Contraction, from_1
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import positive, signed
from symbolic.tactics.steps import (
    at,
    under,
)


def ratio(place: Expression) -> Expression:
    """What the step multiplies F by."""
    one, other = point(place)
    return 1 - h * c2 * (one**2 + other**2 + h * (one * other) * force(c1, c2, place))


def value(sign: int, place: Number) -> Expression:
    """`F` or `−F` before a step."""
    return sign * force(c1, c2, place)


BELOW, PAST = less(0, force(c1, c2, 1)), at_most(force(c1, c2, 1), 0)


@cache
def kept_below() -> Theorem:
    """`∀n: 0 < F ∧ (a + b)² ≤ (a + b)(a + b)` of the start with the one before a step, from `0 < F` at the start."""

    def says(place: Expression) -> Expression:
        return conjunction(less(0, force(c1, c2, place)), at_most(M * M, M * total(place)))

    base = conjoin(assume(BELOW), signed(at_most(M * M, M * total(1))))
    moves, over = now()[2], now()[10]
    positive, grown = parts_of(assume(says(n)))
    forced = signed(
        at_most(M * total(n), M * total(n + 1)),
        (moves, positive, CONSTANTS[2], *stepping(assume(PLACE))),
        products=((CONSTANTS[2], positive, moves),),
        scales=(1, M),
    )
    step = conjoin(apply(over, positive), signed(at_most(M * M, M * total(n + 1)), (forced, grown)))
    return from_1(says, base, step)


@cache
def kept_past() -> Theorem:
    """`∀n: F ≤ 0`, from `F ≤ 0` at the start."""

    def says(place: Expression) -> Expression:
        return at_most(force(c1, c2, place), 0)

    moved, least = now()[7:9]
    before = assume(says(n))
    step = signed(says(n + 1), (moved, least, before), products=((least, before),))
    return from_1(says, assume(PAST), step)


@cache
def falls_below() -> Contraction:
    """`0 < F` shrinks at the rate `1 − h c2 (a + b)²/4`, `a + b` that of the start."""
    _, second, step = CONSTANTS
    _, _, _, _, _, _, _, moved, _, half, *_ = now()
    ahead, grown = parts_of(at(kept_below(), assume(PLACE)))
    rate = 1 - h * c2 * M**2 / 4
    longer = signed(at_most(M**2, total(n) ** 2), (grown,), squares=(total(n) - M,))
    one, other = point(n)
    slower = signed(
        at_most(ratio(n), rate),
        (half, longer, second, step),
        products=((step, second, longer), (step, second)),
        squares=(one - other,),
    )
    shrinks = signed(at_most(value(1, n + 1), rate * value(1, n)), (moved, slower, ahead), products=((slower, ahead),))
    above = signed(at_most(0, value(1, n)), (ahead,))
    first = assume(SMALL)
    x, y = point(1)
    low = signed(less(0, rate), (part(1, first), second, step), products=((step, second),), squares=(x - y,))
    high = signed(less(rate, 1), (begins(), second, step), products=((step, second, begins()),))
    return Contraction(
        lambda place: value(1, place),
        rate,
        under(shrinks, PLACE),
        under(above, PLACE),
        (low, high, positive(h * c2, CONSTANTS[1:])),
    )


@cache
def falls_past() -> Contraction:
    """`F ≤ 0` shrinks at the rate `1 − h c1`."""
    first, second, step = CONSTANTS
    moved, _, half = now()[7:10]
    negative = at(kept_past(), assume(PLACE))
    rate = 1 - h * c1
    one, other = point(n)
    slower = signed(
        at_most(ratio(n), rate),
        (half, negative, step, second),
        products=((step, negative), (step, second)),
        squares=(one - other,),
    )
    shrinks = signed(
        at_most(value(-1, n + 1), rate * value(-1, n)), (moved, slower, negative), products=((slower, negative),)
    )
    above = signed(at_most(0, value(-1, n)), (negative,))
    small_rate = part(0, assume(SMALL))
    half_c1 = signed(
        at_most(h * c1, written(1) / 2),
        (small_rate, first, step, second),
        products=((first, step),),
        squares=(h * c2 * spread(1),),
    )
    low = signed(less(0, rate), (half_c1,))
    high = signed(less(rate, 1), (first, step), products=((first, step),))
    return Contraction(
        lambda place: value(-1, place),
        rate,
        under(shrinks, PLACE),
        under(above, PLACE),
        (low, high, positive(h * c2, CONSTANTS[1:])),
    )


MOST = 1 + 1 / (h * c2)
"""What `|a|` and `|b|` stay below."""
LONGEST = h * MOST


def short_steps(run: Contraction, sign: int, component: int) -> Theorem:
    """`∀n: −K |F| ≤ a(n + 1) − a(n) ≤ K |F|`, or of b; `K = h (1 + 1/(h c2))`."""
    _, second, step = CONSTANTS
    length, nonnegative = now()[1], at(run.above, assume(PLACE))
    other = point(n)[1 - component]
    scale = positive(h * c2, (step, second))
    below = tuple(
        signed(
            at_most(each, MOST),
            (length, scale),
            products=((scale,), (length,)),
            squares=(other - written(s) / 2, point(n)[component]),
        )
        for each, s in ((other, 1), (-other, -1))
    )
    move = point(n + 1)[component] - point(n)[component]
    most = LONGEST * run.bound(n)
    used = (*stepping(assume(PLACE)), *below, step, nonnegative, scale)
    products = tuple((step, each, nonnegative) for each in below)
    both = (signed(goal, used, products=products) for goal in (at_most(-most, move), at_most(move, most)))
    return under(conjoin(*both), PLACE)
