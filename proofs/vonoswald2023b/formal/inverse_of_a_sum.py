"""The inverse of a matrix plus a product, and products that are pushed through an inverse."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin, discharge, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    conjunction,
    difference,
    equal,
    equal_matrices,
    identity_matrix,
    implies,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

n, s = map(real, "ns")
A, B, C, R, P, S, Q, b, c = map(matrix_letter, ("A", "B", "C", "R", "P", "S", "Q", "b", "c"))
SIZES = member(n, integers_from(1)), member(s, integers_from(1))
SQUARE, SMALL, COLUMN = matrices(n, n), matrices(s, s), matrices(n, 1)
GIVEN = member(A, SQUARE), member(R, SQUARE)
FACTORS = member(B, matrices(n, s)), member(C, matrices(s, n))
COLUMNS = member(b, COLUMN), member(c, COLUMN)
OF_N, OF_S = identity_matrix(n), identity_matrix(s)
SUM, INNER = sum_of_matrices(A, product(B, C)), sum_of_matrices(OF_S, product(C, R, B))
UPDATED = difference(R, product(R, B, P, C, R))
BACK = difference(OF_S, product(C, S, B))
GAIN = trace(product(transpose(c), R, b))
BY_ONE = difference(R, multiple(1 / (1 + GAIN), product(R, b, transpose(c), R)))
LEFT, RIGHT = sum_of_matrices(OF_N, product(B, C)), sum_of_matrices(OF_S, product(C, B))


def inverse(one: Expression, other: Expression, size: Expression) -> Expression:
    """One is the inverse of the other, from both sides."""
    return conjunction(*(equal_matrices(product(*each), size) for each in ((one, other), (other, one))))


WOODBURY = implies(inverse(P, INNER, OF_S), inverse(UPDATED, SUM, OF_N))
EXISTS = implies(inverse(S, SUM, OF_N), inverse(BACK, INNER, OF_S))
APART = negation(equal(1 + GAIN, 0))
ONE_COLUMN = implies(APART, inverse(BY_ONE, sum_of_matrices(A, product(b, transpose(c))), OF_N))
PUSHED = implies(
    conjunction(inverse(S, LEFT, OF_N), inverse(Q, RIGHT, OF_S)), equal_matrices(product(S, B), product(B, Q))
)


def goal(updated: Expression = WOODBURY) -> Expression:
    """For all sizes and matrices of which the inverses exist: four statements."""
    of_inverse = conjunction(
        quantified(updated, *FACTORS, member(P, SMALL)),
        quantified(EXISTS, *FACTORS, member(S, SQUARE)),
        quantified(ONE_COLUMN, *COLUMNS),
    )
    first = quantified(implies(inverse(A, R, OF_N), of_inverse), *GIVEN)
    return quantified(conjunction(first, quantified(PUSHED, *FACTORS, member(S, SQUARE), member(Q, SMALL))), *SIZES)


def both(statement: Expression, facts: Facts, equations: Facts, known: Facts = ()) -> Theorem:
    """Both equations of an inverse."""
    return conjoin(*(rewritten_words(each, facts, equations, known) for each in parts(statement, "and")))


def of_inverse() -> Theorem:
    """The three statements that suppose that R is the inverse of A."""
    supposed = inverse(A, R, OF_N)
    inside = (*assumed(*SIZES, *GIVEN), *conjuncts(assume(supposed)))
    equations = conjuncts(assume(supposed))

    def with_(implication: Expression, *shapes: Expression) -> Theorem:
        premise, conclusion = parts(implication, "implies")
        facts = (*inside, *assumed(*shapes))
        return under(discharge(premise, both(conclusion, facts, (*equations, *conjuncts(assume(premise))))), *shapes)

    found = conjoin(with_(WOODBURY, *FACTORS, member(P, SMALL)), with_(EXISTS, *FACTORS, member(S, SQUARE)), by_one())
    return under(discharge(supposed, found), *GIVEN)


def by_one() -> Theorem:
    """With one column and one row."""
    supposed = inverse(A, R, OF_N)
    facts = assumed(*SIZES, *GIVEN, *COLUMNS)
    equations = (*conjuncts(assume(supposed)), as_number(product(transpose(c), R, b), facts))
    found = both(parts(ONE_COLUMN, "implies")[1], facts, equations, (assume(APART),))
    return under(discharge(APART, found), *COLUMNS)


def pushed_through() -> Theorem:
    """The second identity."""
    shapes = (*FACTORS, member(S, SQUARE), member(Q, SMALL))
    premise, conclusion = PUSHED.parts
    equations = conjuncts(assume(premise))
    return under(discharge(premise, rewritten_words(conclusion, assumed(*SIZES, *shapes), equations)), *shapes)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(of_inverse(), pushed_through()), *SIZES)
    return Proof(goal(), found, proved(defined(goal()), solve=of_matrices))
