"""What attention puts out at the query on any prompt, its tokens written out: a step from a start, or from 0."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024b.formal.steps import COLUMN, DATA, MANY, MATRIX, SQUARE, START, A, N, b, d
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.logic import parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    beside,
    difference,
    equal_matrices,
    identity_matrix,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, other_than_0, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words

X, y, q, U = map(matrix_letter, ("X", "y", "q", "U"))
u = real("u")
PROMPT = member(X, matrices(d, N)), member(y, matrices(N, 1)), member(q, COLUMN)
"""Covariates as columns, labels and a query."""

FAMILY = member(u, REALS), member(U, SQUARE)
ONE, NONE = identity_matrix(1), zeros(1, 1)
TOKENS = stacked(X, transpose(y))


def attended(row: Expression, last: Expression, keys: Expression, query: Expression) -> Node:
    """`P E Eᵀ K q/N` for values with one row that is not 0, and keys with one block that is not."""
    values = stacked(beside(zeros(d, d), zeros(d, 1)), beside(row, last))
    block = stacked(beside(keys, zeros(d, 1)), beside(zeros(1, d), NONE))
    return multiple(1 / N, product(values, TOKENS, transpose(TOKENS), block, query))


def change(matrix: Expression, start: Expression) -> Node:
    """What one step changes: `(1/N) Σ (y_i − b·x_i) x_iᵀ A q`."""
    return multiple(1 / N, product(transpose(product(X, difference(y, product(transpose(X), start)))), matrix, q))


def step(matrix: Expression, start: Expression) -> Node:
    """What it predicts."""
    return sum_of_matrices(product(transpose(start), q), change(matrix, start))


def by_layer(matrix: Expression = A) -> Expression:
    """For all prompts, matrices and starts: attention and a linear layer with the row (bᵀ, 1) predict as the step."""
    query = stacked(q, NONE)
    moved = sum_of_matrices(query, attended(multiple(-1, transpose(b)), ONE, A, query))
    found = equal_matrices(product(beside(transpose(b), ONE), moved), step(matrix, b))
    return quantified(found, MATRIX, START, *PROMPT)


def by_guess(scale: Expression = u) -> Expression:
    """For all prompts and points: with the guess b·q of the query's label attention predicts as the step with uU."""
    query = stacked(q, product(transpose(b), q))
    moved = sum_of_matrices(query, attended(multiple(-u, transpose(b)), multiple(u, ONE), U, query))
    return quantified(equal_matrices(moved, stacked(q, step(multiple(scale, U), b))), *FAMILY, START, *PROMPT)


def by_two_blocks(scale: Expression = u) -> Expression:
    """For all prompts and points: with a number and a matrix alone attention predicts as the step with uU from 0."""
    found = attended(zeros(1, d), multiple(u, ONE), U, stacked(q, NONE))
    from_zero = multiple(1 / N, product(transpose(product(X, y)), multiple(scale, U), q))
    return quantified(equal_matrices(found, stacked(zeros(d, 1), from_zero)), *FAMILY, *PROMPT)


@cache
def _known() -> Facts:
    places = (*DATA[:2], MATRIX, START, *PROMPT, *FAMILY)
    return (*assumed(*places), other_than_0(MANY))


def is_by_layer() -> Theorem:
    """That of the layer."""
    return _shown(by_layer(), MATRIX, START)


def is_by_guess() -> Theorem:
    """That of the guess."""
    return _shown(by_guess(), *FAMILY, START)


def is_by_two_blocks() -> Theorem:
    """That of two blocks."""
    return _shown(by_two_blocks(), *FAMILY)


def _shown(goal: Expression, *places: Expression) -> Theorem:
    inside = goal
    for membership in (*places, *PROMPT):
        inside = opened(parts(inside, "for_all")[1], parts(membership, "member")[:1])
    return under(by_words(inside, _known()), *places, *PROMPT)
