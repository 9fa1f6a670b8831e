"""Bounds by sums of squares of entries, `‖A‖² = tr(Aᵀ A)`: of traces of products, and of products."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Sort, Variable, fresh, written
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    equal,
    identity_matrix,
    member,
    multiple,
    product,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import whichever
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


def norm(matrix: Expression) -> Node:
    """`‖A‖² = tr(Aᵀ A)`."""
    return trace(product(transpose(matrix), matrix))


def between(one: Expression, other: Expression, facts: Facts) -> tuple[Theorem, Theorem]:
    """`−‖A‖² − ‖B‖² ≤ 2 tr(Aᵀ B)` and `2 tr(Aᵀ B) ≤ ‖A‖² + ‖B‖²`."""
    mixed = 2 * trace(product(transpose(one), other))
    found = []
    for sign, goal in ((1, at_most(-norm(one) - norm(other), mixed)), (-1, at_most(mixed, norm(one) + norm(other)))):
        whole = sum_of_matrices(one, multiple(sign, other))
        square = rewritten_traces(equal(norm(whole), norm(one) + norm(other) + sign * mixed), facts)
        found.append(signed(goal, (square, not_negative(whole, facts))))
    return found[0], found[1]


def of_column(matrix: Expression, column: Expression, facts: Facts) -> Theorem:
    """`‖A x‖² ≤ ‖A‖² ‖x‖²` for a column x: `‖x‖² I − x xᵀ` is its own square, divided by `‖x‖²`."""
    size = _sides(column, facts)[0]
    length, image = norm(column), product(matrix, column)
    rest = sum_of_matrices(multiple(length, identity_matrix(size)), multiple(-1, product(column, transpose(column))))
    number = as_number(product(transpose(column), column), facts)
    square = not_negative(product(rest, transpose(matrix)), facts)
    goal = at_most(norm(image), norm(matrix) * length)
    there = norm(product(rest, transpose(matrix)))
    taken = ((0, written(1), image, transpose(image)),)
    letters = known_letters(facts, matrix, column, rest, identity_matrix(1))
    value = traces(equal(there, length * (length * norm(matrix) - norm(image))), (number,), taken, letters, ())
    long = not_negative(column, facts)

    def positive(known: Facts) -> Theorem:
        return signed(goal, (*known, square, value), degree=2)

    def none(known: Facts) -> Theorem:
        small = signed(at_most(length, 0), known)
        nothing = zero_matrix(column, small, facts)
        vanishing = rewritten_traces(equal(norm(image), 0), facts, [nothing])
        return signed(goal, (vanishing, *known), scales=(1, norm(matrix)))

    def impossible(known: Facts) -> Theorem:
        return signed(goal, (*known, long))

    return whichever(goal, trichotomy(written(0), length), positive, none, impossible)


def of_product(one: Expression, other: Expression, facts: Facts) -> Theorem:
    """`‖A B‖² ≤ ‖A‖² ‖B‖²`: `‖B‖² I − B Bᵀ` is semidefinite, and has a root."""
    size = _sides(other, facts)[0]
    whole = norm(other)
    rest = sum_of_matrices(multiple(whole, identity_matrix(size)), multiple(-1, product(other, transpose(other))))

    def sign(x: Variable, known: Facts) -> Theorem:
        inside = (*facts, *known)
        goal = at_most(0, trace(product(transpose(x), rest, x)))
        value = rewritten_traces(
            equal(trace(product(transpose(x), rest, x)), whole * norm(x) - norm(product(transpose(other), x))), inside
        )
        turned = rewritten_traces(equal(norm(transpose(other)), whole), inside)
        below = of_column(transpose(other), x, inside)
        return signed(goal, (value, turned, below), scales=(1, norm(x)))

    form = by_form(member(rest, semidefinite(size)), facts, sign)
    around = tuple(each for fact in facts for each in (fact.conclusion, *fact.hypotheses))
    letter = fresh(Sort.MATRIX, one, other, *around)
    root = of_root(rest, size, letter)
    inside = (*facts, assume(root[0]))
    scaled = product(letter, transpose(one))
    between_ = trace(product(one, rest, transpose(one)))
    taken = ((0, written(1), one, transpose(one)),)
    letters = known_letters((*inside, form), one, letter, rest, whole=(rest,))
    folded = traces(equal(norm(scaled), between_), (assume(root[1]),), taken, letters, ())
    value = rewritten_traces(equal(between_, whole * norm(one) - norm(product(one, other))), facts)
    goal = at_most(norm(product(one, other)), norm(one) * whole)
    found = signed(goal, (folded, value, not_negative(scaled, inside)))
    return with_root(form, letter, found)


def _sides(matrix: Expression, facts: Facts) -> tuple[Expression, ...]:
    domain = parts(shaped(matrix, facts).conclusion, "member")[1]
    return parts(domain, "matrices")


def trace_is_not_negative(semidefinite_: Theorem, facts: Facts) -> Theorem:
    """`0 ≤ tr A` for a semidefinite A: it is the square of its root."""
    matrix, domain = parts(semidefinite_.conclusion, "member")
    letter = fresh(Sort.MATRIX, matrix, *(each for fact in facts for each in (fact.conclusion, *fact.hypotheses)))
    root = of_root(matrix, parts(domain, "semidefinite")[0], letter)
    inside = (*facts, assume(root[0]))
    value = rewritten_traces(equal(norm(letter), trace(matrix)), inside, [assume(root[1])])
    return with_root(semidefinite_, letter, signed(at_most(0, trace(matrix)), (value, not_negative(letter, inside))))
