"""Sums of squares of entries: a matrix of which that is not positive is 0; a definite matrix is a semidefinite one."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Sort, Variable, fresh, opened, written
from symbolic.core.rules.integers import equal_sums, ordered_sums
from symbolic.core.rules.logic import apply, assume, cases, conjoin, contradict, excluded_middle, part, parts
from symbolic.core.rules.matrix_algebra import (
    cell_of_product,
    cell_of_word,
    equal_in_cells,
    trace_of_cells,
    traces,
)
from symbolic.core.rules.membership import belongs, meaning, meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    equal,
    identity_matrix,
    integers_between,
    integers_from,
    less,
    member,
    product,
    semidefinite,
    total,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import at, belonging, modulo, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped


def entry_below(matrix: Expression, facts: Facts, *around: Expression) -> tuple[Theorem, tuple[Expression, ...]]:
    """`A[j, k]² ≤ tr(Aᵀ A)` with the memberships of j and k that it is proved under; these are new to what is around.

    Each square is at most the sum of all.
    """
    shape = shaped(matrix, facts)
    rows, columns = parts(parts(shape.conclusion, "member")[1], "matrices")
    taken = (matrix, *around, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    column = fresh(Sort.REAL, *taken)
    row = fresh(Sort.REAL, *taken, column)
    of_column, of_row = member(column, integers_between(1, columns)), member(row, integers_between(1, rows))
    squares = cell(matrix, row, column) ** 2
    inner, outer = total(row, 1, rows, squares), total(column, 1, columns, total(row, 1, rows, squares))
    high, wide = (belonging(size, integers_from(0), facts) for size in (rows, columns))
    each = under(signed(at_most(0, squares), squares=(cell(matrix, row, column),)), of_row)
    sums = under(_not_negative(inner, each, high), of_column)
    whole = _as_squares(matrix, (row, column), (of_row, of_column), shape, facts)
    below = whole, below_sum(outer, sums, wide, assume(of_column)), below_sum(inner, each, high, assume(of_row))
    length = parts(whole.conclusion, "equal")[0]
    return signed(at_most(squares, length), below), (of_row, of_column)


def zero_matrix(matrix: Expression, small: Theorem, facts: Facts) -> Theorem:
    """`A = 0` from `tr(Aᵀ A) ≤ 0`."""
    shape = shaped(matrix, facts)
    rows, columns = parts(parts(shape.conclusion, "member")[1], "matrices")
    below, places = entry_below(matrix, facts, small.conclusion)
    row, column = (parts(place, "member")[0] for place in places)
    square = signed(at_most(cell(matrix, row, column) ** 2, 0), (small, below))
    value = signed(equal(cell(matrix, row, column), 0), (square,), degree=2)
    nothing = zeros(rows, columns)
    entry = modulo(
        equal(cell(matrix, row, column), cell(nothing, row, column)), (value, cell_of_word(cell(nothing, row, column)))
    )
    return equal_in_cells(under(entry, *places), shape, shaped(nothing, facts))


def positive_square(matrix: Expression, apart: Theorem, facts: Facts) -> Theorem:
    """`0 < tr(Aᵀ A)` from `¬ A = 0`."""
    square = trace(product(transpose(matrix), matrix))
    goal = less(0, square)

    def small(case: Facts) -> Theorem:
        return cases(goal, contradict(zero_matrix(matrix, signed(at_most(square, 0), case), facts), apart))

    return whichever(goal, trichotomy(written(0), square), lambda case: case[0], small, small)


def _not_negative(summed: Expression, each: Theorem, count: Theorem) -> Theorem:
    return signed(at_most(0, summed), (ordered_sums(each), at(constant_sum(), 0, count)))


def _as_squares(
    matrix: Expression,
    at_: tuple[Variable, Variable],
    within: tuple[Expression, Expression],
    shape: Theorem,
    facts: Facts,
) -> Theorem:
    """`tr(Aᵀ A) = Σ_k Σ_j A[j, k]²`."""
    row, column = at_
    of_row, of_column = within
    square = product(transpose(matrix), matrix)
    by_row = trace_of_cells(trace(square), shaped(square, facts))
    entry = cell_of_product(cell(square, column, column), shaped(transpose(matrix), facts))
    _, rows, body = parts(parts(entry.conclusion, "equal")[1], "total")
    summand = opened(body, (row,))
    turned = cell_of_word(cell(transpose(matrix), column, row))
    squares = equal_sums(under(modulo(equal(summand, cell(matrix, row, column) ** 2), (turned,)), of_row))
    inner = total(row, 1, rows, cell(matrix, row, column) ** 2)
    each = modulo(equal(cell(square, column, column), inner), (entry, squares))
    columns = parts(parts(by_row.conclusion, "equal")[1], "total")[1]
    outer = equal_sums(under(each, of_column))
    return modulo(equal(trace(square), total(column, 1, columns, inner)), (by_row, outer))


def semidefinite_too(definite: Theorem) -> Theorem:
    """`A` semidefinite from `A` definite: `0 ≤ tr(0ᵀ A 0)` where x is 0."""
    matrix, domain = parts(definite.conclusion, "member")
    (size,) = parts(domain, "definite")
    goal = member(matrix, semidefinite(size))
    known = meant(definite)
    _, _, forms = parts(meaning(goal), "and")
    x = fresh(Sort.MATRIX, goal, *definite.hypotheses)
    place, form = parts(forms, "for_all")
    within = member(x, place)
    wanted = opened(form, (x,))
    (value,) = parts(wanted, "at_most")[1:]
    premise, _ = parts(at(part(2, known), assume(within)).conclusion, "implies")
    (none,) = parts(premise, "not")

    def there(facts: Facts) -> Theorem:
        given = part(0, known), assume(within), *facts
        letters = known_letters(given, matrix, x, zeros(size, 1), whole=(matrix,))
        vanishing = traces(
            equal(value, 0),
            facts[:1],
            ((0, written(1), product(transpose(x), matrix), identity_matrix(1)),),
            letters,
            (),
        )
        return signed(wanted, (vanishing,))

    def elsewhere(facts: Facts) -> Theorem:
        return signed(wanted, (apply(at(part(2, known), assume(within)), facts[0]),))

    sign = whichever(wanted, excluded_middle(none), there, elsewhere)
    return belongs(goal, conjoin(part(0, known), part(1, known), under(sign, within)))
