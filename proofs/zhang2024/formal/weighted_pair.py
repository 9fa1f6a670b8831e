"""The flow `a' = u (m − c ua)`, `u' = d a (m − c ua)` from positive starts: it exists for all times, and ua → m/c."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow, sign_kept
from symbolic.core.rules.flows import decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts, witness
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    System,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.signs import Facts, identity, positive, signed, with_head
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, under, whichever

d, m, c, a, u, a0, u0, t, t1, K = map(real, ("d", "m", "c", "a", "u", "a0", "u0", "τ", "τ1", "K"))


def slack(a: Expression = a, u: Expression = u) -> Expression:
    """How far ua is from its limit."""
    return m - c * u * a


def pair(d: Number, m: Number, c: Number, a0: Number, u0: Number) -> System:
    """The flow from a start."""
    rest = written(m) - written(c) * u * a
    return System((a, u), (u * rest, d * a * rest), (written(a0), written(u0)))


FLOW = pair(d, m, c, a0, u0)
GIVEN = (member(d, integers_from(1)), *(member(each, POSITIVE) for each in (m, c, a0, u0)))
(A, U), START = FLOW.at(t), FLOW.at(0)
TIME = member(t, NONNEGATIVE)
LIMIT = tends(t, NONNEGATIVE, A * U, m / c)
NEAR = for_all(t, NONNEGATIVE, at_most(t * (A * U - m / c) ** 2, K))
ESTIMATE = exists(K, REALS, NEAR)


@cache
def facts() -> Facts:
    """`1 ≤ d`, `0 < m`, `0 < c`, `0 < a0` and `0 < u0`."""
    return with_head(assumed(*GIVEN), "at_most", "less")


@cache
def existence() -> Theorem:
    """`(u² − d a²)² + (m − c ua)²` decreases, and where it is bounded so is `a² + u²`."""

    def height(a: Expression, u: Expression) -> Expression:
        return (u**2 - d * a**2) ** 2 + slack(a, u) ** 2

    wide, _, weight, *_ = facts()
    falls = at_most(along_field(height(a, u), (a, u), FLOW.velocities), 0)
    slope = signed(falls, (weight, wide), products=((weight, wide), (weight,)), squares=(a * slack(), u * slack()))
    start = height(a0, u0)
    low = at_most(height(a, u), start)
    spread = u**2 + d * a**2
    most = 1 + start + 8 * d * (m**2 + start) / c**2
    helpful = (slack(), 1 / c, spread - Fraction(1, 2), (u**2 - d * a**2) / c, (m + slack()) / c)
    size = signed(less(0, d), (wide,))
    known = assume(low), size, weight
    high = signed(at_most(spread, most), known, squares=helpful, products=((size, known[0]),))
    bounded = signed(at_most(a**2 + u**2, most), (high, wide, weight), squares=(a,))
    everywhere = member(a, REALS), member(u, REALS)
    return bounded_flow(
        FLOW.is_global, function(a, u, body=height(a, u)), under(slope, *everywhere), under(bounded, *everywhere, low)
    )


def moving(value: Expression) -> Expression:
    """The derivative of a polynomial in the time and the flow."""
    return in_time(value, t)[0]


@cache
def kept() -> Theorem:
    """The slack keeps its sign: it changes at the rate `−c (u² + d a²)`."""
    rate = -c * (U**2 + d * A**2)
    slope = under(identity(moving(slack(A, U)), rate * slack(A, U)), TIME)
    return sign_kept(function(t, body=slack(A, U)), function(t, body=rate), slope, existence())


def near(least: Expression, positive_: Theorem, above: Theorem) -> Theorem:
    """From `0 < l` and `∀t: l ≤ u² + d a²`: `(1 + k τ)(m − c ua)²` decreases, k = 2 c l."""
    rate = 2 * c * least
    belongs, later = assumed(TIME)
    weight = facts()[2]
    value, low = (1 + rate * t) * slack(A, U) ** 2, at(above, belongs)
    products = (weight, low), (weight, weight, positive_, later, low), (weight, weight, positive_, positive_, later)
    slope = signed(
        at_most(moving(value), 0), (weight, positive_, later, low), products=products, squares=(slack(A, U),)
    )
    falls = decreasing(function(t, body=value), under(slope, TIME), existence())
    now = apply(at(falls, 0, belongs), later)
    most = slack(*START) ** 2 / (rate * c**2)
    close = signed(
        at_most(t * (A * U - m / c) ** 2, most),
        (weight, positive_, now),
        products=((weight, weight, weight, positive_),),
        squares=(slack(A, U),),
    )
    return witness(ESTIMATE, belonging(most, REALS), under(close, TIME))


def starts() -> Facts:
    """What a and u are at the start."""
    return tuple(flow_start(component, existence()) for component in START)


def above(least: Expression, *known: Theorem, products: tuple[Facts, ...] = ()) -> Theorem:
    """`∀t: l ≤ u² + d a²`, which is at least 2 ua."""
    wide = facts()[0]
    bound = signed(at_most(least, U**2 + d * A**2), (wide, *known), squares=(A, U - A), products=products)
    return under(bound, TIME)


def from_below(below: Theorem) -> Theorem:
    """A start with `ua < m/c`: it stays below, so that ua grows."""
    belongs, later = assumed(TIME)
    remains = at(apply(part(0, kept()), below), belongs)
    first, second = facts()[3:]
    wide = facts()[0]
    value = -(A * U)
    size = signed(less(0, d), (wide,))
    slope = signed(at_most(moving(value), 0), (remains, size), products=((remains, size), (remains,)), squares=(A, U))
    grows = decreasing(function(t, body=value), under(slope, TIME), existence())
    low = apply(at(grows, 0, belongs), later)
    least = 2 * a0 * u0
    start = identity(START[0] * START[1], a0 * u0, using=((starts()[0], START[1]), (starts()[1], a0)))
    sign = signed(less(0, least), (first, second), products=((first, second),))
    return near(least, sign, above(least, low, start))


def from_above(stays: Theorem) -> Theorem:
    """Where `ua ≥ m/c` at all times."""
    belongs, _ = assumed(TIME)
    _, mean_, weight, *_ = facts()
    least = 2 * m / c
    now = at(stays, belongs)
    sign = signed(less(0, least), (mean_, weight), products=((weight,),))
    reciprocal = positive(1 / c, (weight,))
    return near(least, sign, above(least, now, weight, reciprocal, products=((now, reciprocal),)))


@cache
def tends_to_limit() -> Theorem:
    """`ua → m/c`."""
    rest = trichotomy(slack(*START), written(0))

    def never_below(known: Facts) -> Theorem:
        belongs, _ = assumed(TIME)
        if with_head(known[:1], "equal"):
            remains = at(apply(part(1, kept()), known[0]), belongs)
        else:
            remains = at(turned(known[0]), belongs)
        return from_above(under(signed(at_most(slack(A, U), 0), (remains,)), TIME))

    found = whichever(ESTIMATE, rest, never_below, never_below, lambda known: from_below(known[0]))
    return choose(K, found, comparison(LIMIT, assume(NEAR)))


def turned(above_: Theorem) -> Theorem:
    """A start with `ua > m/c` stays above."""
    rate, value = -c * (U**2 + d * A**2), -slack(A, U)
    slope = under(identity(moving(value), rate * value), TIME)
    both = sign_kept(function(t, body=value), function(t, body=rate), slope, existence())
    return apply(part(0, both), signed(less(0, -slack(*START)), (above_,)))


CONSERVED = for_all(t, NONNEGATIVE, equal(U**2 - d * A**2, u0**2 - d * a0**2))
BELOW, ABOVE = at_most(c * u0 * a0, m), at_most(m, c * u0 * a0)
"""Where the flow starts."""
(A1, U1), EARLIER, LATER = FLOW.at(t1), member(t1, NONNEGATIVE), at_most(t, t1)
MONOTONE = quantified(
    implies(LATER, conjunction(implies(BELOW, at_most(A * U, A1 * U1)), implies(ABOVE, at_most(A1 * U1, A * U)))),
    TIME,
    EARLIER,
)
REMAINS = for_all(t, NONNEGATIVE, less(0, A * U))


@cache
def conserved() -> Theorem:
    """`u² − d a²` is what it was."""
    value = U**2 - d * A**2 - (u0**2 - d * a0**2)
    slope = under(identity(moving(value), written(0) * value), TIME)
    both = sign_kept(function(t, body=value), function(t, body=written(0)), slope, existence())
    (first, second), of_a, of_u = START, *starts()
    begun = modulo(equal(second**2 - d * first**2 - (u0**2 - d * a0**2), 0), (of_a, of_u))
    nothing = at(apply(part(1, both), begun), assume(TIME))
    return under(identity(U**2 - d * A**2, u0**2 - d * a0**2, (), ((nothing, 1),)), TIME)


@cache
def begins() -> Theorem:
    """`m − c u(0) a(0) = m − c u0 a0`."""
    return modulo(equal(slack(*START), m - c * u0 * a0), starts())


def side(premise: Expression, sign: Expression) -> Theorem:
    """The slack has the sign that it has at the start, at all times."""
    goal = for_all(t, NONNEGATIVE, sign)

    def less_than(known: Facts) -> Theorem:
        return by(turned(known[0]), known)

    def none(known: Facts) -> Theorem:
        return by(apply(part(1, kept()), known[0]), known)

    def more(known: Facts) -> Theorem:
        return by(apply(part(0, kept()), known[0]), known)

    def by(remains: Theorem, known: Facts) -> Theorem:
        now = at(remains, assume(TIME))
        return under(signed(sign, (now, known[0], begins(), assume(premise))), TIME)

    return whichever(goal, trichotomy(slack(*START), written(0)), less_than, none, more)


@cache
def sides() -> tuple[Theorem, Theorem]:
    """`0 ≤ m − c ua`, or not more than 0, under where the flow starts."""
    return side(BELOW, at_most(0, slack(A, U))), side(ABOVE, at_most(slack(A, U), 0))


@cache
def courses() -> tuple[Theorem, Theorem]:
    """Under where the flow starts ua does not fall, or does not rise: its derivative is `(u² + d a²)(m − c ua)`."""
    size, belongs = signed(less(0, d), (facts()[0],)), assume(TIME)
    found = []
    for value, of_side in zip((-(A * U), A * U), sides(), strict=True):
        now = at(of_side, belongs)
        slope = signed(at_most(moving(value), 0), (now, size), products=((now, size), (now,)), squares=(A, U))
        found.append(decreasing(function(t, body=value), under(slope, TIME), existence()))
    return found[0], found[1]


@cache
def monotone() -> Theorem:
    """`ua` moves to one side."""
    rises, falls = (apply(at(each, assume(TIME), assume(EARLIER)), assume(LATER)) for each in courses())
    up = under(signed(at_most(A * U, A1 * U1), (rises,)), BELOW)
    down = under(signed(at_most(A1 * U1, A * U), (falls,)), ABOVE)
    return under(conjoin(up, down), TIME, EARLIER, LATER)


@cache
def remains_positive() -> Theorem:
    """`0 < ua`: it grows from `a0 u0`, or is at least `m/c`."""
    belongs, later = assumed(TIME)
    goal, (_, mean_, weight, first, second) = less(0, A * U), facts()
    start = identity(START[0] * START[1], a0 * u0, using=((starts()[0], START[1]), (starts()[1], a0)))

    def rising(known: Facts) -> Theorem:
        grown = apply(at(courses()[0], 0, belongs), later)
        found = signed(goal, (grown, start, first, second), products=((first, second),))
        return cut(under(found, BELOW), known[0])

    def falling(known: Facts) -> Theorem:
        now = at(sides()[1], belongs)
        found = signed(goal, (now, mean_, weight), products=((weight,),))
        return cut(under(found, ABOVE), known[0])

    def cut(found: Theorem, order: Theorem) -> Theorem:
        premise, _ = parts(found.conclusion, "implies")
        return apply(found, signed(premise, (order,)))

    return under(whichever(goal, trichotomy(c * u0 * a0, m), rising, rising, falling), TIME)


@cache
def theorem() -> Theorem:
    """`∀d ∀m, c > 0 ∀a0, u0 > 0: the flow exists for all times, and ua → m/c`, positive and moving to one side."""
    return under(conjoin(existence(), tends_to_limit(), conserved(), monotone(), remains_positive()), *GIVEN)
