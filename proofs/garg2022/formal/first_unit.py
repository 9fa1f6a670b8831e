"""The first unit vector; at two coordinates its square as a matrix, and covariances and projections made of it."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.trained_model import SIZES, d
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.entries import cell_of_matrix, indicator_of_true
from symbolic.core.rules.logic import assume, deny, parts, reflexive
from symbolic.core.rules.matrix_algebra import (
    cell_of_product,
    cell_of_word,
    cells_of_equal,
    trace_of_cells,
    trace_of_identity,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    Number,
    at_most,
    cell,
    definite,
    equal,
    equal_matrices,
    identity_matrix,
    indicator,
    integers_between,
    integers_from,
    less,
    matrix,
    member,
    multiple,
    product,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.stated import ENTRY
from symbolic.tactics.evaluated import equations
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, belonging, modulo
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.diagonal_words import entries
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative, with_number
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import positive_square
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

AXIS = matrix(*ENTRY, (d, 1), indicator(equal(ENTRY[0], 1)))
"""`e = (1, 0, …)`."""
SEVERAL = at_most(2, d)

TWO = written(2)
UNIT = matrix(*ENTRY, (2, 1), indicator(equal(ENTRY[0], 1)))
"""`e = (1, 0)`."""
ON_UNIT = product(UNIT, transpose(UNIT))
"""`e eᵀ`."""


@cache
def shape_of_unit() -> Theorem:
    """`e ∈ ℝ²ˣ¹`."""
    return shaped(UNIT, ())


@cache
def length() -> Theorem:
    """`‖e‖² = 1`."""
    square = product(transpose(UNIT), UNIT)
    shape = shaped(square, (shape_of_unit(),))
    whole = trace_of_cells(trace(square), shape)
    found: tuple[Theorem, ...] = (whole, *equations(parts(whole.conclusion, "equal")[1]))
    entry = cell_of_product(cell(square, 1, 1), shaped(transpose(UNIT), (shape_of_unit(),)))
    found = (*found, entry, *equations(parts(entry.conclusion, "equal")[1]))
    for place in (1, 2):
        turned, there = cell(transpose(UNIT), 1, place), cell(UNIT, place, 1)
        found = (*found, cell_of_word(turned), cell_of_matrix(there))
    values = (indicator(equal(place, 1)) for place in (1, 2))
    return modulo(equal(norm(UNIT), 1), (*found, *(each for value_ in values for each in equations(value_))))


@cache
def unit_square() -> Theorem:
    """`eᵀ e = 1`, as matrices of one entry."""
    one = with_number(length(), (shape_of_unit(),))
    left, _ = parts(one.conclusion, "equal_matrices")
    return by_words(equal_matrices(left, identity_matrix(1)), (shape_of_unit(),), (one, 1, None, None))


def on_unit(scale: Number, more: Number = 0) -> Expression:
    """`a e eᵀ + b I`."""
    return sum_of_matrices(multiple(scale, ON_UNIT), multiple(more, identity_matrix(2)))


def is_semidefinite(scale: Number, more: Number = 0) -> Theorem:
    """`a e eᵀ + b I` is semidefinite for numbers a and b that are not negative."""

    def sign(x: Variable, known: Facts) -> Theorem:
        value_, facts = _form(x, scale, more, known)
        return signed(at_most(0, value_), (*facts, not_negative(x, known)))

    return by_form(member(on_unit(scale, more), semidefinite(2)), (shape_of_unit(),), sign)


def is_definite(scale: Number, more: Number) -> Theorem:
    """The same is definite where b is positive."""

    def sign(x: Variable, known: Facts) -> Theorem:
        value_, facts = _form(x, scale, more, known)
        return signed(less(0, value_), (*facts, positive_square(x, known[1], known[:1])))

    return by_form(member(on_unit(scale, more), definite(2)), (shape_of_unit(),), sign)


def _form(x: Variable, scale: Number, more: Number, known: Facts) -> tuple[Expression, Facts]:
    """`xᵀ(a e eᵀ + b I)x`, what it is, and that the first part of it is not negative."""
    inside, image = (shape_of_unit(), known[0]), product(transpose(UNIT), x)
    value_ = trace(product(transpose(x), on_unit(scale, more), x))
    same = rewritten_traces(equal(value_, scale * norm(image) + more * norm(x)), inside)
    return value_, (same, not_negative(image, inside))


def trace_on_unit(scale: Number, more: Number = 0) -> Theorem:
    """`tr(a e eᵀ + b I) = a + 2b`."""
    whole = trace(on_unit(scale, more))
    value_ = scale * trace(identity_matrix(1)) + more * trace(identity_matrix(2))
    same = rewritten_traces(equal(whole, value_), (shape_of_unit(),), [unit_square()])
    two = trace_of_identity(belonging(2, integers_from(0)))
    return modulo(equal(whole, scale + 2 * more), (same, two, count_of_one()))


@cache
def count_of_one() -> Theorem:
    """`tr I = 1` for the identity of size 1."""
    return trace_of_identity(belonging(1, integers_from(0)))


@cache
def positive_axis() -> Theorem:
    """`0 < ‖e‖²`, since its first entry is 1."""
    flat = equal_matrices(AXIS, zeros(d, 1))
    first = belonging(1, integers_between(1, d), assumed(SIZES[0])), belonging(1, integers_between(1, 1))
    cells = cells_of_equal(assume(flat), shaped(AXIS, assumed(SIZES[0])), *first)
    apart = (equation for each in parts(cells.conclusion, "equal") for equation in entries(each, assumed(SIZES[0])))
    false = signed(FALSE, (cells, *apart, indicator_of_true(reflexive(written(1)))))
    return positive_square(AXIS, deny(flat, false), assumed(SIZES[0]))
