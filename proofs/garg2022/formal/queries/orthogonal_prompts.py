"""A query that is orthogonal to all samples of a prompt: that 0 is predicted, and which trainings that forces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from proofs.garg2022.formal.first_unit import count_of_one
from proofs.garg2022.formal.trained_model import COLUMN, ONE, TASK, TESTED, Λ, M, R, d, error, facts, loss, w, ν
from symbolic.core.expressions import Expression, Node, Sort, Variable, fresh, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.logic import apply, assume, excluded_middle, parts, reflexive
from symbolic.core.rules.matrix_algebra import trace_of_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    implies,
    integers_from,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    point,
    product,
    real,
    sequence,
    sum_of_matrices,
    trace,
    transpose,
    vector_moments,
    zeros,
)
from symbolic.goals.stated import ENTRY
from symbolic.goals.usual_terms import moment_matrix
from symbolic.tactics.finite_laws import mean_value
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, replaced, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.forms import form_at
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import sum_of_one, with_number
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

KEY = "garg2022-prompt"
n, λ = real("n"), real("λ")
X, Z, v, y = map(matrix_letter, ("X", "Z", "v", "y"))
"""The samples as columns, the space of the query, its label there, and the labels of the samples."""

PROMPT = TESTED, member(n, integers_from(1)), member(X, matrices(d, M)), member(Z, matrices(d, n))
QUERY = member(ν, vector_moments(2))
APART = equal_matrices(product(transpose(Z), X), zeros(n, M))
"""`Zᵀ X = 0`: whatever z is, the query `Z z` is orthogonal to all samples."""
MULTIPLE = exists(λ, REALS, equal_matrices(Λ, multiple(λ, ONE)))


def of_prompt(labels: Expression = y, label: Expression = v) -> Node:
    """`E (ŷ − v·z)²` at the query `Z z`."""
    return loss(KEY, d, n, M, ν, Z, labels, X, label, R)


def squared_prediction(labels: Expression) -> Node:
    """`E ŷ²`."""
    return of_prompt(labels, zeros(n, 1))


def linear_zero(apart: Expression = APART) -> Expression:
    """0 is predicted for all linear labels, at all queries that are orthogonal to all samples."""
    predicted = implies(apart, equal(squared_prediction(product(transpose(X), w)), 0))
    return quantified(predicted, *PROMPT, TASK, QUERY)


CERTAIN = point(sequence(1))
"""z = 1."""
x, q = map(matrix_letter, "xq")
SAMPLE, ASKED = member(x, COLUMN), member(q, COLUMN)
ONES = matrix(*ENTRY, (d, 1), 1)


@cache
def second_moment() -> Theorem:
    """`E z zᵀ = 1` where z is 1."""
    moments = moment_matrix(CERTAIN, written(1), 2)
    shape = shaped(moments, ())
    whole = trace_of_cells(trace(moments), shape)
    here = cell_of_matrix(cell(moments, 1, 1))
    first = sum_of_one(parts(whole.conclusion, "equal")[1])
    value = mean_value(parts(here.conclusion, "equal")[1])
    one = with_number(modulo(equal(trace(moments), 1), (whole, first, here, value)), (shape,))
    return by_words(equal_matrices(moments, identity_matrix(1)), (shape,), (one, 1, None, None))


def in_numbers(
    goal: Expression, numbers: Sequence[Expression], prove: Callable[[Expression, Facts], Theorem]
) -> Theorem:
    """`s = t` where traces of one row and one column are numbers wherever they stand: `Wᵀ W = tr(Wᵀ W) 1`.

    What proves it is told these equations, with names in the places of the numbers.
    """
    names: tuple[Variable, ...] = ()
    for _ in numbers:
        names += (fresh(Sort.REAL, goal, *names),)
    term, there = parts(goal, "equal")
    for number, name in zip(numbers, names, strict=True):
        there = replaced(there, number, name)
    named = tuple(assume(equal(number, name)) for number, name in zip(numbers, names, strict=True))
    found = prove(equal(term, there * trace(identity_matrix(1))), named)
    found = under(found, *(member(name, REALS) for name in names), *(each.conclusion for each in named))
    found = at(found, *numbers)
    for number in numbers:
        found = apply(found, reflexive(number))
    return modulo(goal, (found, count_of_one()))


@cache
def no_part() -> Theorem:
    """`xᵀ R q = 0` for all columns with `qᵀ x = 0`: the prompt is the sample x, which is the task too."""
    inside = (*facts(), *assumed(SAMPLE, ASKED))
    apart = equal_matrices(product(transpose(q), x), zeros(1, 1))
    one = belonging(1, integers_from(1))
    told = at(assume(linear_zero()), one, one, *map(assume, (SAMPLE, ASKED, SAMPLE)), second_moments())
    zero = apply(told, assume(apart))
    term, _ = parts(zero.conclusion, "equal")
    assert isinstance(term, Node)
    part, nothing = trace(product(transpose(x), R, q)), equal(trace(product(transpose(x), R, q)), 0)

    def squared(goal: Expression, named: Facts) -> Theorem:
        numbers = (with_number(each, inside) for each in named)
        return error(term, parts(goal, "equal")[1], inside, (*numbers, second_moment(), assume(apart)))

    square = in_numbers(equal(term, norm(x) ** 2 * part**2), (norm(x), part), squared)
    flat = signed(equal(norm(x) * part, 0), (square, zero), degree=2)

    def at_nothing(case: Facts) -> Theorem:
        gone = zero_matrix(x, signed(at_most(norm(x), 0), case), inside)
        return rewritten_traces(nothing, inside, [gone])

    def elsewhere(case: Facts) -> Theorem:
        return identity(part, 0, case, ((flat, 1 / norm(x)),))

    found = whichever(nothing, excluded_middle(equal(norm(x), 0)), at_nothing, elsewhere)
    return at(under(under(found, SAMPLE, ASKED, apart), TESTED), 1)


def second_moments() -> Theorem:
    """What is certain has second moments."""
    return belonging(CERTAIN, vector_moments(2))


@cache
def alike() -> Theorem:
    """`xᵀRx ‖q‖² = qᵀRq ‖x‖²` for all columns: from the queries `(x qᵀ − q xᵀ) p` at p = x, q and x + q."""
    inside = (*facts(), *assumed(SAMPLE, ASKED))
    turn = sum_of_matrices(product(x, transpose(q)), multiple(-1, product(q, transpose(x))))
    zero = tuple(_turned(each, turn, inside) for each in (x, q, sum_of_matrices(x, q)))
    one, other = (
        trace(product(transpose(x), R, x, transpose(q), q)),
        trace(product(transpose(q), R, q, transpose(x), x)),
    )
    at_x, at_q, both = (parts(each.conclusion, "equal")[0] for each in zero)
    apart = rewritten_traces(equal(one - other, both - at_x - at_q), inside)
    same = modulo(equal(one - other, 0), (apart, *zero))
    whole = [_of_numbers(*each, inside) for each in ((one, x, q), (other, q, x))]
    sides = (form_at(R, x) * norm(q), form_at(R, q) * norm(x))
    return under(identity(*sides, (), ((same, 1), (whole[0], -1), (whole[1], 1))), SAMPLE, ASKED)


def _turned(column: Expression, turn: Expression, inside: Facts) -> Theorem:
    """`pᵀ R T p = 0` for an antisymmetric T."""
    query = product(turn, column)
    square = product(transpose(query), column)
    none = with_number(rewritten_traces(equal(trace(square), 0), inside), inside)
    apart = by_words(equal_matrices(square, zeros(1, 1)), inside, (none, 1, None, None))
    return apply(at(no_part(), shaped(column, inside), shaped(query, inside)), apart)


def _of_numbers(term: Expression, one: Expression, other: Expression, inside: Facts) -> Theorem:
    """`tr(xᵀRx qᵀq) = xᵀRx ‖q‖²`."""

    def prove(goal: Expression, named: Facts) -> Theorem:
        return rewritten_traces(goal, inside, [with_number(each, inside) for each in named])

    return in_numbers(equal(term, form_at(R, one) * norm(other)), (form_at(R, one), norm(other)), prove)
