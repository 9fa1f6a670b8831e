"""The last entry of the query's output, token by token; arrays have one row a prompt."""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Real


def predictions(u: float, U: Real, guess: Real, x: Real, y: Real, q: Real) -> Real:
    """With the last row `(−u vᵀ, u)` of P and `K_11 = U`, the query being `(q, v·q)`."""
    d = len(guess)
    row, K = np.append(-u * guess, u), np.zeros((d + 1, d + 1))
    K[:d, :d] = U
    query = np.concatenate([q, (q @ guess)[:, None]], axis=1)
    out = query[:, -1]
    for i in range(x.shape[1]):
        token = np.concatenate([x[:, i, :], y[:, [i]]], axis=1)
        out = out + (token @ row) * np.sum(token * (query @ K.T), axis=1) / x.shape[1]
    return np.asarray(out)
