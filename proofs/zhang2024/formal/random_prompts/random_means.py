"""`E Λ²` and `E ΓΛ²` for a random diagonal Λ with independent eigenvalues of one law are multiples of the identity."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.random_prompts.random_law import MODEL, WEIGHT, N, d, m1, m2, m3, μ
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.entries import cell_of_matrix, independent_mean
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, excluded_middle, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_word, equal_in_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    cell,
    conjunction,
    equal,
    equal_matrices,
    function,
    identity_matrix,
    independent,
    indicator,
    integers_between,
    integers_from,
    matrix,
    member,
    multiple,
    real,
    total,
)
from symbolic.goals.usual_terms import mixed_moment
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, belonging, indicated, modulo, swapped, under, whichever, with_meaning
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.moment_letters import same_moments

j, k, l, hole = map(real, ("j", "k", "l", "_hole"))
ROW, COLUMN, OTHER = (member(each, integers_between(1, d)) for each in (j, k, l))


def moment(*powers: tuple[Expression, int]) -> Expression:
    """A moment of the numbers of which eigenvalues are the squares: they are independent, with one law."""
    return mixed_moment(independent(μ), *powers)


def squares(place: Expression) -> Expression:
    """`E λ_j²`."""
    return moment((place, 4))


def cubes(place: Expression) -> Expression:
    """`(1 + 1/N) E λ_j³ + Σ_l E λ_l λ_j²/N`."""
    return (1 + 1 / N) * moment((place, 6)) + total(l, 1, d, moment((l, 2), (place, 4))) / N


OF_SQUARES, OF_CUBES = (matrix(j, k, (d, d), indicator(equal(j, k)) * each(j)) for each in (squares, cubes))
"""`E Λ²` and `E ΓΛ²`."""


def means(square: Number = m2, cube: Number = WEIGHT) -> Expression:
    """Which multiples of the identity they are."""
    one = identity_matrix(d)
    return conjunction(*(equal_matrices(of, multiple(c, one)) for of, c in ((OF_SQUARES, square), (OF_CUBES, cube))))


@cache
def alone(order: int) -> Theorem:
    """`E x_jⁿ = E yⁿ`."""
    return independent_mean(moment((j, order)), MODEL.given[2], (_place(j, ROW),), ())


def _place(number: Expression, membership: Expression) -> Theorem:
    return belonging(number, integers_from(1), with_meaning(assume(membership)))


def summed() -> Theorem:
    """`Σ_l E λ_l λ_j² = E λ³ + (d − 1) E λ E λ²`."""
    mixed, apart = moment((l, 2), (j, 4)), m1 * m2
    goal = equal(mixed, apart * 1 + (m3 - apart) * indicator(equal(l, j)))

    def here(case: Facts) -> Theorem:
        one = same_moments(moment((j, 2), (j, 4)), moment((j, 6)))
        back = rewrite(function(hole, body=equal(moment((hole, 2), (j, 4)), moment((j, 6)))), swapped(case[0]), one)
        return modulo(goal, (back, alone(6), *indicated(case[0])))

    def elsewhere(case: Facts) -> Theorem:
        both = independent_mean(mixed, MODEL.given[2], (_place(l, OTHER), _place(j, ROW)), (case[0],))
        return modulo(goal, (both, *indicated(case[0])))

    each = whichever(goal, excluded_middle(equal(l, j)), here, elsewhere)
    count = belonging(d, integers_from(0), MODEL.facts)
    sums = total(l, 1, d, written(1)), total(l, 1, d, indicator(equal(l, j)))
    whole = combined_sum(total(l, 1, d, mixed), (apart, m3 - apart), sums, count, l, each)
    one = selected(count, assume(ROW), l, written(1))
    plain = equal_sums(under(identity(indicator(equal(l, j)), indicator(equal(l, j)) * 1), OTHER))
    ones = at(constant_sum(), 1, count)
    return modulo(equal(total(l, 1, d, mixed), m3 + (d - 1) * m1 * m2), (whole, ones, plain, one))


def _multiple(of: Expression, number: Expression, equations: Facts) -> Theorem:
    """The equation for one of them, from what its entries are."""
    wanted, one = multiple(number, identity_matrix(d)), identity_matrix(d)
    cells = cell_of_matrix(cell(of, j, k)), cell_of_word(cell(wanted, j, k)), cell_of_word(cell(one, j, k))
    entry = modulo(equal(cell(of, j, k), cell(wanted, j, k)), (*cells, *equations), MODEL.facts)
    return equal_in_cells(under(entry, ROW, COLUMN), *(shaped(each, MODEL.facts) for each in (of, wanted)))


def means_proved() -> tuple[Theorem, Theorem]:
    """Both equations."""
    return _multiple(OF_SQUARES, m2, (alone(4),)), _multiple(OF_CUBES, WEIGHT, (alone(6), summed()))
