"""The loss of diagonal `A_32` and `B_12` at the start of ones, its least value, and the slope off the diagonal."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.lemmas.six_scalars_bound import (
    CURVED,
    FACTS,
    LEAST,
    LEAST_VALUE,
    S1,
    S2,
    STEP,
    divisor,
    same_least,
    same_step,
    signs,
)
from proofs.sander2024.formal.six_products import PAIRED, SIZES
from proofs.sander2024.formal.starts_of_ones import GIVEN, ONES, T, d, power_sum
from proofs.sander2024.formal.starts_of_ones import summed as sum_of_powers
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, free, nodes, opened, written
from symbolic.core.rules.integers import equal_sums, ordered_sums
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, discharge, excluded_middle, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    iff,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    member,
    negation,
    real,
    total,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.goals.stated import ENTRY
from symbolic.goals.two_diagonals import Diagonal, derived_loss_of_diagonals
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import (
    Solver,
    at,
    belonging,
    indicated,
    modulo,
    proved,
    quantified,
    replaced,
    under,
    whichever,
)
from symbolic.tactics.sums.constant_starts import moment_is_one
from symbolic.tactics.sums.kronecker import selected

LEFT_OUT = (
    "that any diagonal `A_22`, `A_23`, `A_33` and `B_13` add to the loss, by a mean square; and that the parallel "
    "diagonals are multiples of one of signs"
)

r, s = SUMMED[:2]
j, k = ENTRY
a, b, η = map(real, ("a", "b", "η"))
KEY = PAIRED.key
DIAGONAL = Diagonal.of(KEY)
LINE = ModelOnFamily(KEY, "line")
BLOCKS = dict(zip(DIAGONAL.stated.setting.blocks, DIAGONAL.stated.any_blocks, strict=True))
A, B = BLOCKS["A_32"], BLOCKS["B_12"]
IN_SHAPE = member(B, matrices(d, d)), member(A, matrices(d, d))
(LAW,) = DIAGONAL.stated.laws
LOSS = replaced(DIAGONAL.loss, LAW, ONES)
PLACE, OTHER = (member(each, integers_between(1, d)) for each in (r, s))


def α(place: Number) -> Expression:
    """An entry of the diagonal of `A_32`."""
    return cell(A, place, place)


def β(place: Number) -> Expression:
    """An entry of the diagonal of `B_12`."""
    return cell(B, place, place)


def summed(term: Expression) -> Expression:
    """The sum over all coordinates of a term in r."""
    return total(r, 1, d, term)


def of_each(formula: Expression, *places: Variable) -> Expression:
    """A formula for all coordinates."""
    return quantified(formula, *(member(each, integers_between(1, d)) for each in places))


FIRST, SECOND = summed(α(r) ** 2), summed(β(r) ** 2)
PRODUCTS, SQUARED = summed(α(r) * β(r)), summed((α(r) * β(r)) ** 2)
DEVIATIONS = summed((α(r) * β(r) - STEP) ** 2)
"""`|α|²`, `|β|²`, `Σ α_r β_r`, `Σ α_r² β_r²` and `Σ (α_r β_r − η)²`."""

TIMES, SQUARES_OF_TIMES = power_sum(1), power_sum(2)
EXCESS = (
    TIMES * (FIRST * SECOND - PRODUCTS**2)
    + (SQUARES_OF_TIMES - TIMES) * DEVIATIONS
    + TIMES * (PRODUCTS - d * STEP) ** 2
)
"""What the loss has above its least value."""

ALIKE = of_each(equal(α(r) * β(r), STEP), r)
PARALLEL = of_each(equal(α(r) * β(s), α(s) * β(r)), r, s)
SLOPE = 2 * a**2 * b * TIMES
"""The gradient by an entry of `B_12` off the diagonal, where `A_32 = aI`, `B_12 = bI`."""


def goal(
    excess: Expression = EXCESS,
    parallel: Expression = PARALLEL,
    alike: Expression = ALIKE,
    slope: Expression = SLOPE,
) -> Expression:
    """For all sizes: the loss of two diagonals, where it is least, and the slope beside multiples of the identity."""
    loss = equal(LOSS, LEAST + excess)
    least = conjunction(at_most(LEAST, LOSS), iff(at_most(LOSS, LEAST), conjunction(alike, parallel)))
    beside = equal(cell(gradient(), j, k), slope)
    off = quantified(implies(negation(equal(j, k)), beside), *LINE.point, *IN_BLOCK)
    return quantified(conjunction(quantified(conjunction(loss, least), *IN_SHAPE), off), *SIZES)


IN_BLOCK = member(j, integers_between(1, d)), member(k, integers_between(1, d))


def gradient() -> Expression:
    """The gradient by `B_12`, at a point of the line."""
    return LINE.stated.model.gradient("B_12", *GIVEN, *LINE.stated.blocks_at(a, b))


@cache
def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), FACTS)


def ones(term: Expression) -> Facts:
    """That the moments in a term are 1."""
    return tuple(moment_is_one(node) for node in nodes(term) if node.head == "mean" and not node.loose)


def over(term: Expression, numbers: tuple[Expression, ...], sums_: tuple[Expression, ...], each: Theorem) -> Theorem:
    """A sum over coordinates by sums of others."""
    return combined_sum(term, numbers, sums_, count(), r, each)


def _summand(term: Expression) -> Expression:
    return opened(parts(term, "total")[2], (r,))


def _alone(term: Expression, number: Expression, plain: Expression) -> Theorem:
    """A sum whose summand is that of another one, moments being 1."""
    each = modulo(equal(_summand(term), number * _summand(plain)), ones(_summand(term)))
    return identity(term, number * plain, using=((over(term, (number,), (plain,), each), 1),))


def _mixed(term: Expression) -> Theorem:
    """`Σ_r Σ_{s≠r} α_r² β_s² = |α|² |β|² − Σ α_r² β_r²`."""
    inner = _summand(term)
    body = opened(parts(inner, "total")[2], (s,))
    only = total(s, 1, d, indicator(equal(s, r)) * β(s) ** 2)
    numbers, sums_ = (α(r) ** 2, -(α(r) ** 2)), (total(s, 1, d, β(s) ** 2), only)
    bodies = (opened(parts(each, "total")[2], (s,)) for each in sums_)
    apart_ = Node("add", tuple(number * each for number, each in zip(numbers, bodies, strict=True)))
    goal_ = equal(body, apart_)

    def case(facts: Facts) -> Theorem:
        return modulo(goal_, (*indicated(facts[0]), *ones(body)))

    each = whichever(goal_, excluded_middle(equal(s, r)), case, case)
    row = combined_sum(inner, numbers, sums_, count(), s, each)
    own = selected(count(), assume(PLACE), s, β(s) ** 2)
    value = SECOND * α(r) ** 2 + -written(1) * (α(r) * β(r)) ** 2
    summed_row = modulo(equal(inner, value), (row, own))
    return over(term, (SECOND, -written(1)), (FIRST, SQUARED), summed_row)


@cache
def loss() -> Theorem:
    """`L = Σt² Σ α_r² β_r² + Σt (|α|² |β|² − Σ α_r² β_r²) − 2 Σt Σ α_r β_r + (T − 1) d`."""
    law = belonging(ONES, vector_moments(6))
    derived = at(derived_loss_of_diagonals(KEY), *map(assume, SIZES), law, *map(assume, IN_SHAPE))
    terms = tuple(parts(each, "multiply")[-1] for each in parts(parts(derived.conclusion, "equal")[1], "add"))
    sixth, mixed, fourth, second = terms
    constant = modulo(equal(_summand(second), written(1)), ones(_summand(second)))
    number = equal_sums(under(constant, PLACE))
    equations = (
        _alone(sixth, written(1), SQUARED),
        _mixed(mixed),
        _alone(fourth, written(1), PRODUCTS),
        number,
        at(constant_sum(), 1, count()),
    )
    value = S2 * SQUARED + S1 * (FIRST * SECOND - SQUARED) - 2 * S1 * PRODUCTS + (T - 1) * d
    return modulo(equal(LOSS, value), (derived, *equations))


@cache
def deviations() -> Theorem:
    """`Σ (α_r β_r − B)² = Σ α_r² β_r² − 2 B Σ α_r β_r + d B²` at the best product."""
    numbers = written(1), -(2 * STEP), STEP**2
    sums_ = SQUARED, PRODUCTS, summed(written(1))
    bodies = (_summand(each) for each in sums_)
    apart_ = Node("add", tuple(number * each for number, each in zip(numbers, bodies, strict=True)))
    each = identity(_summand(DEVIATIONS), apart_, (divisor(),))
    found = combined_sum(DEVIATIONS, numbers, sums_, count(), r, each, (divisor(),))
    value = SQUARED - 2 * STEP * PRODUCTS + STEP**2 * d
    return modulo(equal(DEVIATIONS, value), (found, at(constant_sum(), 1, count())), (divisor(),))


@cache
def times() -> tuple[Theorem, Theorem]:
    """`Σ t` and `Σ t²` as polynomials in T."""
    return sum_of_powers(1, SIZES[1]), sum_of_powers(2, SIZES[1])


@cache
def above_least() -> Theorem:
    """The loss is its least value and three terms more."""
    known = signs()[-1], divisor()
    value = (
        LEAST_VALUE
        + S1 * (FIRST * SECOND - PRODUCTS**2)
        + (S2 - S1) * (SQUARED - 2 * (S1 / CURVED) * PRODUCTS + (S1 / CURVED) ** 2 * d)
        + S1 * (PRODUCTS - d * (S1 / CURVED)) ** 2
    )
    plain = identity(LOSS, value, known, ((loss(), 1),))
    printed = modulo(equal(LEAST + EXCESS, value), (same_least(), deviations(), same_step(), *times()), known)
    return identity(LOSS, LEAST + EXCESS, known, ((plain, 1), (printed, -1)))


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
    value = Node("add", tuple(c_ * _summand(each) for c_, each in zip(scales, (FIRST, PRODUCTS, SECOND), strict=True)))
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
    entry = _term_below(_summand(whole), OTHER)
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
    deviation = identity(_summand(DEVIATIONS), 0, (divisor(),), ((product, α(r) * β(r) - STEP),))
    no_deviation = modulo(equal(DEVIATIONS, 0), (equal_sums(under(deviation, PLACE)), nothing))
    same_products = equal_sums(under(product, PLACE)), at(constant_sum(), STEP, count())
    of_products = modulo(equal(PRODUCTS, d * STEP), same_products, (divisor(),))
    same, _ = schwarz()
    whole = parts(same.conclusion, "equal")[0]
    inner = _summand(whole)
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


@cache
def off_diagonal() -> Theorem:
    """The gradient by `B_12` beside its diagonal."""
    law = belonging(ONES, vector_moments(6))
    derived = derived_gradient(KEY, "line", "B_12")
    entry = at(derived, *map(assume, SIZES), law, *map(assume, (*LINE.point, *IN_BLOCK)))
    left, right = parts(entry.conclusion, "equal")
    different = assume(negation(equal(j, k)))
    sixth = tuple(moment_is_one(node) for node in nodes(right) if node.head == "mean" and not node.loose)
    found = modulo(equal(left, SLOPE), (entry, *indicated(different), *sixth, times()[0]))
    return under(under(found, different.conclusion), *LINE.point, *IN_BLOCK)


def proof() -> Proof:
    """The goal and its definedness."""
    alike, parallel = conjunction(ALIKE, PARALLEL), reached()
    joint = assume(alike)
    back = parallel
    for number, each in enumerate((ALIKE, PARALLEL)):
        back = apply(discharge(each, back), part(number, joint))
    both = both_ways(only_there(), discharge(alike, apply(back, joint)))
    least = under(conjoin(above_least(), conjoin(not_below(), both)), *IN_SHAPE)
    found = under(conjoin(least, off_diagonal()), *SIZES)
    solve = defined_on(LINE, divisors=lambda facts: (divisor(),))
    return Proof(goal(), found, proved(defined(goal()), solve=_solved(solve)))


def _solved(solve: Solver) -> Solver:
    """That the loss of diagonals is a polynomial, and what else is needed."""

    def settle(formula: Expression, facts: Facts) -> Theorem | None:
        if isinstance(formula, Node) and formula == REGULAR:
            law = belonging(ONES, vector_moments(6))
            return ModelAnywhere(KEY).regular(formula, (*facts, law))
        return solve(formula, facts)

    return settle


REGULAR = DIAGONAL.stated.model.regular(*GIVEN, *DIAGONAL.blocks)
