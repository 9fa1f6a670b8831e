"""The reduced flow in closed form: `(a + b)²` and ab as quotients in E, `E' = −k E`, `E(0) = 1`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.scalars.decaying import decay, decay_exists, decays
from proofs.zheng2024.formal.scalars.scalar_flow import (
    AT,
    GIVEN,
    MOVES,
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
    BELONGS,
    C1_POSITIVE,
    C2_POSITIVE,
    REST,
    SIZE,
    SPREAD,
    TIME,
    rate,
    side_kept,
    size,
    spread_conserved,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.facts import sign_kept
from symbolic.core.rules.flows import flow_start
from symbolic.core.rules.logic import apply, assume, cases, conjoin, contradict, deny, part, parts, rewrite
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    POSITIVE,
    Number,
    at_most,
    equal,
    function,
    less,
    negation,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, replaced, rewritten, under, whichever

BEGIN = (a0 + b0) ** 2
"""`(a + b)²` at the start."""


def far(c1: Number, c2: Number) -> Expression:
    """Where `(a + b)²` goes."""
    return (2 * written(c1) + size(c1, c2)) / c2


def weight(c1: Number, c2: Number) -> Expression:
    """`m = c2 v0 + k − 2 c1`."""
    return written(c2) * BEGIN + size(c1, c2) - 2 * written(c1)


def divisor(c1: Number, c2: Number, fading: Expression) -> Expression:
    """`m (1 − E) + 2 k E`."""
    return weight(c1, c2) * (1 - fading) + 2 * size(c1, c2) * fading


def square(c1: Number, c2: Number, fading: Expression) -> Expression:
    """`v = v∞ + (v0 − v∞) 2 k E/(m (1 − E) + 2 k E)`."""
    end = far(c1, c2)
    return end + (BEGIN - end) * 2 * size(c1, c2) * fading / divisor(c1, c2, fading)


def on_antidiagonal(c1: Number, c2: Number, fading: Expression) -> Expression:
    """ab from a start with `a0 + b0 = 0`."""
    return -(a0**2 * c1 * fading) / (c1 + c2 * a0**2 * (1 - fading))


def on_diagonal(c1: Number, c2: Number, fading: Expression) -> Expression:
    """ab from a start with `a0 = b0`, the logistic curve."""
    return a0**2 * c1 / (c2 * a0**2 * (1 - fading) + c1 * fading)


E, F = decay(SIZE).at(t)[0], decay(2 * c1).at(t)[0]
FAR, WEIGHT, DIVISOR = far(c1, c2), weight(c1, c2), divisor(c1, c2, E)
BEHIND = (2 * c1 - SIZE) / c2
SUM, PRODUCT = AT[0] + AT[1], AT[0] * AT[1]


@cache
def rate_positive() -> Facts:
    """`0 < k`, `2 c1 ≤ k` and `k² = 4 c1² + c2² C²`."""
    least, squared, *_ = rate()
    goal = at_most(2 * c1, SIZE)
    longer = signed(goal, (least, squared, C1_POSITIVE), degree=2, squares=(c2 * SPREAD,))
    return signed(less(0, SIZE), (longer, C1_POSITIVE)), longer, squared


@cache
def fading(rate: Expression) -> tuple[Theorem, Theorem, Theorem, Theorem]:
    """Of E with a rate: that it exists, where it starts, that it is positive and at most 1 at the time τ."""
    positive_rate = rate_positive()[0] if rate == SIZE else positive(rate, (C1_POSITIVE,))
    place = belonging(rate, POSITIVE, (positive_rate,))
    exist, known = at(decay_exists(), place), at(decays(), place)
    start = part(0, known)
    order = apply(at(part(2, known), 0, BELONGS), assumed(TIME)[1])
    return exist, start, at(part(1, known), BELONGS), rewritten(start, order)


def vanishes(value: Expression, rate: Expression, slope: Theorem, starts: Facts, *exist: Theorem) -> Theorem:
    """`∀t: value = 0`, for a value that is 0 at the start and changes at a rate."""
    both = sign_kept(function(t, body=value), function(t, body=rate), under(slope, TIME), *exist)
    at_start, _ = parts(part(1, both).conclusion, "implies")
    return apply(part(1, both), modulo(at_start, starts, (C1_POSITIVE, C2_POSITIVE)))


def square_solved(exist: Theorem, kept: Theorem) -> Theorem:
    """`(a + b)² = v` where `a0 + b0 ≠ 0`, at the time τ."""
    fades, begins, *_ = fading(SIZE)
    squared = rate_positive()[2]
    now, first, spread = SUM**2, BEGIN - BEHIND, AT[0] ** 2 - AT[1] ** 2
    start = BEGIN - FAR
    near, beyond = now - FAR, now - BEHIND
    value, speed = near * first - start * beyond * E, -(c2 / 2) * beyond
    factor = first - start * E
    using = (at(kept, BELONGS), c2 / 2 * (spread + SPREAD) * factor), (squared, -factor / (2 * c2))
    slope = identity(moving(value), speed * value, (C2_POSITIVE,), using)
    starts = (*(flow_start(component, exist) for component in START), begins)
    gone = at(vanishes(value, speed, slope, starts, exist, fades), BELONGS)
    divides = divisor_positive()
    return identity(now, square(c1, c2, E), (divides, C2_POSITIVE), ((gone, c2 / DIVISOR),))


@cache
def weight_positive() -> Theorem:
    """`0 < m` where `a0 + b0 ≠ 0`."""
    apart = assume(MOVES)
    begin = square_positive(a0 + b0, apart)
    return signed(less(0, WEIGHT), (begin, rate_positive()[1], C2_POSITIVE), products=((begin, C2_POSITIVE),))


def square_positive(term: Expression, apart: Theorem) -> Theorem:
    """`0 < t²` from `t ≠ 0`."""
    goal = less(0, term**2)
    inverse = identity(term * (1 / term), 1, (apart,))
    return signed(goal, (inverse, apart), squares=(1 / term,), scales=(1, term, 1 / term, term * (1 / term)))


@cache
def divisor_positive() -> Theorem:
    """`0 < m (1 − E) + 2 k E`."""
    _, _, above, below = fading(SIZE)
    goal, k_positive = less(0, DIVISOR), rate_positive()[0]
    products = (weight_positive(), below), (k_positive, above)
    return signed(goal, (weight_positive(), below, k_positive, above), products=products)


def moving_apart(exist: Theorem, kept: Theorem) -> Theorem:
    """Where `a0 + b0 ≠ 0`, at all times: `(a + b)² = v`, `ab = (v − C²/v)/4`, `2a = s + C/s` and `2b = s − C/s`."""
    solved = square_solved(exist, kept)
    apart = sum_not_zero(exist)
    along = at(kept, BELONGS)
    squared = square_positive(SUM, apart)
    multiplier = (AT[0] ** 2 - AT[1] ** 2 + SPREAD) / (4 * SUM**2)
    product = identity(PRODUCT, (SUM**2 - SPREAD**2 / SUM**2) / 4, (squared,), ((along, -multiplier),))
    right = parts(product.conclusion, "equal")[1]
    equation = rewrite(function(hole, body=equal(PRODUCT, replaced(right, SUM**2, hole))), solved, product)
    scalars = (
        identity(AT[0], (SUM + SPREAD / SUM) / 2, (apart,), ((along, 1 / SUM / 2),)),
        identity(AT[1], (SUM - SPREAD / SUM) / 2, (apart,), ((along, -1 / SUM / 2),)),
    )
    return under(conjoin(solved, equation, *scalars), MOVES, TIME)


def sum_not_zero(exist: Theorem) -> Theorem:
    """`a + b ≠ 0` where `a0 + b0 ≠ 0`, at the time τ."""
    zero = equal(SUM, 0)

    def on_side(sign: int) -> Callable[[Facts], Theorem]:
        return lambda facts: signed(negation(zero), (at(side_kept(sign, exist), BELONGS),))

    def absurd(facts: Facts) -> Theorem:
        return cases(negation(zero), contradict(facts[0], assume(MOVES)))

    return whichever(negation(zero), trichotomy(a0 + b0, written(0)), on_side(-1), absurd, on_side(1))


def product_solved(exist: Theorem, sign: int) -> Theorem:
    """ab from a start with `a0 + b0 = 0` (sign −1) or with `a0 = b0`, at all times."""
    fades, begins, above, below = fading(2 * c1)
    premise = REST if sign < 0 else EQUAL
    starts = tuple(flow_start(component, exist) for component in START)
    difference = AT[0] - sign * AT[1]
    at_start = identity(START[0] - sign * START[1], 0, using=((starts[0], 1), (starts[1], -sign), (assume(premise), 1)))
    same = at(keeps_sign(difference, -sign * slack(*AT), at_start, exist), BELONGS)
    weight = c1 + c2 * a0**2 * (1 - F) if sign < 0 else c2 * a0**2 * (1 - F) + c1 * F
    numerator = -(a0**2 * c1 * F) if sign < 0 else a0**2 * c1
    value = PRODUCT * weight - numerator
    speed = -2 * (c1 - c2 * PRODUCT) if sign < 0 else -2 * c2 * PRODUCT
    slope = identity(moving(value), speed * value, using=((same, weight * difference * (c1 - c2 * PRODUCT)),))
    opposite = identity(b0, sign * a0, using=((assume(premise), -sign),))
    gone = at(vanishes(value, speed, slope, (*starts, opposite, begins), exist, fades), BELONGS)
    divides = positive_weight(sign, above, below)
    found = identity(PRODUCT, numerator / weight, (divides,), ((gone, 1 / weight),))
    square = identity(SUM**2, 0 if sign < 0 else 4 * PRODUCT, using=((same, difference if sign > 0 else SUM),))
    return under(conjoin(square, found), premise, TIME)


def positive_weight(sign: int, above: Theorem, below: Theorem) -> Theorem:
    """The divisor of the product on the antidiagonal (sign −1) or the diagonal."""
    weight = c1 + c2 * a0**2 * (1 - F) if sign < 0 else c2 * a0**2 * (1 - F) + c1 * F
    facts = C1_POSITIVE, C2_POSITIVE, above, below
    return signed(less(0, weight), facts, products=((C2_POSITIVE, below), (C1_POSITIVE, above)), squares=(a0,))


EQUAL = equal(a0 - b0, 0)
"""Equal scalars at the start."""


@cache
def solutions() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: the closed forms where `a0 + b0 ≠ 0`, `a0 + b0 = 0` and `a0 − b0 = 0`."""
    exist = existence()
    apart = moving_apart(exist, spread_conserved(exist))
    return under(conjoin(apart, product_solved(exist, -1), product_solved(exist, 1)), *GIVEN)


