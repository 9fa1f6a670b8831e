"""Where the first layer takes samples and query if it may move covariates, its blocks being multiples of I."""

from __future__ import annotations

from proofs.ahn2023.formal.layers_take_steps import DATA, MASK, ONE, PROMPT, SIZES, X, d, n, q
from symbolic.core.expressions import Expression
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    beside,
    difference,
    equal_matrices,
    identity_matrix,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.tactics.steps import proved, quantified
from symbolic.tactics.whole_matrices.word_equations import of_words

step, b = real("a_0"), real("b")
NUMBERS = member(step, REALS), member(b, REALS)
UNIT = identity_matrix(d)


def _blocks(first: Expression, last: Expression) -> Expression:
    return stacked(beside(first, zeros(d, 1)), beside(zeros(1, d), last))


VALUES, KEYS = _blocks(multiple(b, UNIT), ONE), _blocks(multiple(-step, UNIT), zeros(1, 1))
AFTER = sum_of_matrices(PROMPT, multiple(1 / n, product(VALUES, PROMPT, MASK, transpose(PROMPT), KEYS, PROMPT)))
"""The prompt after the layer with `P = diag(bI, 1)`, `Q = −diag(a_0 I, 0)`."""


def goal(factor: Number = step * b) -> Expression:
    """For all sizes, data and numbers: covariates x of samples and query become `x − a_0 b S x`, `S = XXᵀ/n`."""
    upper = product(beside(UNIT, zeros(d, 1)), AFTER)
    moved = product(difference(UNIT, multiple(factor / n, product(X, transpose(X)))), beside(X, q))
    return quantified(equal_matrices(upper, moved), *SIZES, *DATA, *NUMBERS)


def theorem() -> Theorem:
    """The same as a theorem."""
    return proved(goal(), solve=of_words)
