"""Quadratic forms: a symmetric matrix whose form is 0 at every column is 0."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Sort, fresh, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, cells_of_equal, equal_in_cells, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    equal,
    identity_matrix,
    integers_between,
    matrix,
    member,
    product,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, belonging, modulo, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


def form_at(matrix_: Expression, column: Expression) -> Expression:
    """`xᵀ A x`."""
    return trace(product(transpose(column), matrix_, column))


def vanishing_form(letter: Expression, size: Expression, everywhere: Theorem, facts: Facts) -> Theorem:
    """`A = 0` from `∀x: xᵀ A x = 0` for a symmetric A: `A x` is 0 for all x, the columns of A among them."""
    around = tuple(each for fact in (*facts, everywhere) for each in (fact.conclusion, *fact.hypotheses))
    j = fresh(Sort.REAL, letter, *around)
    k = fresh(Sort.REAL, letter, j, *around)
    places = tuple(member(each, integers_between(1, size)) for each in (j, k))
    row, entry = fresh(Sort.REAL, letter, j, k, *around), fresh(Sort.REAL, letter, size)
    column = matrix(row, entry, (size, 1), cell(letter, row, k))
    nothing = _image(letter, column, everywhere, facts)
    square = product(letter, letter)
    one = belonging(1, integers_between(1, 1))
    there = cells_of_equal(nothing, shaped(product(letter, column), facts), assume(places[0]), one)
    value = cell_of_product(cell(square, j, k), shaped(letter, facts))
    image = cell_of_product(cell(product(letter, column), j, 1), shaped(letter, facts))
    same = _same_sums(*(parts(each.conclusion, "equal")[1] for each in (value, image)))
    none = zeros(size, size)
    goal = equal(cell(square, j, k), cell(none, j, k))
    zero = (cell_of_word(cell(each, j, at_)) for each, at_ in ((zeros(size, 1), written(1)), (none, k)))
    found = modulo(goal, (value, same, swapped(image), there, *zero))
    vanishes = equal_in_cells(under(found, *places), shaped(square, facts), shaped(none, facts))
    whole = ((0, written(1), identity_matrix(size), identity_matrix(size)),)
    length = traces(equal(norm(letter), 0), (vanishes,), whole, known_letters(facts, letter, identity_matrix(size)), ())
    return zero_matrix(letter, signed(at_most(norm(letter), 0), (length,)), facts)


def _same_sums(one: Expression, other: Expression) -> Theorem:
    """The sums over products of entries, in one of which a column of a matrix stands by its entries."""
    least, greatest, body = parts(one, "total")
    _, _, again = parts(other, "total")
    i = fresh(Sort.REAL, one, other)
    left, right = opened(body, (i,)), opened(again, (i,))
    _, last = parts(right, "multiply")
    each = modulo(equal(left, right), (cell_of_matrix(last),))
    return equal_sums(under(each, member(i, integers_between(least, greatest))))


def _image(letter: Expression, column: Expression, everywhere: Theorem, facts: Facts) -> Theorem:
    """`A x = 0` for a column x: `0 = (x + Ax)ᵀ A (x + Ax)`, in which both other forms are 0."""
    inside = (*facts,)
    image = product(letter, column)
    both = sum_of_matrices(column, image)
    zero = tuple(at(everywhere, shaped(each, inside)) for each in (column, image, both))
    value = rewritten_traces(
        equal(form_at(letter, both), form_at(letter, column) + form_at(letter, image) + 2 * norm(image)), inside
    )
    small = signed(at_most(norm(image), 0), (value, *zero))
    return zero_matrix(image, small, inside)
