"""Numbers that matrices have: the entry of one of one row and one column, and sums of squares."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Node, Sort, Variable, fresh, opened, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.integers import empty_sum, equal_sums, next_sum, ordered_sums
from symbolic.core.rules.logic import parts, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells, trace_of_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    at_most,
    cell,
    equal,
    equal_matrices,
    function,
    identity_matrix,
    integers_between,
    integers_from,
    less,
    member,
    multiple,
    product,
    trace,
    transpose,
)
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, swapped, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped

ONE = written(1)


def as_number(matrix: Expression, facts: Facts) -> Theorem:
    """`M = tr(M) I` for M of one row and one column, of which the shape is among facts or follows."""
    shape = shaped(matrix, facts)
    value = multiple(trace(matrix), identity_matrix(1))
    j = fresh(Sort.REAL, matrix, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    k = fresh(Sort.REAL, j, matrix, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    places = member(j, integers_between(1, 1)), member(k, integers_between(1, 1))
    entries = under(_entry(matrix, value, (j, k), shape, places), *places)
    return equal_in_cells(entries, shape, shaped(value, (*facts, shape)))


def with_number(equation: Theorem, facts: Facts) -> Theorem:
    """`M = c I` from `tr M = c`, for M of one row and one column."""
    left, _ = parts(equation.conclusion, "equal")
    (matrix,) = parts(left, "trace")
    hole = fresh(Sort.REAL, equation.conclusion)
    body = equal_matrices(matrix, multiple(hole, identity_matrix(1)))
    return rewrite(function(hole, body=body), equation, as_number(matrix, facts))


def _entry(
    matrix: Expression,
    value: Expression,
    places: tuple[Variable, Variable],
    shape: Theorem,
    within: tuple[Expression, Expression],
) -> Theorem:
    """`M[j, k] = (tr(M) I)[j, k]`."""
    known = assumed(*within)
    ones = [swapped(proved(equal(place, 1), known)) for place in places]
    of_value = cell_of_word(cell(value, *places))
    of_identity = cell_of_word(cell(identity_matrix(1), *places))
    on_diagonal = indicator_of_true(proved(equal(*places), known))
    first = _sum_of_one(matrix, shape)
    found = modulo(
        equal(cell(matrix, 1, 1), cell(value, *places)),
        (of_value, of_identity, on_diagonal, trace_of_cells(trace(matrix), shape), first),
    )
    for n, one in enumerate(ones):
        hole = fresh(Sort.REAL, found.conclusion, one.conclusion)
        at = (hole, ONE) if n == 0 else (places[0], hole)
        found = rewrite(function(hole, body=equal(cell(matrix, *at), cell(value, *places))), one, found)
    return found


def _sum_of_one(matrix: Expression, shape: Theorem) -> Theorem:
    """`Σ_{j=1}^{1} M[j, j] = M[1, 1]`."""
    return sum_of_one(parts(trace_of_cells(trace(matrix), shape).conclusion, "equal")[1])


def sum_of_one(whole: Expression) -> Theorem:
    """`Σ_{j=1}^{1} f(j) = f(1)`."""
    least, _, body = parts(whole, "total")
    zero = written(0)

    def sum_to(end: Expression) -> Expression:
        return Node("total", (least, end, body))

    grown = next_sum(sum_to(zero), belonging(zero, INTEGERS), proved(at_most(1, zero + 1)))
    nothing = empty_sum(sum_to(zero), proved(less(0, 1)))
    hole = fresh(Sort.REAL, grown.conclusion)
    summed = modulo(equal(sum_to(zero + 1), opened(body, (zero + 1,))), (grown, nothing))
    body_at = equal(sum_to(hole), opened(body, (hole,)))
    return rewrite(function(hole, body=body_at), identity(zero + 1, 1), summed)


def squared_entries(column: Expression, facts: Facts) -> Theorem:
    """`xᵀ x = Σ_j x_j²`, as traces, for a column x."""
    turned = transpose(column)
    square = product(turned, column)
    whole = trace_of_cells(trace(square), shaped(square, facts))
    first = sum_of_one(parts(whole.conclusion, "equal")[1])
    entry = cell_of_product(cell(square, 1, 1), shaped(turned, facts))
    least, greatest, body = parts(parts(entry.conclusion, "equal")[1], "total")
    j = fresh(Sort.REAL, square, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    summand = opened(body, (j,))
    there = modulo(equal(summand, cell(column, j, 1) ** 2), (cell_of_word(cell(turned, 1, j)),))
    each = equal_sums(under(there, member(j, integers_between(least, greatest))))
    return modulo(equal(trace(square), parts(each.conclusion, "equal")[1]), (whole, first, entry, each))


def length_of_signs(column: Expression, sign: Callable[[Expression], Theorem], facts: Facts) -> Theorem:
    """`xᵀ x = n`, as a trace, where `x_j² = 1` at every place j of a column of n entries."""
    squares = squared_entries(column, facts)
    left, right = parts(squares.conclusion, "equal")
    least, length, _ = parts(right, "total")
    j = fresh(Sort.REAL, squares.conclusion, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    ones = equal_sums(under(sign(j), member(j, integers_between(least, length))))
    count = at(constant_sum(), 1, belonging(length, integers_from(0), facts))
    return modulo(equal(left, length), (squares, ones, count))


def not_negative(matrix: Expression, facts: Facts) -> Theorem:
    """`0 ≤ tr(Aᵀ A)`, the sum of the squares of all entries."""
    square = product(transpose(matrix), matrix)
    by_row = trace_of_cells(trace(square), shaped(square, facts))
    _, rows = parts(by_row.conclusion, "equal")
    rows_of = parts(rows, "total")[1]
    around = tuple(each for fact in facts for each in (fact.conclusion, *fact.hypotheses))
    j = fresh(Sort.REAL, matrix, square, *around)
    l = fresh(Sort.REAL, matrix, square, j, *around)
    entry = cell_of_product(cell(square, j, j), shaped(transpose(matrix), facts))
    _, columns = parts(entry.conclusion, "equal")
    _, length, body = parts(columns, "total")
    summand = opened(body, (l,))
    turned = cell_of_word(cell(transpose(matrix), j, l))
    positive = signed(at_most(0, cell(matrix, l, j) ** 2), squares=(cell(matrix, l, j),))
    each = _ordered(summand, modulo(equal(summand, cell(matrix, l, j) ** 2), (turned,)), positive)
    inner = _sum_not_negative(columns, l, length, each, facts)
    of_row = _ordered(cell(square, j, j), entry, inner)
    found = _sum_not_negative(rows, j, rows_of, of_row, facts)
    return _ordered(trace(square), by_row, found)


def _ordered(term: Expression, equation: Theorem, sign: Theorem) -> Theorem:
    """`0 ≤ s` from `s = t` and `0 ≤ t`."""
    hole = fresh(Sort.REAL, term, equation.conclusion, sign.conclusion)
    return rewrite(function(hole, body=at_most(0, hole)), swapped(equation), sign)


def _sum_not_negative(summed: Expression, index: Variable, length: Expression, each: Theorem, facts: Facts) -> Theorem:
    """`0 ≤ Σ f` from `0 ≤ f`."""
    ordered = ordered_sums(under(each, member(index, integers_between(1, length))))
    nothing = at(constant_sum(), 0, belonging(length, integers_from(0), facts))
    hole = fresh(Sort.REAL, ordered.conclusion, nothing.conclusion)
    least = rewrite(function(hole, body=at_most(hole, summed)), nothing, ordered)
    return proved(at_most(0, summed), (least,))