@cache
def fading_known() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: E with the rates k and 2 c1 exists, starts at 1, is positive, falls, and tends to 0."""
    places = (
        belonging(SIZE, POSITIVE, (rate_positive()[0],)),
        belonging(2 * c1, POSITIVE, (positive(2 * c1, (C1_POSITIVE,)),)),
    )
    each = (theorem for place in places for theorem in (at(decay_exists(), place), at(decays(), place)))
    return under(conjoin(*each), *GIVEN)


@cache
def solutions_defined() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: the divisors of the closed forms are not 0."""
    exist = existence()
    solved = square_solved(exist, spread_conserved(exist))
    apart = sum_not_zero(exist)
    squared = rewritten(solved, square_positive(SUM, apart))
    first = signed(negation(equal(DIVISOR, 0)), (divisor_positive(),))
    second = nonzero_of(squared)
    _, _, above, below = fading(2 * c1)
    products = (nonzero_of(positive_weight(sign, above, below)) for sign in (-1, 1))
    return under(
        conjoin(under(conjoin(first, second, apart), MOVES, TIME), *(under(each, TIME) for each in products)), *GIVEN
    )


def nonzero_of(sign: Theorem) -> Theorem:
    """`t ≠ 0` from `0 < t`."""
    _, term = parts(sign.conclusion, "less")
    return deny(equal(term, 0), signed(FALSE, (rewritten(assume(equal(term, 0)), sign),)))


hole = real("hole")
