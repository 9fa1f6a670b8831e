"""A state with a forget factor, token by token; arrays have one row a prompt."""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Real


def predictions(alpha: float, beta: float, x: Real, w: Real, q: Real) -> Real:
    """`h·q` after the samples `(prompts, N, d)` and the query, whose label is 0."""
    state = np.zeros_like(q)
    tokens = [(x[:, i, :], np.sum(x[:, i, :] * w, axis=1)) for i in range(x.shape[1])]
    for point, label in [*tokens, (q, 0 * q[:, 0])]:
        state = alpha * state + (1 - alpha) * beta * label[:, None] * point
    return np.asarray(np.sum(state * q, axis=1))
