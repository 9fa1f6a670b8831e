"""How large a number can be that is at most `c2 (a² + b²)` along the reduced flow, and that the distance decays so."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import (
    AT,
    FLOW,
    GIVEN,
    START,
    a0,
    b0,
    c1,
    c2,
    existence,
    moving,
    reduced_flow_tends,
    slack,
    t,
)
from proofs.zheng2024.formal.scalars.scalar_limits import (
    BELONGS,
    C1_POSITIVE,
    C2_POSITIVE,
    LATER,
    REST,
    SIZE,
    SPREAD,
    TIME,
    rate,
    reduced_flow_goes,
    spread_conserved,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, ordered_limits
from symbolic.core.rules.flows import decreasing, flow_start, stays_positive
from symbolic.core.rules.logic import apply, assume, cases, conjoin, either, excluded_middle, part
from symbolic.core.rules.membership import trichotomy
from symbolic.core.rules.powers import exponential_of_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    REALS,
    at_most,
    disjunction,
    equal,
    exponential,
    for_all,
    function,
    implies,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.exponential_function.exponential_signs import above_0, reciprocal
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, rewritten, under, whichever

m, s = real("m"), real("σ")
LENGTH, PRODUCT = AT[0] ** 2 + AT[1] ** 2, AT[0] * AT[1]
ANY = member(m, REALS)
FACTOR = for_all(t, NONNEGATIVE, at_most(m, c2 * LENGTH))
"""`∀τ: m ≤ c2 (a² + b²)`."""
OPPOSITE, ALIKE = less(a0 * b0, 0), at_most(0, a0 * b0)
ABOUT_SPREAD = disjunction(at_most(m, c2 * SPREAD), at_most(m, -(c2 * SPREAD)))
"""`m ≤ c2 |C|`."""


def decays(exist: Theorem) -> Theorem:
    """`∀τ: (c1 − c2 ab)² ≤ (c1 − c2 a0 b0)² e^(−2mτ)`, as their quotient decreases."""
    square, grows = slack(*AT) ** 2, exponential(2 * m * t)
    value = square * grows
    now, above = at(assume(FACTOR), BELONGS), at(above_0(), 2 * m * t)
    falling = signed(at_most(moving(value), 0), (now, above), products=((now, above),), squares=(slack(*AT),))
    falls = apply(at(decreasing(function(t, body=value), under(falling, TIME), exist), 0, BELONGS), LATER)
    for component in START:
        falls = rewritten(flow_start(component, exist), falls)
    falls = rewritten(identity(2 * m * written(0), 0), falls)
    inverse = rewritten(identity(-(2 * m * t), -2 * m * t), at(reciprocal(), 2 * m * t))
    fading, first = exponential(-2 * m * t), slack(a0, b0) ** 2
    positive = at(above_0(), -2 * m * t)
    once = identity(square, square * grows * fading, using=((inverse, -square),))
    begins = first * fading
    last = identity(first * exponential(0) * fading, begins, using=((exponential_of_nothing(), begins),))
    known = once, last, falls, positive
    return under(signed(at_most(square, begins), known, products=((falls, positive),)), TIME)


def at_the_start(exist: Theorem) -> Theorem:
    """`m ≤ c2 (a0² + b0²)`."""
    found = at(assume(FACTOR), 0)
    for component in START:
        found = rewritten(flow_start(component, exist), found)
    return found


def squared(kept: Theorem, above: Theorem) -> Theorem:
    """`m² ≤ c2² C² + 4 c2² (ab)²` at the time τ, where m is not negative."""
    now = at(assume(FACTOR), BELONGS)
    along = at(kept, BELONGS)
    squares = identity(LENGTH**2, SPREAD**2 + 4 * PRODUCT**2, using=((along, AT[0] ** 2 - AT[1] ** 2 + SPREAD),))
    size = signed(at_most(0, LENGTH), squares=AT)
    facts = now, squares, above, size, C2_POSITIVE
    products = (now, above), (now, size, C2_POSITIVE)
    most = c2**2 * (SPREAD**2 + 4 * PRODUCT**2)
    return signed(at_most(m**2, most), facts, products=products, scales=(1, c2**2))


def squared_at_limit(kept: Theorem, above: Theorem, product: Theorem, limit: Expression) -> Theorem:
    """`m² ≤ c2² C² + 4 c2² l²` where ab tends to l."""
    constant = continuity(tends(t, NONNEGATIVE, m**2, m**2), (), ())
    end = c2**2 * (SPREAD**2 + 4 * limit**2)
    along = continuity(tends(t, NONNEGATIVE, c2**2 * (SPREAD**2 + 4 * PRODUCT**2), end), (product,), ())
    return ordered_limits(constant, along, under(squared(kept, above), TIME))


def at_most_the_rate(kept: Theorem, first: Theorem) -> Theorem:
    """`m ≤ k` where `0 ≤ a0 b0`."""
    goal = at_most(m, SIZE)
    least, size, *_ = rate()

    def moves(case: Facts) -> Theorem:
        def above(sign: Facts) -> Theorem:
            more = signed(at_most(0, m), sign)
            product = apply(part(1, at(reduced_flow_tends(), *map(assume, GIVEN))), case[0])
            found = squared_at_limit(kept, more, product, c1 / c2)
            end = identity(c2**2 * (SPREAD**2 + 4 * (c1 / c2) ** 2), SIZE**2, (C2_POSITIVE,), ((size, -1),))
            return signed(goal, (rewritten(end, found), more, least), degree=2)

        return whichever(goal, trichotomy(m, written(0)), *[lambda sign: signed(goal, (*sign, least))] * 2, above)

    def rests(case: Facts) -> Theorem:
        there, alike = case[0], assume(ALIKE)
        nothing = signed(at_most(a0**2 + b0**2, 0), (there, alike), scales=(1, a0 + b0))
        return signed(goal, (first, nothing, least, C2_POSITIVE), products=((nothing, C2_POSITIVE),))

    return under(whichever(goal, excluded_middle(REST), rests, moves), ALIKE)


def below_0(above: Theorem, apart: Theorem, exist: Theorem, kept: Theorem) -> Theorem:
    """`∀τ: 0 < −ab` where `a0 b0 < 0` and `c2² C² < m²`: ab is never 0, as its square does not come near to that."""
    starts = tuple(flow_start(component, exist) for component in START)
    nowhere = equal(-PRODUCT, 0)
    wrong = signed(FALSE, (assume(nowhere), squared(kept, above), apart), scales=(1, c2**2 * PRODUCT))
    speed = cases(less(0, moving(-PRODUCT)), wrong)
    before = for_all(s, NONNEGATIVE, implies(less(s, t), less(0, -(FLOW.at(s)[0] * FLOW.at(s)[1]))))
    slope = under(under(speed, before, nowhere), TIME)
    first = signed(less(0, -(START[0] * START[1])), (rewritten_start(starts), assume(OPPOSITE)))
    return apply(stays_positive(function(t, body=-PRODUCT), slope, exist), first)


def rewritten_start(starts: Facts) -> Theorem:
    """`a(0) b(0) = a0 b0`."""
    return identity(START[0] * START[1], a0 * b0, using=((starts[0], START[1]), (starts[1], a0)))


def not_more(exist: Theorem, kept: Theorem) -> Theorem:
    """`m ≤ c2 |C|` where `a0 b0 < 0`: the orbit passes `ab = 0`."""

    def beyond(one: Theorem, other: Theorem) -> Theorem:
        above = signed(at_most(0, m), (one, other))
        apart = signed(less(c2**2 * SPREAD**2, m**2), (one, other), products=((one, other),))
        negative = at(below_0(above, apart, exist, kept), BELONGS)

        def rests(case: Facts) -> Theorem:
            goes = apply(part(2, at(reduced_flow_goes(), *map(assume, GIVEN))), case[0])
            end = written(0) * written(0)
            product = continuity(tends(t, NONNEGATIVE, PRODUCT, end), (part(1, goes), part(2, goes)), ())
            return signed(FALSE, (squared_at_limit(kept, above, product, end), apart))

        def moves(case: Facts) -> Theorem:
            product = apply(part(1, at(reduced_flow_tends(), *map(assume, GIVEN))), case[0])
            nothing = continuity(tends(t, NONNEGATIVE, written(0), 0), (), ())
            low = under(signed(at_most(PRODUCT, 0), (negative,)), TIME)
            below = ordered_limits(product, nothing, low)
            return signed(FALSE, (below, C1_POSITIVE, C2_POSITIVE), products=((below, C2_POSITIVE),))

        return cases(ABOUT_SPREAD, whichever(FALSE, excluded_middle(REST), rests, moves))

    def first(case: Facts) -> Theorem:
        return either(ABOUT_SPREAD, signed(at_most(m, c2 * SPREAD), case))

    def second(case: Facts) -> Theorem:
        return either(ABOUT_SPREAD, signed(at_most(m, -(c2 * SPREAD)), case))

    def above_one(one: Facts) -> Theorem:
        split = trichotomy(-(c2 * SPREAD), m)
        return whichever(ABOUT_SPREAD, split, lambda other: beyond(one[0], other[0]), second, second)

    found = whichever(ABOUT_SPREAD, trichotomy(c2 * SPREAD, m), above_one, first, first)
    return under(found, OPPOSITE)


@cache
def largest() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0 ∀m`: a factor is at most what the start, k or `c2 |C|` says, and the distance decays so."""
    exist = existence()
    kept, start = spread_conserved(exist), at_the_start(exist)
    ends = conjoin(not_more(exist, kept), start, at_most_the_rate(kept, start))
    return under(under(conjoin(ends, decays(exist)), FACTOR), *GIVEN, ANY)
