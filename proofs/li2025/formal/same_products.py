"""Weights and matrices with the same two products predict the same, on every prompt."""

from __future__ import annotations

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    equal_matrices,
    implies,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    transpose,
)
from symbolic.tactics.steps import assumed, conjuncts, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words

d, n, m, a, b, a1, b1 = map(real, ("d", "n_1", "n_2", "a", "b", "a1", "b1"))
X, Z, y, z, v, A, A1 = map(matrix_letter, ("X", "Z", "y", "z", "q", "A", "A1"))
DATA = (
    *(member(size, integers_from(1)) for size in (d, n, m)),
    *(member(each, matrices(d, size)) for each, size in ((X, n), (Z, m), (v, 1))),
    *(member(each, matrices(size, 1)) for each, size in ((y, n), (z, m))),
    *(member(each, REALS) for each in (a, b, a1, b1)),
    *(member(each, matrices(d, d)) for each in (A, A1)),
)
SAME = conjunction(equal_matrices(multiple(a, A), multiple(a1, A1)), equal_matrices(multiple(b, A), multiple(b1, A1)))


def predicted(first: Expression, second: Expression, of: Expression) -> Expression:
    """`(a Σ y_i x_i + b Σ y_j x_j)ᵀ A q`."""
    whole = sum_of_matrices(multiple(first, product(X, y)), multiple(second, product(Z, z)))
    return product(transpose(whole), of, v)


def goal(same: Expression = SAME) -> Expression:
    """For all prompts, weights and matrices."""
    return quantified(implies(same, equal_matrices(predicted(a, b, A), predicted(a1, b1, A1))), *DATA)


def theorem() -> Theorem:
    """The same as a theorem."""
    first, second = conjuncts(assume(SAME))
    before = (transpose(product(X, y)), transpose(product(Z, z)))
    using = (first, 1, before[0], v), (second, 1, before[1], v)
    found = by_words(equal_matrices(predicted(a, b, A), predicted(a1, b1, A1)), assumed(*DATA), *using)
    return under(found, *DATA, SAME)
