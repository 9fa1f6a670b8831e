"""Least squares on prompts, to compare a model with."""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Real


def least_squares(x: Real, y: Real, q: Real) -> Real:
    """The prediction of the shortest weights that fit `(m, M)` labels of samples `(m, M, d)` best, `(m,)`."""
    if x.shape[1] <= x.shape[2]:
        gram = x @ np.swapaxes(x, 1, 2)
        weights = np.swapaxes(x, 1, 2) @ np.linalg.pinv(gram, hermitian=True) @ y[:, :, None]
    else:
        gram = np.swapaxes(x, 1, 2) @ x
        weights = np.linalg.pinv(gram, hermitian=True) @ np.swapaxes(x, 1, 2) @ y[:, :, None]
    return np.asarray(np.sum(weights[:, :, 0] * q, axis=1))
