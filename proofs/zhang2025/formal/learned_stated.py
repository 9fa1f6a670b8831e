"""What is stated of orthonormal eigenvectors that are learned: the loss there, its slope, and critical heads."""

from __future__ import annotations

from proofs.zhang2024.formal.loss_in_traces import Λ, N, d
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    SQUARE,
    R,
)
from proofs.zhang2025.formal.heads_at_plateaus import (
    MODEL,
    W,
    along,
    products,
)
from symbolic.core.expressions import Expression, bound, opened
from symbolic.core.vocabulary import (
    SEQUENCES,
    conjunction,
    entry,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    implies,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    total,
    trace,
    transpose,
    vector,
    zeros,
)
from symbolic.tactics.steps import (
    quantified,
)
from symbolic.tactics.whole_matrices.diagonal_words import diagonal

m, i, j, row, column = map(real, "mijrl")
E = matrix_letter("E")
λ = vector("λ")
COUNT, BASIS, VALUES = member(m, integers_from(0)), member(E, matrices(d, m)), member(λ, SEQUENCES)
PLACE = integers_between(1, m)


def eigenvalue(place: Expression) -> Expression:
    """λ at a place."""
    return entry(λ, place)


def of_gamma(place: Expression) -> Expression:
    """`γ = (1 + 1/N) λ + tr Λ/N`, the eigenvalue of Γ."""
    return (1 + 1 / N) * eigenvalue(place) + trace(Λ) / N


D, G, G_ = (diagonal(m, each) for each in (eigenvalue, of_gamma, lambda place: 1 / of_gamma(place)))
SUPPOSED = conjunction(
    equal_matrices(product(transpose(E), E), identity_matrix(m)), equal_matrices(product(Λ, E), product(E, D))
)
"""The columns of E are orthonormal eigenvectors."""

P = product(E, transpose(E))
LEARNED = product(R, E, transpose(E))
"""`W = Γ⁻¹P`."""


def there(expression: Expression) -> Expression:
    """What is said of W, of that."""
    return opened(bound(expression, (W,)), (LEARNED,))


def loss() -> Expression:
    """The loss there."""
    return there(MODEL.loss())


def slope() -> Expression:
    """The gradient there."""
    stated = MODEL.stated
    return there(stated.gradient("W"))


def share(place: Expression) -> Expression:
    """What an eigenvector takes off the loss."""
    value = eigenvalue(place)
    return value / (1 + (1 + trace(Λ) / value) / N)


IN_TRACES = trace(Λ) - trace(product(R, Λ, Λ, E, transpose(E)))
VALUE = trace(Λ) - total(i, 1, m, share(i))
FLAT = conjunction(equal_matrices(product(slope(), P), zeros(d, d)), equal_matrices(product(P, slope()), zeros(d, d)))
SLOPE = equal_matrices(slope(), sum_of_matrices(multiple(2, product(Λ, Λ, P)), multiple(-2, product(Λ, Λ))))


def goal(
    value: Expression = VALUE,
    supposed: Expression = SUPPOSED,
    slope_: Expression = SLOPE,
    critical: Expression | None = None,
) -> Expression:
    """For all sizes, definite Λ and orthonormal eigenvectors: loss and slope where these are learned, and heads."""
    beside = equal_matrices(product(P, Λ), product(Λ, P))
    signs = for_all(i, PLACE, less(0, eigenvalue(i)))
    heads = critical or along(P, LEARNED)
    found = conjunction(signs, conjunction(beside, equal(loss(), value), equal(loss(), IN_TRACES), slope_, FLAT, heads))
    inside = exists(R, SQUARE, conjunction(HIGH_INVERSE[1], products(), implies(supposed, found)))
    return quantified(inside, *DATA, COUNT, BASIS, VALUES)
