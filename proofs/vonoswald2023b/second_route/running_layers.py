"""Layers on sequences `s_{t+1} = W s_t`, in NumPy: the mesa-layer by its recursion, linear attention, a gradient step.

Keys are `s_1, …, s_{t-1}`, values their successors, and the query is `s_t`. Arrays are `(m, T, d)` for m sequences.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from numeric_check.arrays import Real


def sequences(rng: Any, m: int, T: int, d: int) -> Real:
    """With W uniform among orthogonal matrices, one for each sequence, and `s_1` from N(0, I)."""
    q, r = np.linalg.qr(rng.standard_normal((m, d, d)))
    W = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]
    states = [rng.standard_normal((m, d))]
    for _ in range(T - 1):
        states.append((W @ states[-1][:, :, None])[:, :, 0])
    return np.stack(states, axis=1)


def mesa_layer(s: Real, ridge: float) -> Real:
    """`Σ v_i k_iᵀ R_t s_t` for t = 2, …, T−1, `(m, T−2, d)`; R by `R − R k kᵀ R / (1 + kᵀRk)` from `1/ridge`."""
    m, T, d = s.shape
    R, products = np.broadcast_to(np.eye(d) / ridge, (m, d, d)), np.zeros((m, d, d))
    found = []
    for t in range(1, T - 1):
        key = s[:, t - 1]
        gained = (R @ key[:, :, None])[:, :, 0]
        divisor = 1 + np.sum(key * gained, axis=1)
        R = R - gained[:, :, None] * gained[:, None, :] / divisor[:, None, None]
        products = products + s[:, t][:, :, None] * key[:, None, :]
        found.append((products @ R @ s[:, t][:, :, None])[:, :, 0])
    return np.stack(found, axis=1)


def ridge_regression(s: Real, t: int, ridge: float) -> Real:
    """The same at one t, from all keys and values at once, `(m, d)`."""
    keys, values, query = s[:, : t - 1], s[:, 1:t], s[:, t - 1]
    gram = np.swapaxes(keys, 1, 2) @ keys + ridge * np.eye(s.shape[2])
    return np.asarray((np.swapaxes(values, 1, 2) @ keys @ np.linalg.solve(gram, query[:, :, None]))[:, :, 0])


def attention(s: Real) -> Real:
    """`Σ v_i (k_i · s_t)` for t = 2, …, T−1, by scores and a causal mask."""
    scores = np.tril(s @ np.swapaxes(s, 1, 2), -1)[:, 1:-1, :-1]
    return np.asarray(scores @ s[:, 1:])


def gradient_step(s: Real, t: int) -> Real:
    """Minus the gradient of `½ Σ ‖Φ k_i − v_i‖²` at 0, applied to the query at one t; sample by sample."""
    slope = np.zeros((len(s), s.shape[2], s.shape[2]))
    for i in range(t - 1):
        off = -s[:, i + 1]
        slope += off[:, :, None] * s[:, i][:, None, :]
    return np.asarray(-(slope @ s[:, t - 1][:, :, None])[:, :, 0])


def unseen(s: Real, t: int) -> Real:
    """The share of the query that is not in the span of the keys, `(m,)`, between 0 and 1."""
    keys, query = np.swapaxes(s[:, : t - 1], 1, 2), s[:, t - 1]
    basis, _ = np.linalg.qr(keys)
    rest = query - (basis @ np.swapaxes(basis, 1, 2) @ query[:, :, None])[:, :, 0]
    return np.asarray(np.clip(np.sum(rest**2, axis=1) / np.sum(query**2, axis=1), 0.0, 1.0))
