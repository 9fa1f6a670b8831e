"""A step of descent on half the sum of squared errors adds a multiple of `Σ y_i x_i = X y` to weights that are 0."""

from __future__ import annotations

from symbolic.core.expressions import Expression, written
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    difference,
    equal,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.steps import proved, quantified
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.word_equations import of_words

d, N = real("d"), real("N")
X, y, Z = map(matrix_letter, ("X", "y", "Z"))
DATA = (
    *(member(size, integers_from(1)) for size in (d, N)),
    member(X, matrices(d, N)),
    member(y, matrices(N, 1)),
    member(Z, matrices(d, 1)),
)


def errors(weights: Expression) -> Expression:
    """`½ Σ (w·x_i − y_i)²`, the samples being the columns of X."""
    return norm(difference(product(transpose(X), weights), y)) / 2


def descends(factor: int = 1) -> Expression:
    """For all data and weights Z: the errors of Z are those of 0, less `Xy·Z`, and half the square of `XᵀZ`."""
    linear = trace(product(transpose(multiple(factor, product(X, y))), Z))
    expanded = errors(zeros(d, 1)) - linear + norm(product(transpose(X), Z)) / written(2)
    return quantified(equal(errors(Z), expanded), *DATA)


def is_descent() -> Theorem:
    """That it is so."""
    return proved(descends(), solve=of_words)
