"""The transformer on prompts of a linear regression, as plain matrix products, straight from the definition.

The prompt is the `(d+1) × (N+1)` matrix

    E = ( x_1 … x_N  q )
        ( y_1 … y_N  0 ),        y_i = ⟨w, x_i⟩,

the output `E + W_PV E (E^T W_KQ E) / N`, the prediction its last entry, and the loss half the squared distance to
`⟨w, q⟩`. The x_i and q are independent `N(0, Λ)`, w is `N(0, I)`. Blocks are those of rows and columns d and 1. Arrays
of exact numbers as Python objects stay exact. Source: Zhang, Frei, Bartlett 2024, Section 2, arXiv 2306.09927.
"""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.rules import joined
from symbolic.laws.coordinates import Gaussian

LOSS_DEGREES = {"x": 4, "q": 6, "w": 4}
"""Of the loss: the prediction is quadratic in each x_i, cubic in q and, through `y_i²`, quadratic in w."""


def shapes(d: int) -> Shapes:
    """The blocks of the model in d dimensions.

    >>> shapes(2)["W_PV_21"]
    (1, 2)
    """
    square = {"11": (d, d), "12": (d, 1), "21": (1, d), "22": (1, 1)}
    return {f"{name}_{place}": shape for name in ("W_PV", "W_KQ") for place, shape in square.items()}


def full(parameters: Parameters, name: str, d: int) -> Real:
    """`W_PV` or `W_KQ` as a whole, `(d+1, d+1)`; missing blocks are zero. Raises ValueError for an unknown block."""
    known = shapes(d)
    if unknown := sorted(set(parameters) - set(known)):
        raise ValueError(f"unknown parameter block {unknown[0]!r}; the blocks are {', '.join(known)}")
    rows = [[parameters.get(f"{name}_{r}{c}", np.zeros(known[f"{name}_{r}{c}"])) for c in (1, 2)] for r in (1, 2)]
    return np.block(rows)


def prompts(x: Real, y: Real, q: Real) -> Real:
    """The matrices E of m data sets, `(m, d+1, N+1)`, from samples `(m, N, d)`, labels `(m, N)`, queries `(m, d)`."""
    tokens = np.concatenate([x, y[:, :, None]], axis=2)
    query = np.concatenate([q, np.zeros_like(q[:, :1])], axis=1)
    return np.swapaxes(np.concatenate([tokens, query[:, None, :]], axis=1), 1, 2)


def predictions(parameters: Parameters, x: Real, q: Real, w: Real) -> Real:
    """The last entry of the output of each data set, `(m,)`."""
    return predicted(parameters, x, (x @ w[:, :, None])[:, :, 0], q)


def predicted(parameters: Parameters, x: Real, y: Real, q: Real) -> Real:
    """The same from labels `(m, N)` of any kind; of the output, the last column is computed."""
    E, N, d = prompts(x, y, q), x.shape[1], x.shape[2]
    W_PV, W_KQ = (full(parameters, name, d) for name in ("W_PV", "W_KQ"))
    query = E[:, :, -1:]
    output = query + W_PV @ (E @ (np.swapaxes(E, 1, 2) @ (W_KQ @ query))) / N
    return np.asarray(output[:, -1, -1])


def last_entries(parameters: Parameters, x: Real, y: Real, q: Real) -> Real:
    """The same as `predicted`, where only the last entry of the last column of the output is computed."""
    d = x.shape[2]
    row, K = full(parameters, "W_PV", d)[-1], full(parameters, "W_KQ", d)
    key = q @ K[:, :d].T
    scores = (x @ key[:, :d, None])[:, :, 0] + y * key[:, d:]
    values = x @ row[:d] + y * row[d]
    of_query = np.sum(q * key[:, :d], axis=1) * (q @ row[:d])
    return np.asarray((np.sum(values * scores, axis=1) + of_query) / x.shape[1])


def losses(parameters: Parameters, x: Real, q: Real, w: Real) -> Real:
    """Half the squared error of each data set, `(m,)`."""
    return np.asarray((predictions(parameters, x, q, w) - np.sum(w * q, axis=1)) ** 2 / 2)


def population_loss(parameters: Parameters, root: Real, N: int) -> float:
    """The mean of `losses` over all draws, from Gauss–Hermite nodes; `root` is a matrix with `root root^T = Λ`.

    Raises TooLarge for too many nodes.
    """
    d = len(root)
    rules = {name: [coordinate_rule(Gaussian(), degree)] * d for name, degree in LOSS_DEGREES.items()}
    nodes, weights = joined([*rules["x"] * N, *rules["q"], *rules["w"]])
    x = nodes[:, : N * d].reshape(-1, N, d) @ root.T
    q, w = nodes[:, N * d : (N + 1) * d] @ root.T, nodes[:, (N + 1) * d :]
    return float(weights @ losses(parameters, x, q, w))
