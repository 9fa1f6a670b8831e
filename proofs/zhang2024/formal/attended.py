"""Attention with a number and a matrix on any prompt, its tokens written out: its output at the query."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import U, d, u
from proofs.zhang2024.formal.tested_model import M
from proofs.zhang2024.formal.trained_point import POINT, R
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    beside,
    equal_matrices,
    identity_matrix,
    implies,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    stacked,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, positive
from symbolic.tactics.steps import assumed, other_than_0, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words

X, y, q = map(matrix_letter, ("X", "y", "q"))
NONE, UNIT = zeros(1, 1), identity_matrix(1)
PROMPTS = (
    member(M, integers_from(1)),
    member(X, matrices(d, M)),
    member(y, matrices(M, 1)),
    member(q, matrices(d, 1)),
    *POINT,
)
"""A length, the covariates as columns, labels, a query, and a point of the family."""

LIMIT = equal_matrices(R, multiple(u, U))
"""Where the training ends."""


def _blocks(first: Expression, last: Expression) -> Expression:
    return stacked(beside(first, zeros(d, 1)), beside(zeros(1, d), last))


TOKENS = stacked(beside(X, q), beside(transpose(y), NONE))
OUTPUT = multiple(
    1 / M,
    product(_blocks(zeros(d, d), multiple(u, UNIT)), TOKENS, transpose(TOKENS), _blocks(U, NONE), stacked(q, NONE)),
)
"""`W_PV E Eᵀ W_KQ (q; 0)/M`, the tokens E with the query among them."""


def predicted(matrix: Expression) -> Expression:
    """The output is `(1/M) Σ y_i x_iᵀ V q` below zeros."""
    return equal_matrices(OUTPUT, stacked(zeros(d, 1), multiple(1 / M, product(transpose(product(X, y)), matrix, q))))


def attends(supposed: Expression = LIMIT, prompts: tuple[Expression, ...] = PROMPTS) -> Expression:
    """For all prompts: that with `V = Γ⁻¹`, where the training ends there."""
    return quantified(implies(supposed, predicted(R)), *prompts)


def on_family() -> Expression:
    """For all prompts and points: that with `V = uU`."""
    return quantified(predicted(multiple(u, U)), *PROMPTS)


@cache
def _known(of_size: Expression) -> Facts:
    return (*assumed(of_size, *PROMPTS), other_than_0(positive(M, assumed(PROMPTS[0]))))


def is_on_family(of_size: Expression) -> Theorem:
    """The same as a theorem, d being of a size."""
    return under(by_words(predicted(multiple(u, U)), _known(of_size)), *PROMPTS)


def attended(of_size: Expression, of_inverse: Expression, prompts: tuple[Expression, ...] = PROMPTS) -> Theorem:
    """What is attended to where the training ends, as a theorem."""
    known = (*_known(of_size), assume(of_inverse))
    before = stacked(zeros(d, d), multiple(1 / M, transpose(product(X, y))))
    return under(by_words(predicted(R), known, (assume(LIMIT), -1, before, q)), *prompts, LIMIT)
