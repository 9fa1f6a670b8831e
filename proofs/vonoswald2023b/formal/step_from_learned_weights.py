"""A linear layer on tokens of three blocks is a preconditioned step of descent from learned weights."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import (
    REALS,
    beside,
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
    product,
    real,
    stacked,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.steps import quantified
from symbolic.tactics.whole_matrices.word_equations import proof_by_words

n, t, η = map(real, ("n", "t", "η"))
X, Y, F, s, p, W0, B, C, D, E, Z = map(matrix_letter, ("X", "Y", "F", "s", "p", "W0", "B", "C", "D", "E", "Z"))
SIZES = member(n, integers_from(1)), member(t, integers_from(1))
SEQUENCE = tuple(member(each, matrices(n, t)) for each in (X, Y, F))
LAST = tuple(member(each, matrices(n, 1)) for each in (s, p))
SQUARE = matrices(n, n)
O, ONE = zeros(n, n), identity_matrix(n)


def rows(*blocks: tuple[Expression, ...]) -> Expression:
    """A matrix of blocks, row by row."""
    return stacked(*(beside(*row) for row in blocks))


def after(reads: Expression, carries: Expression, matches: Expression, start: Expression) -> Expression:
    """The last token `(start s, s, p)` after a layer: values `reads x + carries y` into f, keys x, queries y."""
    context, token = stacked(F, Y, X), stacked(product(start, s), s, p)
    values = rows((O, carries, reads), (O, O, O), (O, O, O))
    match = rows((O, O, O), (O, O, O), (O, matches, O))
    return sum_of_matrices(token, product(values, context, transpose(context), match, token))


def slope(weights: Expression) -> Expression:
    """`(W X − Y) Xᵀ`."""
    return product(difference(product(weights, X), Y), transpose(X))


def loss(weights: Expression) -> Expression:
    """`½ Σ ‖W s_(i−1) − s_i‖²`."""
    off = difference(product(weights, X), Y)
    return trace(product(transpose(off), off)) / 2


def stepped(weights: Expression, before: Expression, behind: Expression) -> Expression:
    """The token that holds what `W − D ∇L(W) C` predicts."""
    return stacked(product(difference(weights, product(before, slope(weights), behind)), s), s, p)


LEARNED = multiple(-1, product(E, B))
STEP = equal_matrices(after(multiple(-1, product(D, W0)), D, C, W0), stepped(W0, D, C))
EVERY = implies(
    conjunction(*(equal_matrices(product(*each), ONE) for each in ((D, E), (E, D)))),
    equal_matrices(after(B, D, C, LEARNED), stepped(LEARNED, D, C)),
)
PLAIN = equal_matrices(after(multiple(-η, W0), multiple(η, ONE), ONE, W0), stepped(W0, multiple(η, ONE), ONE))
FROM_ZERO = equal_matrices(after(O, D, C, O), stacked(product(D, Y, transpose(X), C, s), s, p))


def is_slope() -> Expression:
    """What the loss gains in first order where W₀ moves by Z."""
    moved = product(Z, X)
    linear, square = trace(product(transpose(slope(W0)), Z)), trace(product(transpose(moved), moved)) / 2
    return equal(loss(sum_of_matrices(W0, Z)), loss(W0) + linear + square)


def goal(step: Expression = STEP) -> Expression:
    """For all dimensions, sequences and matrices: the step, every such layer, plain descent, the start 0, the slope."""
    of_weights = conjunction(
        quantified(step, member(C, SQUARE), member(D, SQUARE)),
        quantified(PLAIN, member(η, REALS)),
        quantified(is_slope(), member(Z, SQUARE)),
    )
    found = conjunction(
        quantified(of_weights, member(W0, SQUARE)),
        quantified(EVERY, *(member(each, SQUARE) for each in (B, C, D, E))),
        quantified(FROM_ZERO, member(C, SQUARE), member(D, SQUARE)),
    )
    return quantified(found, *SIZES, *SEQUENCE, *LAST)


def proof() -> Proof:
    """The goal and its definedness."""
    return proof_by_words(goal())
