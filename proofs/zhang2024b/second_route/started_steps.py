"""One step of descent from a start, as weights that are moved and then used; arrays have one row a prompt."""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Real
from proofs.zhang2024.second_route.fixed_letters import array


def mean(d: int) -> Real:
    """The mean of the weights."""
    return array("v", d)[:, 0]


def spread(d: int) -> Real:
    """Their covariance: 1 on the diagonal, 1/3 beside it."""
    return np.asarray(np.eye(d) + (np.eye(d, k=1) + np.eye(d, k=-1)) / 3)


def predictions(A: Real, start: Real, x: Real, y: Real, q: Real) -> Real:
    """`q · (b + Aᵀ (1/N) Σ (y_i − b·x_i) x_i)`, sample by sample."""
    moved = np.tile(start, (len(x), 1))
    for i in range(x.shape[1]):
        off = y[:, i] - x[:, i, :] @ start
        moved = moved + off[:, None] * (x[:, i, :] @ A) / x.shape[1]
    return np.asarray(np.sum(moved * q, axis=1))
