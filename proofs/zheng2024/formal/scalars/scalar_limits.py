"""Where the two scalars of the reduced flow go, from every start: `a² − b²` and the sign of `a + b` tell."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import (
    AT,
    GIVEN,
    MOVES,
    NEAR,
    START,
    K,
    a0,
    b0,
    c1,
    c2,
    existence,
    keeps_sign,
    moving,
    nears,
    slack,
    t,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.flows import conserved, decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, choose, conjoin, deny, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    Number,
    at_most,
    equal,
    function,
    less,
    member,
    negation,
    root,
    tends,
)
from symbolic.tactics.signs import Facts, identity, nonzero, positive, signed
from symbolic.tactics.steps import assumed, at, rewritten, under

TIME = member(t, NONNEGATIVE)
BELONGS, LATER = assumed(TIME)
SPREAD = a0**2 - b0**2
"""C, what the flow conserves."""


def size(c1: Number, c2: Number, spread: Expression = SPREAD) -> Expression:
    """`k = √(4 c1² + c2² C²)`."""
    return root(4 * written(c1) ** 2 + written(c2) ** 2 * spread**2)


def far(c1: Number, c2: Number, sign: int, spread: Expression = SPREAD) -> Expression:
    """`√((k + c2 C)/(2 c2))`, or with the sign −1 `√((k − c2 C)/(2 c2))`."""
    change = written(c2) * spread
    above = size(c1, c2, spread)
    return root((above + change if sign > 0 else above - change) / (2 * written(c2)))


SIZE, A, B = size(c1, c2), far(c1, c2, 1), far(c1, c2, -1)
ABOVE, BELOW = less(0, a0 + b0), less(a0 + b0, 0)
_, C1_POSITIVE = assumed(GIVEN[0])
_, C2_POSITIVE = assumed(GIVEN[1])


@cache
def rate() -> Facts:
    """`0 ≤ k`, `k² = 4 c1² + c2² C²`, `0 < k + c2 C` and `0 < k − c2 C`."""
    radicand = parts(SIZE, "root")[0]
    least, squared = of_root(signed(at_most(0, radicand), squares=(c1, c2 * SPREAD)))
    facts = least, squared, C1_POSITIVE
    changes = SIZE + c2 * SPREAD, SIZE - c2 * SPREAD
    return least, squared, *(signed(less(0, change), facts, degree=2) for change in changes)


def of_root(sign_of_radicand: Theorem) -> tuple[Theorem, Theorem]:
    """`0 ≤ √r` and `√r² = r`."""
    both = square_root(sign_of_radicand)
    return part(0, both), part(1, both)


@cache
def limit(sign: int) -> Facts:
    """`0 < ã` and `ã² = (k + c2 C)/(2 c2)`, or with the sign −1 the same of b̃ and `k − c2 C`."""
    radicand = parts(A if sign > 0 else B, "root")[0]
    above = positive(radicand, (*rate(), C2_POSITIVE))
    least, squared = of_root(signed(at_most(0, radicand), (above, C2_POSITIVE)))
    return signed(less(0, root(radicand)), (least, squared, above, C2_POSITIVE), degree=2), squared


@cache
def spread_at_limit() -> Theorem:
    """`ã² − b̃² = C`."""
    (_, one), (_, other) = limit(1), limit(-1)
    return identity(A**2 - B**2, SPREAD, (C2_POSITIVE,), ((one, 1), (other, -1)))


@cache
def product_at_limit() -> Theorem:
    """`ã b̃ = c1/c2`."""
    (one_positive, one), (other_positive, other) = limit(1), limit(-1)
    _, squared, *_ = rate()
    ratio = positive(c1 / c2, (C1_POSITIVE, C2_POSITIVE))
    both = positive(A * B, (one_positive, other_positive))
    using = ((one, B**2), (other, (SIZE + c2 * SPREAD) / (2 * c2)), (squared, 1 / (4 * c2**2)))
    squares = identity(A**2 * B**2, (c1 / c2) ** 2, (C2_POSITIVE,), using)
    total = signed(less(0, A * B + c1 / c2), (both, ratio, C2_POSITIVE))
    return signed(equal(A * B, c1 / c2), (total, squares, C2_POSITIVE), products=((total,),))


def spread_conserved(exist: Theorem) -> Theorem:
    """`∀t: a² − b² = a0² − b0²`."""
    value = AT[0] ** 2 - AT[1] ** 2
    slope = under(identity(moving(value), 0), TIME)
    kept = conserved(function(t, body=value), slope, exist)
    for component in START:
        kept = rewritten(flow_start(component, exist), kept)
    return kept


def side_kept(sign: int, exist: Theorem) -> Theorem:
    """From `0 < ±(a0 + b0)`, `∀t: 0 < ±(a + b)`."""
    starts = (flow_start(component, exist) for component in START)
    at_start = signed(less(0, sign * (START[0] + START[1])), (*starts, assume(ABOVE if sign > 0 else BELOW)))
    return keeps_sign(sign * (AT[0] + AT[1]), slack(*AT), at_start, exist)


def no_farther(sign: int, kept: Theorem, side: Theorem) -> Theorem:
    """`S² (±(a + b) − S)² ≤ (4 (ab − c1/c2))²` where `S = ã + b̃`, from `a² − b² = C` and `0 < ±(a + b)`."""
    (one, _), (other, _) = limit(1), limit(-1)
    S, D, s, δ = A + B, A - B, sign * (AT[0] + AT[1]), sign * (AT[0] - AT[1])
    far_positive = signed(less(0, S), (one, other))
    spread = identity(AT[0] ** 2 - AT[1] ** 2, A**2 - B**2, using=((kept, 1), (spread_at_limit(), -1)))
    share = δ**2 / S**2
    squared = positive(S**2, (far_positive,))
    not_negative = signed(at_most(0, share), (squared,), products=((squared,),), squares=(δ / S**2,))
    factor = (s + S) * (1 + share)
    products = (side, not_negative), (far_positive, not_negative)
    larger = signed(at_most(S, factor), (side, far_positive, not_negative, squared), products=products)
    using = ((product_at_limit(), -4), (spread, (S * D + s * δ) / S**2))
    difference = identity((s - S) * factor, 4 * (AT[0] * AT[1] - c1 / c2), (squared, C2_POSITIVE), using)
    near = signed(
        at_most(S**2 * (s - S) ** 2, ((s - S) * factor) ** 2),
        (larger, far_positive, squared),
        squares=(s - S,),
        products=((larger, larger), (larger, far_positive)),
    )
    return rewritten(difference, near)


def sum_tends(sign: int, estimate: Theorem, kept: Theorem, side: Theorem) -> Theorem:
    """`a + b → ±(ã + b̃)`, where `a² − b² = C` and `0 < ±(a + b)` at all times."""
    (one, _), (other, _) = limit(1), limit(-1)
    S, s = A + B, AT[0] + AT[1]
    near, closer = at(assume(NEAR), BELONGS), no_farther(sign, at(kept, BELONGS), at(side, BELONGS))
    squared = positive(S**2, (signed(less(0, S), (one, other)),))
    most = 16 * K / S**2
    facts = squared, LATER, near, closer, C2_POSITIVE
    close = signed(at_most(t * (s - sign * S) ** 2, most), facts, products=((squared,), (LATER, closer)))
    reached = comparison(tends(t, NONNEGATIVE, s, sign * S), under(close, TIME))
    return choose(K, estimate, reached)


def scalar_tends(component: int, sign: int, summed: Theorem, kept: Theorem, side: Theorem) -> Theorem:
    """`a → ±ã` for the component 0, `b → ±b̃` for the component 1, as `2a = s + C/s` and `2b = s − C/s`."""
    (one, _), (other, _) = limit(1), limit(-1)
    s, goes = AT[0] + AT[1], sign * (A + B)
    change = SPREAD if component == 0 else -SPREAD
    end = signed(less(0, goes) if sign > 0 else less(goes, 0), (one, other))
    found = continuity(
        tends(t, NONNEGATIVE, (s + change / s) / 2, (goes + change / goes) / 2), (summed,), (nonzero(goes, (end,)),)
    )
    now = signed(less(0, s) if sign > 0 else less(s, 0), (at(side, BELONGS),))
    factor = (1 if component == 0 else -1) / (2 * s)
    same = identity((s + change / s) / 2, AT[component], (now,), ((at(kept, BELONGS), -factor),))
    later = under(discharge(at_most(0, t), same), TIME)
    reached = eventually(tends(t, NONNEGATIVE, AT[component], (goes + change / goes) / 2), found, later)
    value = A if component == 0 else B
    value = value if sign > 0 else -value
    factor = (1 if component == 0 else -1) / (2 * goes)
    equation = identity((goes + change / goes) / 2, value, (end,), ((spread_at_limit(), -factor),))
    return rewritten(equation, reached)


def on_one_side(sign: int, exist: Theorem, kept: Theorem) -> Theorem:
    """Where `0 < ±(a0 + b0)`: that the sum keeps its sign, `a → ±ã` and `b → ±b̃`."""
    start = ABOVE if sign > 0 else BELOW
    rests = parts(MOVES, "not")[0]
    moves = deny(rests, signed(FALSE, (assume(start), assume(rests))))
    side = side_kept(sign, exist)
    summed = sum_tends(sign, apply(under(nears(exist), MOVES), moves), kept, side)
    both = (scalar_tends(component, sign, summed, kept, side) for component in (0, 1))
    return under(conjoin(side, *both), start)


def on_the_antidiagonal(exist: Theorem) -> Theorem:
    """Where `a0 + b0 = 0`: the sum stays 0, `(1 + 2 c1 τ) a²` decreases, and a and b tend to 0."""
    rests = assume(REST)
    starts = tuple(flow_start(component, exist) for component in START)
    at_start = identity(START[0] + START[1], 0, using=((starts[0], 1), (starts[1], 1), (rests, 1)))
    stays = keeps_sign(AT[0] + AT[1], slack(*AT), at_start, exist)
    now = at(stays, BELONGS)
    value = (1 + 2 * c1 * t) * AT[0] ** 2
    facts = (C1_POSITIVE, C2_POSITIVE, LATER, now)
    shorter = moving(AT[0] ** 2)
    there = -2 * AT[0] ** 2 * (c1 + c2 * AT[0] ** 2)
    multiplier = 2 * AT[0] * (c1 - c2 * AT[0] * AT[1]) + 2 * c2 * AT[0] ** 3
    speed = identity(shorter, there, (), ((now, multiplier),))
    slope = identity(moving(value), 2 * c1 * AT[0] ** 2 + (1 + 2 * c1 * t) * there, using=((speed, 1 + 2 * c1 * t),))
    products = (C1_POSITIVE, C1_POSITIVE, LATER), (C2_POSITIVE,), (C1_POSITIVE, C2_POSITIVE, LATER)
    falling = signed(at_most(moving(value), 0), (*facts, slope), products=products, squares=(AT[0], AT[0] ** 2))
    falls = apply(at(decreasing(function(t, body=value), under(falling, TIME), exist), 0, BELONGS), LATER)
    most = START[0] ** 2 / (2 * c1)
    close = signed(
        at_most(t * (AT[0] - 0) ** 2, most), (falls, C1_POSITIVE), products=((C1_POSITIVE,),), squares=(AT[0],)
    )
    one = comparison(tends(t, NONNEGATIVE, AT[0], 0), under(close, TIME))
    found = continuity(tends(t, NONNEGATIVE, -AT[0], -written(0)), (one,), ())
    later = under(discharge(at_most(0, t), identity(-AT[0], AT[1], using=((now, -1),))), TIME)
    other = eventually(tends(t, NONNEGATIVE, AT[1], -written(0)), found, later)
    return under(conjoin(stays, one, rewritten(identity(-written(0), 0), other)), REST)


REST = equal(a0 + b0, 0)


@cache
def reduced_flow_goes() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: what becomes of a, b and `a + b` for `0 < a0 + b0`, `a0 + b0 < 0` and `a0 + b0 = 0`."""
    exist = existence()
    kept = spread_conserved(exist)
    return under(conjoin(on_one_side(1, exist, kept), on_one_side(-1, exist, kept), on_the_antidiagonal(exist)), *GIVEN)


@cache
def limits_known() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0: 0 < ã, 0 < b̃, ã b̃ = c1/c2 and ã² − b̃² = C`."""
    signs = (limit(sign)[0] for sign in (1, -1))
    return under(conjoin(*signs, product_at_limit(), spread_at_limit()), *GIVEN)


@cache
def limits_defined() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: the radicands of k, ã and b̃ are not negative, and a divisor is not 0."""
    inside = parts(SIZE, "root")[0]
    under_root = signed(at_most(0, inside), squares=(c1, c2 * SPREAD))
    facts = *rate(), C2_POSITIVE
    radicands = (parts(each, "root")[0] for each in (A, B))
    above = (signed(at_most(0, each), (positive(each, facts), C2_POSITIVE)) for each in radicands)
    return under(conjoin(under_root, *above, signed(negation(equal(2 * c2, 0)), (C2_POSITIVE,))), *GIVEN)
