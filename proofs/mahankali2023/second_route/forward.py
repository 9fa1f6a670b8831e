"""Predictions of one layer, token by token, and ridge regression; arrays have one row a prompt."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from numeric_check.arrays import Real


def blocks(P_21: Real, P_22: float, K_11: Real, K_21: Real) -> tuple[Real, Real]:
    """P and K as a whole, the other blocks zero; `P_21` and `K_21` are rows."""
    d = len(K_11)
    P, K = np.zeros((d + 1, d + 1)), np.zeros((d + 1, d + 1))
    P[d, :d], P[d, d], K[:d, :d], K[d, :d] = P_21, P_22, K_11, K_21
    return P, K


def predictions(P: Real, K: Real, x: Real, y: Real, q: Real) -> Real:
    """The last entry of `P Σ_i e_i (e_iᵀ K e)`, e the query `(q, 0)`; samples are `(prompts, N, d)`."""
    query = np.concatenate([q, np.zeros_like(q[:, :1])], axis=1)
    out = np.zeros_like(query)
    for i in range(x.shape[1]):
        token = np.concatenate([x[:, i, :], y[:, [i]]], axis=1)
        score = np.sum(token * (query @ K.T), axis=1)
        out = out + score[:, None] * (token @ P.T)
    return np.asarray(out[:, -1])


def ridge(x: Real, y: Real, strength: float) -> Real:
    """The minimiser of `Σ (w·x_i − y_i)² + strength ‖w‖²`, prompt by prompt."""
    gram = np.swapaxes(x, 1, 2) @ x + strength * np.eye(x.shape[2])
    return np.asarray(np.linalg.solve(gram, np.sum(y[:, :, None] * x, axis=1)[:, :, None])[:, :, 0])


def fixed(letters: Mapping[str, Real], u: float) -> tuple[Real, Real]:
    """A layer without a zero among the blocks that matter."""
    return blocks(letters["p"][:, 0], u, letters["U"], letters["v"][:, 0])
