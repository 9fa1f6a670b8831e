"""How fast ab nears its limit: divided by the exponential of the rate, its distance has a limit."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, MOVES, a0, b0, c1, c2, existence, t
from proofs.zheng2024.formal.scalars.scalar_limits import (
    BELONGS,
    C1_POSITIVE,
    C2_POSITIVE,
    REST,
    SIZE,
    SPREAD,
    TIME,
    A,
    B,
    limit,
    size,
)
from proofs.zheng2024.formal.scalars.scalar_solution import (
    BEGIN,
    FAR,
    PRODUCT,
    SUM,
    WEIGHT,
    E,
    F,
    divisor,
    divisor_positive,
    fading,
    fading_known,
    nonzero_of,
    positive_weight,
    rate_positive,
    solutions,
    square,
    square_positive,
    sum_not_zero,
    weight,
    weight_positive,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, Number, at_most, equal, less, tends
from symbolic.tactics.signs import identity, positive, signed
from symbolic.tactics.steps import at, conjuncts, rewritten, under


def coefficient(c1: Number, c2: Number) -> Expression:
    """`k² (c2 v0 − 2 c1 − k)/(c2 (2 c1 + k) m)`."""
    k = size(c1, c2)
    return k**2 * (c2 * BEGIN - 2 * c1 - k) / (c2 * (2 * c1 + k) * weight(c1, c2))


def coefficient_on_antidiagonal(c1: Number, c2: Number) -> Expression:
    """`−a0² c1/(c1 + c2 a0²)`."""
    return -(a0**2 * c1) / (c1 + c2 * a0**2)


START = BEGIN - FAR


def scaled(fading: Expression) -> Expression:
    """`(ab − c1/c2)/E` as a quotient in E."""
    first = START * 2 * SIZE / divisor(c1, c2, fading)
    return first * (1 + SPREAD**2 / (square(c1, c2, fading) * FAR)) / 4


@cache
def end_positive() -> Theorem:
    """`0 < v∞`."""
    k_positive = rate_positive()[0]
    above = signed(less(0, 2 * c1 + SIZE), (C1_POSITIVE, k_positive))
    return positive(FAR, (above, C2_POSITIVE))


@cache
def product_at_end() -> Theorem:
    """`c1/c2 = (v∞ − C²/v∞)/4`."""
    squared = rate_positive()[2]
    factor = 1 / (4 * c2**2 * FAR)
    return identity(c1 / c2, (FAR - SPREAD**2 / FAR) / 4, (end_positive(), C2_POSITIVE), ((squared, -factor),))


def product_positive(one: Theorem, other: Theorem, *facts: Theorem) -> Theorem:
    """`0 < s t` from `0 < s` and `0 < t`, where facts tell of divisors."""
    factors = (parts(each.conclusion, "less")[1] for each in (one, other))
    first, second = factors
    return signed(less(0, first * second), (one, other, *facts), products=((one, other),))


def scaled_as_quotient() -> Theorem:
    """`(ab − c1/c2)/E` is the quotient in E, at all times."""
    closed = at(solutions(), *map(assume, GIVEN))
    solved, product, *_ = conjuncts(at(apply(part(0, closed), assume(MOVES)), BELONGS))
    above, squared = fading(SIZE)[2], positive_value(solved)
    divisors = divisor_positive(), end_positive(), C2_POSITIVE
    both = product_positive(squared, end_positive(), *divisors)
    using = (product, -1 / E), (product_at_end(), 1 / E)
    same = identity(scaled(E), (PRODUCT - c1 / c2) / E, (*divisors, squared, above, both), using)
    return under(discharge(at_most(0, t), same), TIME)


@cache
def distance_scaled() -> Theorem:
    """`(ab − c1/c2)/E` tends to the coefficient, where `a0 + b0 ≠ 0`."""
    zero = written(0)
    start = signed(less(0, divisor(c1, c2, zero)), (weight_positive(),))
    last = signed(less(0, square(c1, c2, zero)), (end_positive(), start, C2_POSITIVE))
    both = product_positive(last, end_positive(), start, C2_POSITIVE)
    falls = part(3, part(1, at(fading_known(), *map(assume, GIVEN))))
    found = continuity(tends(t, NONNEGATIVE, scaled(E), scaled(zero)), (falls,), (start, both))
    goal = tends(t, NONNEGATIVE, (PRODUCT - c1 / c2) / E, scaled(zero))
    reached = eventually(goal, found, scaled_as_quotient())
    longer = signed(less(0, 2 * c1 + SIZE), (C1_POSITIVE, rate_positive()[0]))
    divisors = start, both, end_positive(), C2_POSITIVE, weight_positive(), longer
    factor = START * 2 * SIZE / (4 * WEIGHT * FAR**2 * c2**2)
    using = ((rate_positive()[2], -factor),)
    return under(rewritten(identity(scaled(zero), coefficient(c1, c2), divisors, using), reached), MOVES)


def positive_value(solved: Theorem) -> Theorem:
    """`0 < v`, as `(a + b)² = v`."""
    return rewritten(solved, square_positive(SUM, sum_not_zero(existence())))


@cache
def antidiagonal_scaled() -> Theorem:
    """`ab/F` tends to `−a0² c1/(c1 + c2 a0²)`, where `a0 + b0 = 0`."""
    closed = at(solutions(), *map(assume, GIVEN))
    _, product = conjuncts(at(apply(part(1, closed), assume(REST)), BELONGS))
    _, _, above, below = fading(2 * c1)
    quotient = -(a0**2 * c1) / (c1 + c2 * a0**2 * (1 - F))
    same = identity(quotient, PRODUCT / F, (positive_weight(-1, above, below), above), ((product, -1 / F),))
    end = c1 + c2 * a0**2 * (1 - written(0))
    positive_end = signed(less(0, end), (C1_POSITIVE, C2_POSITIVE), products=((C2_POSITIVE,),), squares=(a0,))
    falls = part(3, part(3, at(fading_known(), *map(assume, GIVEN))))
    found = continuity(tends(t, NONNEGATIVE, quotient, -(a0**2 * c1) / end), (falls,), (positive_end,))
    later = under(discharge(at_most(0, t), same), TIME)
    reached = eventually(tends(t, NONNEGATIVE, PRODUCT / F, -(a0**2 * c1) / end), found, later)
    plain = signed(less(0, c1 + c2 * a0**2), (positive_end,))
    value = identity(-(a0**2 * c1) / end, coefficient_on_antidiagonal(c1, c2), (positive_end, plain))
    return under(rewritten(value, reached), REST)


AT_REST = equal(a0 * b0, c1 / c2)
VANISHES = equal(coefficient(c1, c2), 0)


@cache
def vanishes_at_rest() -> Theorem:
    """The coefficient is 0 exactly where the start is at rest, for `a0 + b0 ≠ 0`."""
    k_positive, _, squared = rate_positive()
    longer = signed(less(0, 2 * c1 + SIZE), (C1_POSITIVE, k_positive))
    factors = c2 * (2 * c1 + SIZE) * WEIGHT
    divides = positive(factors, (C2_POSITIVE, longer, weight_positive()))
    slack = c2 * BEGIN - 2 * c1 - SIZE
    facts = divides, C2_POSITIVE, positive(SIZE**2, (k_positive,))
    begin = square_positive(a0 + b0, assume(MOVES))
    gone = identity(slack, 0, facts, ((assume(VANISHES), factors / SIZE**2),))
    using = (gone, (c2 * BEGIN - 2 * c1 + SIZE) / (4 * c2**2 * BEGIN)), (squared, 1 / (4 * c2**2 * BEGIN))
    rests = identity(a0 * b0, c1 / c2, (C2_POSITIVE, begin), using)
    there = assume(AT_REST)
    length = signed(
        less(0, c2 * (a0**2 + b0**2)),
        (C2_POSITIVE, begin),
        products=((C2_POSITIVE, begin), (C2_POSITIVE,)),
        squares=(a0 - b0,),
    )
    square_of_size = identity(
        SIZE**2, (c2 * (a0**2 + b0**2)) ** 2, (C2_POSITIVE,), ((squared, 1), (there, -4 * c2**2 * (a0 * b0 + c1 / c2)))
    )
    total = signed(less(0, SIZE + c2 * (a0**2 + b0**2)), (k_positive, length))
    same = signed(equal(SIZE, c2 * (a0**2 + b0**2)), (total, square_of_size), products=((total,),))
    back = identity(coefficient(c1, c2), 0, facts, ((same, -(SIZE**2) / factors), (there, 2 * c2 * SIZE**2 / factors)))
    return under(both_ways(under(rests, VANISHES), under(back, AT_REST)), MOVES)


@cache
def rate_at_limit() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0: k = c2 (ã² + b̃²)`."""
    squares = limit(1)[1], limit(-1)[1]
    rate = identity(SIZE, c2 * (A**2 + B**2), (C2_POSITIVE,), tuple((each, -c2) for each in squares))
    return under(rate, *GIVEN)


@cache
def rates() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: both scaled limits, where the first is 0, and `k = c2 (ã² + b̃²)`."""
    rate = at(rate_at_limit(), *map(assume, GIVEN))
    return under(conjoin(rate, distance_scaled(), vanishes_at_rest(), antidiagonal_scaled()), *GIVEN)


@cache
def divisors_of_rates() -> Theorem:
    """`∀c1, c2 > 0 ∀a0, b0`: E, F and the divisors of both coefficients are not 0."""
    longer = signed(less(0, 2 * c1 + SIZE), (C1_POSITIVE, rate_positive()[0]))
    below = positive(c2 * (2 * c1 + SIZE) * WEIGHT, (C2_POSITIVE, longer, weight_positive()))
    plain = signed(less(0, c1 + c2 * a0**2), (C1_POSITIVE, C2_POSITIVE), products=((C2_POSITIVE,),), squares=(a0,))
    fades = (under(nonzero_of(fading(rate)[2]), TIME) for rate in (SIZE, 2 * c1))
    return under(conjoin(*fades, under(nonzero_of(below), MOVES), nonzero_of(plain)), *GIVEN)
