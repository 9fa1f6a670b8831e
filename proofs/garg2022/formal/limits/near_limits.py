"""Formulas on how close the error is to its limit as prompts and training grow: within a multiple of `1/N + 1/M`.

For any symmetric Q, W and G, in the places of second moments of the query, of the task and of the samples.
"""

from __future__ import annotations

from proofs.garg2022.formal.trained_model import (
    INVERSE,
    ONE,
    SIZES,
    SPREAD,
    SQUARE,
    TESTED,
    TRAINED,
    Λ,
    G,
    M,
    N,
    R,
    S,
    d,
    inverses,
    minus,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    at_most,
    conjunction,
    exists,
    implies,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.steps import quantified

Q, W, F, C = map(matrix_letter, ("Q", "W", "F", "C"))
K = real("K")
SHAPES = tuple(member(each, symmetric(d)) for each in (Q, W, G, F))
TURNED = member(S, SQUARE)
LONG = conjunction(*inverses(Λ, S))
"""`S = Λ⁻¹`."""
SLOPE = sum_of_matrices(ONE, multiple(trace(Λ), S))
"""`1 + tr Λ Λ⁻¹`."""
RATE = product(R, SLOPE)
"""`N (Λ⁻¹ − R)`."""
GROWN = sum_of_matrices(multiple(1 + 1 / N, ONE), multiple(trace(Λ) / N, S))
"""`Γ Λ⁻¹`."""
LEFT = minus(product(S, G), ONE)
"""`Λ⁻¹ G − 1`."""


def value(inverse: Expression = R) -> Expression:
    """The error of a model with R, as in `errors_of_shifts`; F is what is left of fourth moments, with the noise."""
    off = minus(product(inverse, G), ONE)
    return trace(product(transpose(off), Q, off, W)) + trace(product(F, inverse, Q, inverse)) / M


def of_normal(task: Expression, shape: Expression, noise: Number) -> Expression:
    """F of normal samples: `G W G + (tr(W G) + σ²) G`."""
    return sum_of_matrices(
        product(shape, task, shape), multiple(trace(product(task, shape)) + written(noise) ** 2, shape)
    )


LIMIT = trace(product(transpose(LEFT), Q, LEFT, W))
"""`tr((GΛ⁻¹ − 1) Q (Λ⁻¹G − 1) W)`."""


def near(term: Expression, limit: Number, bound: Expression = K) -> Expression:
    """`|f − l| ≤ K/N + K/M`."""
    width = bound / N + bound / M
    return conjunction(at_most(-width, term - limit), at_most(term - limit, width))


def ever_nearer(term: Expression, limit: Number) -> Expression:
    """There is a K such that at all N and M, and for `R = Γ⁻¹`, a term is as near to a limit."""
    return exists(K, NONNEGATIVE, everywhere(near(term, limit)))


def everywhere(formula: Expression) -> Expression:
    """A formula for all lengths of training and test."""
    return quantified(implies(TRAINED, formula), SIZES[1], TESTED, INVERSE)


def at_length(formula: Expression, *data: Expression) -> Expression:
    """A formula for `S = Λ⁻¹` and all data."""
    return quantified(implies(LONG, quantified(formula, *data)), TURNED)


DATA = SIZES[0], SPREAD, TURNED
"""What limits are for all of: d, Λ and its inverse."""


def statement() -> Expression:
    """For all d, Λ, Q, W, G and F: the error is ever nearer to its limit."""
    inside = quantified(ever_nearer(value(), LIMIT), *SHAPES)
    return quantified(implies(LONG, inside), *DATA)
