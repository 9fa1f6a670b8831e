"""The transformer on prompts of a linear regression, as plain matrix products, straight from the definition.

A prompt is the `(d+1) × (n+1)` matrix

    Z_0 = ( x_1 … x_n  q )
          ( y_1 … y_n  0 ),        y_i = ⟨w, x_i⟩,

a layer makes `Z + P Z M σ(Z^T Q Z) / n` of Z, where `M = diag(1, …, 1, 0)` and σ is the identity or ReLU, and the
prediction is minus the last entry of the last Z. The loss is the squared distance to `⟨w, q⟩`. The x_i and q are
independent `N(0, Σ)`, w is `N(0, I)`. Blocks are those of rows and columns d and 1. Arrays of exact numbers as Python
objects stay exact. Source: Ahn, Cheng, Daneshmand, Sra 2023, Section 2, arXiv 2306.00297.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.rules import joined
from symbolic.laws.coordinates import Gaussian

LOSS_DEGREES = {"x": 4, "q": 2, "w": 4}
"""Of the loss of one layer: the prediction is quadratic in each x_i, linear in q, and quadratic in w through `y_i²`."""

Activation = Callable[[Real], Real]
Layer = tuple[Real, Real]
"""P and Q of a layer, whole."""


def linear(scores: Real) -> Real:
    return scores


def relu(scores: Real) -> Real:
    return np.maximum(scores, 0)


def shapes(d: int) -> Shapes:
    """The blocks of one layer in d dimensions.

    >>> shapes(2)["P_21"]
    (1, 2)
    """
    square = {"11": (d, d), "12": (d, 1), "21": (1, d), "22": (1, 1)}
    return {f"{name}_{place}": shape for name in ("P", "Q") for place, shape in square.items()}


def whole(parameters: Parameters, d: int) -> Layer:
    """P and Q from their blocks; missing blocks are zero. Raises ValueError for an unknown block."""
    known = shapes(d)
    if unknown := sorted(set(parameters) - set(known)):
        raise ValueError(f"unknown parameter block {unknown[0]!r}; the blocks are {', '.join(known)}")

    def matrix(name: str) -> Real:
        rows = [[parameters.get(f"{name}_{r}{c}", np.zeros(known[f"{name}_{r}{c}"])) for c in (1, 2)] for r in (1, 2)]
        return np.block(rows)

    return matrix("P"), matrix("Q")


def prompts(x: Real, y: Real, q: Real) -> Real:
    """The matrices Z_0 of m data sets, `(m, d+1, n+1)`, from samples `(m, n, d)`, labels `(m, n)`, queries `(m, d)`."""
    tokens = np.concatenate([x, y[:, :, None]], axis=2)
    query = np.concatenate([q, np.zeros_like(q[:, :1])], axis=1)
    return np.swapaxes(np.concatenate([tokens, query[:, None, :]], axis=1), 1, 2)


def after(layer: Layer, Z: Real, activation: Activation = linear) -> Real:
    """What a layer makes of the matrices Z, `(m, d+1, n+1)`."""
    P, Q = layer
    n = Z.shape[2] - 1
    mask = np.diag([1] * n + [0])
    return np.asarray(Z + P @ Z @ mask @ activation(np.swapaxes(Z, 1, 2) @ Q @ Z) / n)


def predicted(layers: Sequence[Layer], Z: Real, activation: Activation = linear) -> Real:
    """The predictions of several layers for the prompts Z_0, `(m,)`."""
    for layer in layers:
        Z = after(layer, Z, activation)
    return np.asarray(-Z[:, -1, -1])


def predictions(parameters: Parameters, x: Real, q: Real, w: Real, activation: Activation = linear) -> Real:
    """Those of one layer for noiseless labels, `(m,)`, from its blocks and weights `(m, d)`."""
    labels = (x @ w[:, :, None])[:, :, 0]
    return predicted([whole(parameters, x.shape[2])], prompts(x, labels, q), activation)


def losses(parameters: Parameters, x: Real, q: Real, w: Real, activation: Activation = linear) -> Real:
    """The squared error of one layer on each data set, `(m,)`."""
    return np.asarray((predictions(parameters, x, q, w, activation) - np.sum(w * q, axis=1)) ** 2)


def population_loss(parameters: Parameters, root: Real, n: int) -> float:
    """The mean of `losses` over all draws, from Gauss–Hermite nodes; `root` is a matrix with `root root^T = Σ`.

    Raises TooLarge for too many nodes.
    """
    d = len(root)
    rules = {name: [coordinate_rule(Gaussian(), degree)] * d for name, degree in LOSS_DEGREES.items()}
    nodes, weights = joined([*rules["x"] * n, *rules["q"], *rules["w"]])
    x = nodes[:, : n * d].reshape(-1, n, d) @ root.T
    q, w = nodes[:, n * d : (n + 1) * d] @ root.T, nodes[:, (n + 1) * d :]
    return float(weights @ losses(parameters, x, q, w))
