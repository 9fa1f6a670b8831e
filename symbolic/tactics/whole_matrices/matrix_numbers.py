"""A matrix of one row and one column is a multiple of the identity: by its trace."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Sort, Variable, fresh, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import parts, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_word, equal_in_cells, trace_of_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    at_most,
    cell,
    equal,
    function,
    identity_matrix,
    integers_between,
    less,
    member,
    multiple,
    total,
    trace,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, belonging, modulo, proved, swapped, under
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
    _, whole = parts(trace_of_cells(trace(matrix), shape).conclusion, "equal")
    i = fresh(Sort.REAL, matrix)
    zero = written(0)

    def sum_to(end: Expression) -> Expression:
        return total(i, 1, end, cell(matrix, i, i))

    assert sum_to(ONE) == whole
    grown = next_sum(sum_to(zero), belonging(zero, INTEGERS), proved(at_most(1, zero + 1)))
    nothing = empty_sum(sum_to(zero), proved(less(0, 1)))
    last = cell(matrix, zero + 1, zero + 1)
    hole = fresh(Sort.REAL, grown.conclusion)
    summed = modulo(equal(sum_to(zero + 1), last), (grown, nothing))
    body_at = equal(sum_to(hole), cell(matrix, hole, hole))
    return rewrite(function(hole, body=body_at), identity(zero + 1, 1), summed)
