"""Moments of independent coordinates with one kurtosis, and what `E ‖x‖² x xᵀ` is by them."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.laws_of_covariates import MODEL, C, F, μ
from proofs.zhang2024.formal.loss_in_traces import d
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, excluded_middle, part, reflexive, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells, trace_of_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    cell,
    conjunction,
    equal,
    function,
    implies,
    indicator,
    integers_between,
    integers_from,
    member,
    multiple,
    negation,
    product,
    real,
    sum_of_matrices,
    total,
    trace,
)
from symbolic.goals.usual_terms import mixed_moment
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, belonging, indicated, modulo, quantified, swapped, turned_round, under, whichever
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.matrix_letters import shaped

κ, j, k, l, hole = map(real, ("κ", "j", "k", "l", "_hole"))
ROW, COLUMN, OTHER = (member(each, integers_between(1, d)) for each in (j, k, l))


def second(one: Expression, other: Expression) -> Expression:
    """`E x_j x_k`."""
    return mixed_moment(μ, (one, 1), (other, 1))


def fourth(twice: Expression, one: Expression, other: Expression) -> Expression:
    """`E x_l² x_j x_k`."""
    return mixed_moment(μ, (twice, 2), (one, 1), (other, 1))


def coordinates(kurtosis: Number = κ) -> Expression:
    """What is used of coordinates that are independent with mean 0, and `E x_j⁴ = κ (E x_j²)²`."""
    apart, others = negation(equal(j, k)), negation(equal(l, j))
    return conjunction(
        quantified(implies(apart, equal(second(j, k), 0)), ROW, COLUMN),
        quantified(implies(apart, equal(fourth(l, j, k), 0)), OTHER, ROW, COLUMN),
        quantified(implies(others, equal(fourth(l, j, j), second(l, l) * second(j, j))), OTHER, ROW),
        quantified(equal(fourth(j, j, j), written(kurtosis) * second(j, j) ** 2), ROW),
    )


INDEPENDENT = coordinates()
FOURTH = sum_of_matrices(multiple(κ - 1, product(C, C)), multiple(trace(C), C))
"""`E ‖x‖² x xᵀ` of such coordinates."""


def supposed(number: int, *places: Theorem) -> Theorem:
    """One of these equations at some places."""
    return at(part(number, assume(INDEPENDENT)), *places)


@cache
def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), MODEL.facts)


def entry_of_square() -> Theorem:
    """`(Λ²)[j, k] = E x_j² E x_j x_k`."""
    found = cell_of_product(cell(product(C, C), j, k), shaped(C, MODEL.facts))
    term = second(j, j) * second(l, k)
    one = indicator(equal(l, j)) * term

    def here(case: Facts) -> Theorem:
        same = rewrite(
            function(hole, body=equal(second(j, hole), second(j, j))), swapped(case[0]), reflexive(second(j, j))
        )
        return modulo(equal(second(j, l), indicator(equal(l, j)) * second(j, j)), (same, *indicated(case[0])))

    def elsewhere(case: Facts) -> Theorem:
        none = apply(supposed(0, assume(ROW), assume(OTHER)), turned_round(case[0]))
        return modulo(equal(second(j, l), indicator(equal(l, j)) * second(j, j)), (none, *indicated(case[0])))

    value = whichever(
        equal(second(j, l), indicator(equal(l, j)) * second(j, j)), excluded_middle(equal(l, j)), here, elsewhere
    )
    cells = cell_of_matrix(cell(C, j, l)), cell_of_matrix(cell(C, l, k))
    each = modulo(equal(cell(C, j, l) * cell(C, l, k), one), (*cells, value))
    same = equal_sums(under(each, OTHER))
    chosen = selected(count(), assume(ROW), l, term)
    return modulo(equal(cell(product(C, C), j, k), second(j, j) * second(j, k)), (found, same, chosen))


def entry_of_fourth() -> Theorem:
    """What an entry of what is stated is."""
    term = cell(FOURTH, j, k)
    apart = cell_of_word(term), *(cell_of_word(cell(each, j, k)) for each in FOURTH.parts)
    equations = (*apart, entry_of_square(), cell_of_matrix(cell(C, j, k)))
    return modulo(equal(term, (κ - 1) * second(j, j) * second(j, k) + trace(C) * second(j, k)), equations)


def trace_of_moments() -> Theorem:
    """`tr Λ = Σ E x_l²`."""
    found = trace_of_cells(trace(C), shaped(C, MODEL.facts))
    each = equal_sums(under(cell_of_matrix(cell(C, l, l)), OTHER))
    return modulo(equal(trace(C), total(l, 1, d, second(l, l))), (found, each))


def off_diagonal(case: Facts) -> Theorem:
    """Entries for `j ≠ k`: both sides are 0."""
    none = apply(supposed(0, assume(ROW), assume(COLUMN)), case[0])
    each = equal_sums(under(apply(supposed(1, *map(assume, (OTHER, ROW, COLUMN))), case[0]), OTHER))
    zero = at(constant_sum(), 0, count())
    equations = cell_of_matrix(cell(F, j, k)), each, zero, entry_of_fourth(), none
    return modulo(equal(cell(F, j, k), cell(FOURTH, j, k)), equations)


def on_diagonal() -> Theorem:
    """`∀j`: the entries at j, j."""
    mine = second(j, j)
    value = mine * second(l, l) + (κ - 1) * mine**2 * indicator(equal(l, j))
    goal = equal(fourth(l, j, j), value)

    def here(case: Facts) -> Theorem:
        back = swapped(case[0])
        four = rewrite(
            function(hole, body=equal(fourth(hole, j, j), fourth(j, j, j))), back, reflexive(fourth(j, j, j))
        )
        two = rewrite(function(hole, body=equal(second(hole, hole), mine)), back, reflexive(mine))
        return modulo(goal, (four, two, supposed(3, assume(ROW)), *indicated(case[0])))

    def elsewhere(case: Facts) -> Theorem:
        return modulo(goal, (apply(supposed(2, assume(OTHER), assume(ROW)), case[0]), *indicated(case[0])))

    each = whichever(goal, excluded_middle(equal(l, j)), here, elsewhere)
    sums = total(l, 1, d, second(l, l)), total(l, 1, d, indicator(equal(l, j)))
    summed = combined_sum(total(l, 1, d, fourth(l, j, j)), (mine, (κ - 1) * mine**2), sums, count(), l, each)
    one = selected(count(), assume(ROW), l, written(1))
    plain = equal_sums(under(identity(indicator(equal(l, j)), indicator(equal(l, j)) * 1), OTHER))
    at_jj = at(under(entry_of_fourth(), COLUMN), assume(ROW))
    equations = cell_of_matrix(cell(F, j, j)), summed, plain, one, at_jj, trace_of_moments()
    return under(modulo(equal(cell(F, j, j), cell(FOURTH, j, j)), equations), ROW)


@cache
def fourth_moments() -> Theorem:
    """`E ‖x‖² x xᵀ = (κ − 1) Λ² + tr Λ Λ`, from what is supposed of coordinates."""
    goal = equal(cell(F, j, k), cell(FOURTH, j, k))

    def diagonal(case: Facts) -> Theorem:
        there = at(on_diagonal(), assume(ROW))
        return rewrite(function(hole, body=equal(cell(F, j, hole), cell(FOURTH, j, hole))), case[0], there)

    each = whichever(goal, excluded_middle(equal(j, k)), diagonal, off_diagonal)
    shapes = (shaped(each_, MODEL.facts) for each_ in (F, FOURTH))
    return equal_in_cells(under(each, ROW, COLUMN), *shapes)
