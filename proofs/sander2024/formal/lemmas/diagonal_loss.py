"""The loss of diagonal `A_32` and `B_12` at the start of ones: its least value over six scalars, and three terms."""

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
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, excluded_middle, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    cell,
    equal,
    indicator,
    integers_between,
    integers_from,
    matrices,
    matrix_letter,
    member,
    real,
    total,
    vector_moments,
)
from symbolic.goals.engine import derived_loss
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.stated import ENTRY
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import (
    at,
    belonging,
    indicated,
    modulo,
    quantified,
    under,
    whichever,
)
from symbolic.tactics.sums.constant_starts import moments_are_one
from symbolic.tactics.sums.kronecker import selected

r, s = SUMMED[:2]
j, k = ENTRY
a, b, η = map(real, ("a", "b", "η"))
KEY = PAIRED.key
LINE, PAIR = ModelOnFamily(KEY, "line"), ModelOnFamily(KEY, "target-diagonals")
A, B = matrix_letter("α3"), matrix_letter("β1")
"""The diagonals of `A_32` and of `B_12`, as columns."""
IN_SHAPE = member(A, matrices(d, 1)), member(B, matrices(d, 1))
LOSS = PAIR.stated.model.loss(*GIVEN, *PAIR.stated.blocks)
PLACE, OTHER = (member(each, integers_between(1, d)) for each in (r, s))


def α(place: Number) -> Expression:
    """An entry of the diagonal of `A_32`."""
    return cell(A, place, 1)


def β(place: Number) -> Expression:
    """An entry of the diagonal of `B_12`."""
    return cell(B, place, 1)


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


@cache
def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), FACTS)


def over(term: Expression, numbers: tuple[Expression, ...], sums_: tuple[Expression, ...], each: Theorem) -> Theorem:
    """A sum over coordinates by sums of others."""
    return combined_sum(term, numbers, sums_, count(), r, each)


def summand(term: Expression) -> Expression:
    return opened(parts(term, "total")[2], (r,))


def _alone(term: Expression, number: Expression, plain: Expression) -> Theorem:
    """A sum whose summand is that of another one, moments being 1."""
    each = modulo(equal(summand(term), number * summand(plain)), moments_are_one(summand(term)))
    return identity(term, number * plain, using=((over(term, (number,), (plain,), each), 1),))


def _mixed(term: Expression) -> Theorem:
    """`Σ_r Σ_{s≠r} α_r² β_s² = |α|² |β|² − Σ α_r² β_r²`."""
    inner = summand(term)
    body = opened(parts(inner, "total")[2], (s,))
    only = total(s, 1, d, indicator(equal(s, r)) * β(s) ** 2)
    numbers, sums_ = (α(r) ** 2, -(α(r) ** 2)), (total(s, 1, d, β(s) ** 2), only)
    bodies = (opened(parts(each, "total")[2], (s,)) for each in sums_)
    apart_ = Node("add", tuple(number * each for number, each in zip(numbers, bodies, strict=True)))
    goal_ = equal(body, apart_)

    def case(facts: Facts) -> Theorem:
        return modulo(goal_, (*indicated(facts[0]), *moments_are_one(body)))

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
    derived = at(derived_loss(KEY, PAIR.family), *map(assume, SIZES), law, *map(assume, IN_SHAPE))
    terms = tuple(parts(each, "multiply")[-1] for each in parts(parts(derived.conclusion, "equal")[1], "add"))
    sixth, mixed, fourth, second = terms
    constant = modulo(equal(summand(second), written(1)), moments_are_one(summand(second)))
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
    bodies = (summand(each) for each in sums_)
    apart_ = Node("add", tuple(number * each for number, each in zip(numbers, bodies, strict=True)))
    each = identity(summand(DEVIATIONS), apart_, (divisor(),))
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
