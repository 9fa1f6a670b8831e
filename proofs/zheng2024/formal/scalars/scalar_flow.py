"""The reduced flow `a' = b (c1 − c2 ab)`, `b' = a (c1 − c2 ab)`: it exists for all times, and ab tends to c1/c2."""

from __future__ import annotations

from fractions import Fraction

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow, sign_kept
from symbolic.core.rules.flows import decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, cases, choose, conjoin, contradict, part, parts, witness
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    System,
    at_most,
    equal,
    exists,
    for_all,
    function,
    less,
    member,
    negation,
    real,
    tends,
)
from symbolic.tactics.signs import Facts, identity, signed, with_head
from symbolic.tactics.steps import assumed, at, belonging, under, whichever

c1, c2, a0, b0, a, b, t = map(real, ("c1", "c2", "a0", "b0", "a", "b", "τ"))


def slack(a: Expression, b: Expression) -> Expression:
    """How far ab is from its limit."""
    return c1 - c2 * a * b


def reduced_flow(c1: Number, c2: Number, a0: Number, b0: Number) -> System:
    """`a' = b (c1 − c2 ab)`, `b' = a (c1 − c2 ab)` from a start."""
    factor = written(c1) - written(c2) * a * b
    return System((a, b), (b * factor, a * factor), (written(a0), written(b0)))


FLOW = reduced_flow(c1, c2, a0, b0)
GIVEN = (member(c1, POSITIVE), member(c2, POSITIVE), member(a0, REALS), member(b0, REALS))
MOVES = negation(equal(a0 + b0, 0))
"""The start is not on the line from which the flow goes to 0."""
FACTS = assumed(*GIVEN)
AT, START = FLOW.at(t), FLOW.at(0)
PRODUCT = AT[0] * AT[1]
LIMIT = tends(t, NONNEGATIVE, PRODUCT, c1 / c2)
K = real("K")
NEAR = for_all(t, NONNEGATIVE, at_most(t * (PRODUCT - c1 / c2) ** 2, K))
ESTIMATE = exists(K, REALS, NEAR)
"""`∃K ∀τ: τ (ab − c1/c2)² ≤ K`."""


def existence() -> Theorem:
    """`(a² − b²)² + (c1 − c2 ab)²` decreases, and where it is bounded so is `a² + b²`."""

    def height(a: Expression, b: Expression) -> Expression:
        return (a**2 - b**2) ** 2 + slack(a, b) ** 2

    squares = a**2 + b**2
    falls = at_most(along_field(height(a, b), (a, b), FLOW.velocities), 0)
    slope = signed(falls, FACTS, degree=2, squares=(a * slack(a, b), b * slack(a, b)))
    start = height(a0, b0)
    low = at_most(height(a, b), start)
    most = 1 + start + 8 * (c1**2 + start) / c2**2
    helpful = (1 / c2, squares - Fraction(1, 2), slack(a, b), (a**2 - b**2) / c2, (c1 + slack(a, b)) / c2)
    bounded = signed(at_most(squares, most), (*assumed(low), *assumed(GIVEN[1])), squares=helpful)
    everywhere = member(a, REALS), member(b, REALS)
    return bounded_flow(
        FLOW.is_global, function(a, b, body=height(a, b)), under(slope, *everywhere), under(bounded, *everywhere, low)
    )


