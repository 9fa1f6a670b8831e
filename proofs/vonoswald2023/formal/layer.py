"""A layer of linear attention on tokens in two blocks, with the weights that the paper constructs, in matrices."""

from __future__ import annotations

from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import (
    Number,
    beside,
    difference,
    equal,
    identity_matrix,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)

d, m, N, η = map(real, ("d", "m", "N", "η"))
X, Y, W0, q = map(matrix_letter, ("X", "Y", "W0", "q"))
SIZES = tuple(member(size, integers_from(1)) for size in (d, m, N))
DATA = member(X, matrices(d, N)), member(Y, matrices(m, N))
START, QUERY = member(W0, matrices(m, d)), member(q, matrices(d, 1))
CONTEXT = stacked(X, Y)

Sizes = tuple[Number, Number]
"""How high and wide two blocks on a diagonal are."""


def square(upper: Expression, lower: Expression, right: Expression, sizes: Sizes = (d, m)) -> Expression:
    """Blocks `(a, 0; b, c)`."""
    return stacked(beside(upper, zeros(*sizes)), beside(lower, right))


def inputs(sizes: Sizes = (d, m)) -> Expression:
    """`W_K = W_Q = (I, 0; 0, 0)`."""
    first, second = sizes
    return square(identity_matrix(first), zeros(second, first), zeros(second, second), sizes)


def values(weights: Expression = W0, sizes: Sizes = (d, m)) -> Expression:
    """`W_V = (0, 0; W₀, −I)`."""
    first, second = sizes
    return square(zeros(first, first), weights, multiple(-1, identity_matrix(second)), sizes)


def projection(number: Number, sizes: Sizes = (d, m)) -> Expression:
    """A multiple of the identity."""
    first, second = sizes
    return multiple(number, square(identity_matrix(first), zeros(second, first), identity_matrix(second), sizes))


def attended(
    tokens: Expression, keys: Expression, values_: Expression, matches: Expression, project: Expression
) -> Expression:
    """`e_j + P Σ_i (W_V c_i) (W_K c_i)ᵀ W_Q e_j` for every token, the c_i being the keys."""
    pairs = product(product(values_, keys), transpose(product(matches, keys)))
    return sum_of_matrices(tokens, product(project, pairs, matches, tokens))


def layer(tokens: Expression, keys: Expression, sign: Number = 1) -> Expression:
    """The layer that is constructed, its projection with another sign where one is given."""
    return attended(tokens, keys, values(), inputs(), projection(η / N if sign == 1 else sign * η / N))


def change(weights: Expression) -> Expression:
    """The printed `ΔW = −(η/N) (WX − Y) Xᵀ`."""
    return multiple(-(η / N), product(difference(product(weights, X), Y), transpose(X)))


def loss(weights: Expression, labels: Expression = Y) -> Expression:
    """`1/(2N) Σ ‖W x_i − y_i‖²`."""
    off = difference(product(weights, X), labels)
    return trace(product(transpose(off), off)) / (2 * N)


def slope_at(weights: Expression, moved: Expression) -> Expression:
    """The loss where weights move by Z: `ΔW` is −η times the gradient, as `η L(W + Z) = η L(W) − tr(ΔWᵀ Z) + …`."""
    square_ = product(moved, X)
    quadratic = trace(product(transpose(square_), square_)) / (2 * N)
    linear = trace(product(transpose(change(weights)), moved))
    return equal(η * loss(sum_of_matrices(weights, moved)), η * loss(weights) - linear + η * quadratic)
