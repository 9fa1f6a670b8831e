"""One layer of linear self-attention on tokens of two blocks, and the weights that the paper constructs."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.vonoswald2023.notation import W0, N, X, Y, d, eta, m
from symbolic.algebra.block_words import Blocks, stacked
from symbolic.algebra.rectangular import Rectangular, eye, rectangular, zero
from symbolic.algebra.traces import derivative, substituted, trace


@dataclass(frozen=True)
class Weights:
    """Keys, queries, values and the projection, in blocks."""

    key: Blocks
    query: Blocks
    value: Blocks
    projection: Blocks


def square(upper_left: Rectangular, lower_left: Rectangular, lower_right: Rectangular) -> Blocks:
    """Blocks `(a, 0; b, c)`."""
    return Blocks(((upper_left, zero(d, m)), (lower_left, lower_right)))


INPUTS = square(eye(d), zero(m, d), zero(m, m))
"""What takes the x of a token."""


def constructed(sign: sympy.Expr | int = 1) -> Weights:
    """`W_K = W_Q = (I, 0; 0, 0)`, `W_V = (0, 0; W₀, −I)`, `P = (η/N) I`, that with another sign if one is given."""
    step = square(eye(d), zero(m, d), eye(m)) * (sign * eta / N)
    return Weights(INPUTS, INPUTS, square(zero(d, d), W0, -eye(m)), step)


def attended(tokens: Blocks, context: Blocks, weights: Weights) -> Blocks:
    """`e_j + P Σ_i (W_V e_i) (W_K e_i)ᵀ W_Q e_j` for every token j, i over the context."""
    pairs = weights.value @ context @ (weights.key @ context).T
    return tokens + weights.projection @ pairs @ weights.query @ tokens


CONTEXT = stacked(X, Y)


def step_from(weights: Rectangular) -> Rectangular:
    """The printed change `ΔW = −(η/N) (WX − Y) Xᵀ` at the weights W."""
    found: Rectangular = (weights @ X - Y) @ X.T * (-eta / N)
    return found


def loss(weights: Rectangular, labels: Rectangular = Y) -> sympy.Expr:
    """`1/(2N) Σ ‖W x_i − y_i‖²`."""
    off = (weights @ X - labels).words
    return sympy.expand(trace(off.T @ off) / (2 * N))


def gradient_step() -> sympy.Expr:
    """`−η ∇L(W₀)`, derived of the loss and paired with the letter G."""
    free = rectangular("W", m, d)
    slope = derivative(loss(free), "W", rectangular("G", m, d).words)
    return sympy.expand(-eta * substituted(slope, {"W": W0.words}))