def reduced_flow_exists() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0: the flow exists for all times`, and it is the only one."""
    return under(existence(), *GIVEN)


def moving(value: Expression) -> Expression:
    """The derivative of a polynomial in the time and the flow."""
    return in_time(value, t)[0]


def keeps_sign(value: Expression, rate: Expression, starts: Theorem, exists: Theorem) -> Theorem:
    """`∀t: 0 < value`, or `∀t: value = 0`, as it is at the start, for a value that changes at a rate."""
    slope = under(identity(moving(value), rate * value, FACTS), member(t, NONNEGATIVE))
    both = sign_kept(function(t, body=value), function(t, body=rate), slope, exists)
    return apply(part(len(with_head((starts,), "equal")), both), starts)


def estimate(least: Expression, positive: Theorem, above: Theorem, exists: Theorem) -> Theorem:
    """From `0 < m` and `∀t: m ≤ a² + b²`: `(1 + k τ)(c1 − c2 ab)²` decreases, k = 2 c2 m."""
    rate = 2 * c2 * least
    time = member(t, NONNEGATIVE)
    (_, c2_positive), (belongs, later) = assumed(GIVEN[1]), assumed(time)
    value = (1 + rate * t) * slack(*AT) ** 2
    low = at(above, belongs)
    products = (
        (c2_positive, low),
        (c2_positive, c2_positive, positive, later, low),
        (c2_positive, c2_positive, positive, positive, later),
    )
    slope = signed(
        at_most(moving(value), 0), (c2_positive, positive, later, low), products=products, squares=(slack(*AT),)
    )
    falls = decreasing(function(t, body=value), under(slope, time), exists)
    now = apply(at(falls, 0, belongs), later)
    most = slack(*START) ** 2 / (rate * c2**2)
    close = signed(
        at_most(t * (PRODUCT - c1 / c2) ** 2, most),
        (c2_positive, positive, now),
        products=((c2_positive, c2_positive, c2_positive, positive),),
        squares=(slack(*AT),),
    )
    return witness(ESTIMATE, belonging(most, REALS), under(close, time))


def above_all(
    least: Expression, *facts: Theorem, products: tuple[Facts, ...] = (), others: tuple[Number, ...] = ()
) -> Theorem:
    """`∀t: m ≤ a² + b²`, from facts at t."""
    squares = AT[0] - AT[1], AT[0] + AT[1], *others
    bound = signed(at_most(least, AT[0] ** 2 + AT[1] ** 2), facts, squares=squares, products=products)
    return under(bound, member(t, NONNEGATIVE))


def from_below(exists: Theorem, starts: Facts, below: Theorem, moves: Theorem) -> Theorem:
    """A start with `ab < c1/c2`: it stays below, so that ±(a + b) grows and `a² + b² ≥ (a(0) + b(0))²/2`."""
    belongs, _ = assumed(member(t, NONNEGATIVE))
    side = 1 if parts(moves.conclusion, "less")[0] == written(0) else -1
    total, total_at_0 = side * (AT[0] + AT[1]), side * (START[0] + START[1])
    at_start = signed(less(0, total_at_0), (moves, *starts))
    positive = at(keeps_sign(total, slack(*AT), at_start, exists), belongs)
    remains = at(keeps_sign(slack(*AT), RATE, below, exists), belongs)
    slope = signed(at_most(moving(-total), 0), (positive, remains), degree=2)
    grows = decreasing(function(t, body=-total), under(slope, member(t, NONNEGATIVE)), exists)
    low = apply(at(grows, 0, belongs), assumed(member(t, NONNEGATIVE))[1])
    least = total_at_0**2 / 2
    bounded = above_all(least, low, at_start, products=((low, low), (low, at_start)))
    return estimate(least, signed(less(0, least), (at_start,), degree=2), bounded, exists)


def from_above(exists: Theorem, stays: Theorem) -> Theorem:
    """Where `ab ≥ c1/c2` at all times, `a² + b² ≥ 2 ab ≥ 2 c1/c2`."""
    belongs, _ = assumed(member(t, NONNEGATIVE))
    (_, c1_positive), (_, c2_positive) = assumed(GIVEN[0]), assumed(GIVEN[1])
    least = 2 * c1 / c2
    now = at(stays, belongs)
    bounded = above_all(least, now, c2_positive, products=((now, c2_positive),), others=(1 / c2,))
    positive = signed(less(0, least), (c1_positive, c2_positive), products=((c2_positive,),))
    return estimate(least, positive, bounded, exists)


RATE = -c2 * (AT[0] ** 2 + AT[1] ** 2)
"""At which `c1 − c2 ab` changes."""


def starts_above(exists: Theorem, above: Theorem) -> Theorem:
    """A start with `ab > c1/c2` stays above."""
    belongs, _ = assumed(member(t, NONNEGATIVE))
    positive = signed(less(0, -slack(*START)), (above,))
    remains = at(keeps_sign(-slack(*AT), RATE, positive, exists), belongs)
    stays = under(signed(at_most(slack(*AT), 0), (remains,)), member(t, NONNEGATIVE))
    return from_above(exists, stays)


def starts_there(exists: Theorem, there: Theorem) -> Theorem:
    """A start with `ab = c1/c2` rests."""
    belongs, _ = assumed(member(t, NONNEGATIVE))
    rests = at(keeps_sign(slack(*AT), RATE, there, exists), belongs)
    return from_above(exists, under(signed(at_most(slack(*AT), 0), (rests,)), member(t, NONNEGATIVE)))


def nears(exists: Theorem) -> Theorem:
    """The estimate, where the start is not on the line from which the flow goes to 0."""
    starts = tuple(flow_start(component, exists) for component in START)

    def below(facts: Facts) -> Theorem:
        return whichever(
            ESTIMATE,
            trichotomy(a0 + b0, written(0)),
            lambda moves: from_below(exists, starts, facts[0], moves[0]),
            lambda rests: cases(ESTIMATE, contradict(rests[0], assume(MOVES))),
            lambda moves: from_below(exists, starts, facts[0], moves[0]),
        )

    return whichever(
        ESTIMATE,
        trichotomy(slack(*START), written(0)),
        lambda facts: starts_above(exists, facts[0]),
        lambda facts: starts_there(exists, facts[0]),
        below,
    )


def reduced_flow_tends() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0: the flow exists for all times and (a0 + b0 ≠ 0 ⇒ ab → c1/c2)`."""
    exists = existence()
    goes = choose(K, nears(exists), comparison(LIMIT, assume(NEAR)))
    return under(conjoin(exists, under(goes, MOVES)), *GIVEN)
