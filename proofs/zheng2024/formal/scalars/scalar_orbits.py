"""Along the reduced flow the product is an increasing function of the sum, and the sum moves one way only."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import (
    AT,
    FLOW,
    GIVEN,
    RATE,
    START,
    a0,
    b0,
    c1,
    c2,
    existence,
    keeps_sign,
    moving,
    slack,
    t,
)
from proofs.zheng2024.formal.scalars.scalar_limits import (
    ABOVE,
    BELONGS,
    C2_POSITIVE,
    SPREAD,
    TIME,
    A,
    B,
    limit,
    product_at_limit,
    side_kept,
    spread_at_limit,
    spread_conserved,
)
from proofs.zheng2024.formal.scalars.scalar_limits import BELOW as START_BELOW
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.flows import decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, cases, conjoin
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    POSITIVE,
    at_most,
    for_all,
    function,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, under, whichever

s, more, before = real("s"), real("r"), real("σ")
BELOW, PAST = at_most(a0 * b0, c1 / c2), at_most(c1 / c2, a0 * b0)
"""The product at the start is not above its limit, or not below."""


def on_orbit(sum: Expression) -> Expression:
    """`(s² − C²/s²)/4`, the product where the sum is s."""
    return (sum**2 - SPREAD**2 / sum**2) / 4


@cache
def increases() -> Theorem:
    """`∀s > 0 ∀r > 0: s < r ⇒ (s² − C²/s²)/4 < (r² − C²/r²)/4`."""
    places, order = (member(s, POSITIVE), member(more, POSITIVE)), less(s, more)
    (_, one), (_, other), (longer,) = assumed(places[0]), assumed(places[1]), assumed(order)
    squares = positive(s**2, (one,)), positive(more**2, (other,))
    wider = signed(less(s**2, more**2), (one, other, longer), products=((longer, one), (longer, other)))
    inverse = signed(at_most(1 / more**2, 1 / s**2), (wider, *squares), products=(squares,))
    goal = less(on_orbit(s), on_orbit(more))
    return under(signed(goal, (wider, inverse, *squares), products=((inverse,),), squares=(SPREAD,)), *places, order)


def product_on_orbit(sign: int, exist: Theorem) -> Theorem:
    """Where `0 < ±(a0 + b0)`, `∀t: ab = (s² − C²/s²)/4` with `s = a + b`."""
    summed = AT[0] + AT[1]
    side = at(side_kept(sign, exist), BELONGS)
    kept = at(spread_conserved(exist), BELONGS)
    squared = signed(less(0, summed**2), (side,), products=((side, side),))
    multiplier = (AT[0] ** 2 - AT[1] ** 2 + SPREAD) / (4 * summed**2)
    found = identity(AT[0] * AT[1], on_orbit(summed), (squared,), ((kept, -multiplier),))
    return under(found, TIME)


def not_past(up: bool, exist: Theorem) -> Theorem:
    """From `a0 b0 ≤ c1/c2`, `∀t: 0 ≤ c1 − c2 ab`; or where not `up` the same with both signs turned round."""
    sign, premise = (1, BELOW) if up else (-1, PAST)
    value, start = sign * slack(*AT), sign * slack(*START)
    one, other = (flow_start(component, exist) for component in START)
    using = (one, -sign * c2 * START[1]), (other, -sign * c2 * a0)
    same = identity(start, sign * slack(a0, b0), using=using)
    facts = assume(premise), C2_POSITIVE
    known = signed(at_most(0, start), (*facts, same), products=(facts,))
    goal = for_all(t, NONNEGATIVE, at_most(0, value))

    def kept(facts: Facts) -> Theorem:
        return under(signed(at_most(0, value), (at(keeps_sign(value, RATE, facts[0], exist), BELONGS),)), TIME)

    def absurd(facts: Facts) -> Theorem:
        return cases(goal, signed(FALSE, (known, facts[0])))

    return whichever(goal, trichotomy(start, written(0)), absurd, kept, kept)


def moves_one_way(up: bool, exist: Theorem) -> Theorem:
    """Where `0 < a0 + b0`: from `a0 b0 ≤ c1/c2` the sum never decreases, from `c1/c2 ≤ a0 b0` it never increases."""
    sign = 1 if up else -1
    summed = AT[0] + AT[1]
    facts = at(side_kept(1, exist), BELONGS), at(not_past(up, exist), BELONGS)
    slope = under(signed(at_most(moving(-sign * summed), 0), facts, products=(facts,)), TIME)
    order = decreasing(function(t, body=-sign * summed), slope, exist)
    earlier = member(before, NONNEGATIVE), TIME, at_most(before, t)
    found = apply(at(order, *(assume(each) for each in earlier[:2])), assume(earlier[2]))
    there = FLOW.at(before)
    sums = there[0] + there[1], summed
    return under(signed(at_most(*(sums if up else sums[::-1])), (found,)), BELOW if up else PAST, *earlier)


@cache
def reduced_flow_orbits() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: what is conserved, and how product and sum move where `a0 + b0` is not 0."""
    exist = existence()
    above = under(conjoin(product_on_orbit(1, exist), moves_one_way(True, exist), moves_one_way(False, exist)), ABOVE)
    found = conjoin(spread_conserved(exist), above, under(product_on_orbit(-1, exist), START_BELOW))
    return under(found, *GIVEN)


@cache
def orbits_meet_the_hyperbola() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: the product increases with s, and is c1/c2 at `s = ã + b̃`."""
    (one, _), (other, _) = limit(1), limit(-1)
    end = A + B
    squared = signed(less(0, end**2), (one, other), degree=2)
    multiplier = (A**2 - B**2 + SPREAD) / (4 * end**2)
    using = (spread_at_limit(), multiplier), (product_at_limit(), 1)
    there = identity(on_orbit(end), c1 / c2, (squared, C2_POSITIVE), using)
    return under(conjoin(increases(), there), *GIVEN)
