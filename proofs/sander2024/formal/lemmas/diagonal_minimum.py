"""Where the loss of diagonal `A_32` and `B_12` is least: all products are η, and the diagonals are parallel."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.lemmas.diagonal_loss import (
    DEVIATIONS,
    FIRST,
    LOSS,
    OTHER,
    PLACE,
    PRODUCTS,
    SECOND,
    SQUARES_OF_TIMES,
    TIMES,
    above_least,
    count,
    of_each,
    over,
    r,
    s,
    summand,
    summed,
    times,
    α,
    β,
    η,
)
from proofs.sander2024.formal.lemmas.six_scalars_bound import (
    FACTS,
    LEAST,
    S1,
    S2,
    STEP,
    divisor,
)
from proofs.sander2024.formal.starts_of_ones import T, d
from symbolic.core.expressions import Expression, Node, Variable, free, opened
from symbolic.core.rules.integers import equal_sums, ordered_sums
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    integers_between,
    less,
    member,
    total,
)
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import (
    at,
    modulo,
    replaced,
    under,
)

ALIKE = of_each(equal(α(r) * β(r), STEP), r)
PARALLEL = of_each(equal(α(r) * β(s), α(s) * β(r)), r, s)


@cache
def schwarz() -> tuple[Theorem, Theorem]:
    """`Σ_r Σ_s (α_r β_s − α_s β_r)² = 2 (|α|² |β|² − (Σ α_r β_r)²)`, a sum that is not negative."""
    inner = total(s, 1, d, (α(r) * β(s) - α(s) * β(r)) ** 2)
    whole = summed(inner)
    numbers = α(r) ** 2, -(2 * (α(r) * β(r))), β(r) ** 2
    sums_ = SECOND, PRODUCTS, FIRST
    bodies = (opened(parts(each, "total")[2], (s,)) for each in sums_)
    apart_ = Node("add", tuple(number * each for number, each in zip(numbers, bodies, strict=True)))
    row = combined_sum(inner, numbers, sums_, count(), s, identity(opened(parts(inner, "total")[2], (s,)), apart_))
    scales = SECOND, -(2 * PRODUCTS), FIRST
    value = Node("add", tuple(c_ * summand(each) for c_, each in zip(scales, (FIRST, PRODUCTS, SECOND), strict=True)))
    found = over(whole, scales, (FIRST, PRODUCTS, SECOND), modulo(equal(inner, value), (row,)))
    same = identity(whole, 2 * (FIRST * SECOND - PRODUCTS**2), using=((found, 1),))
    return same, _never_negative(whole)


def _never_negative(term: Expression) -> Theorem:
    """`0 ≤` a sum of squares, or of sums of squares."""
    place = next(each for each in (r, s) if each not in free(term))
    body = opened(parts(term, "total")[2], (place,))
    each = _never_negative(body) if isinstance(body, Node) and body.head == "total" else _square(body)
    sums_ = ordered_sums(under(each, member(place, integers_between(1, d))))
    return signed(at_most(0, term), (sums_, at(constant_sum(), 0, count())))


def _square(term: Expression) -> Theorem:
    return signed(at_most(0, term), (divisor(),), squares=(parts(term, "power")[0],))


@cache
def parts_of_excess() -> tuple[Facts, Facts]:
    """`0 < Σ t` and `0 < Σ t² − Σ t`; and that three sums are not negative."""
    length = signed(at_most(1, T - 1), FACTS)
    first = signed(less(0, S1), (length,), degree=2)
    second = signed(less(0, S2 - S1), (length,), products=((length,) * 2, (length,) * 3))
    one, two = times()
    gap = SQUARES_OF_TIMES - TIMES
    weights = signed(less(0, TIMES), (one, first)), signed(less(0, gap), (one, two, second))
    same, above = schwarz()
    spread = signed(at_most(0, FIRST * SECOND - PRODUCTS**2), (same, above))
    square = (PRODUCTS - d * STEP) ** 2
    last = signed(at_most(0, square), (divisor(),), squares=(PRODUCTS - d * STEP,))
    return weights, (spread, _never_negative(DEVIATIONS), last)


def not_below() -> Theorem:
    """No diagonals have a loss below the least one over six scalars."""
    (first, second), (spread, deviation, last) = parts_of_excess()
    known = above_least(), first, second, spread, deviation, last, divisor()
    products = (first, spread), (second, deviation), (first, last)
    return signed(at_most(LEAST, LOSS), known, products=products)


def only_there() -> Theorem:
    """Where the loss is not above it all products are η, and the diagonals are parallel."""
    (first, second), (spread, deviation, last) = parts_of_excess()
    low = assume(at_most(LOSS, LEAST))
    known = above_least(), first, second, spread, deviation, last, divisor(), low
    products = (first, spread), (second, deviation), (first, last), (first,), (second,)
    no_deviation = signed(at_most(DEVIATIONS, 0), known, products=products)
    no_spread = signed(at_most(FIRST * SECOND - PRODUCTS**2, 0), known, products=products)
    each = at(under(_term_below(replaced(DEVIATIONS, STEP, η), PLACE), member(η, REALS)), STEP)
    alike = signed(equal(α(r) * β(r), STEP), (each, no_deviation, divisor()))
    same, _ = schwarz()
    whole = parts(same.conclusion, "equal")[0]
    row = _term_below(whole, PLACE)
    entry = _term_below(summand(whole), OTHER)
    parallel = signed(equal(α(r) * β(s), α(s) * β(r)), (entry, row, same, no_spread))
    return under(conjoin(under(alike, PLACE), under(parallel, PLACE, OTHER)), low.conclusion)


def _term_below(term: Expression, place: Expression) -> Theorem:
    """A summand is at most the sum, none being negative."""
    variable = parts(place, "member")[0]
    assert isinstance(variable, Variable)
    body = opened(parts(term, "total")[2], (variable,))
    each = _never_negative(body) if isinstance(body, Node) and body.head == "total" else _square(body)
    return below_sum(term, under(each, place), count(), assume(place))


def reached() -> Theorem:
    """Where all products are η and the diagonals are parallel the loss is the least one."""
    alike, parallel = (assume(each) for each in (ALIKE, PARALLEL))
    product, beside = at(alike, assume(PLACE)), at(parallel, assume(PLACE), assume(OTHER))
    nothing = at(constant_sum(), 0, count())
    deviation = identity(summand(DEVIATIONS), 0, (divisor(),), ((product, α(r) * β(r) - STEP),))
    no_deviation = modulo(equal(DEVIATIONS, 0), (equal_sums(under(deviation, PLACE)), nothing))
    same_products = equal_sums(under(product, PLACE)), at(constant_sum(), STEP, count())
    of_products = modulo(equal(PRODUCTS, d * STEP), same_products, (divisor(),))
    same, _ = schwarz()
    whole = parts(same.conclusion, "equal")[0]
    inner = summand(whole)
    entry = identity(opened(parts(inner, "total")[2], (s,)), 0, using=((beside, α(r) * β(s) - α(s) * β(r)),))
    row = modulo(equal(inner, 0), (equal_sums(under(entry, OTHER)), nothing))
    no_spread = modulo(equal(whole, 0), (equal_sums(under(row, PLACE)), nothing))
    half = TIMES / 2
    using = (
        (above_least(), 1),
        (no_deviation, SQUARES_OF_TIMES - TIMES),
        (of_products, TIMES * (PRODUCTS - d * STEP)),
        (no_spread, half),
        (same, -half),
    )
    there = identity(LOSS, LEAST, (divisor(),), using)
    return under(signed(at_most(LOSS, LEAST), (there, divisor())), conjunction(ALIKE, PARALLEL))
