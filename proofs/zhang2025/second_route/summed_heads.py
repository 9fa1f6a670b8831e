"""Predictions of heads, one after the other; arrays have one row a prompt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numeric_check.arrays import Real

Head = tuple[float, Real]
"""A number and a matrix; where key and query are separate the matrix is their outer product."""


def predictions(heads: Sequence[Head], x: Real, w: Real, q: Real) -> Real:
    """`Σ_h v_h (1/N) Σ_i y_i x_iᵀ U_h q`, for samples `(prompts, N, d)`, weights and queries `(prompts, d)`."""
    total = 0 * q[:, 0]
    for number, matrix in heads:
        for i in range(x.shape[1]):
            label = np.sum(x[:, i, :] * w, axis=1)
            total = total + number * label * np.sum(x[:, i, :] * (q @ matrix.T), axis=1)
    return np.asarray(total / x.shape[1])


def losses(heads: Sequence[Head], x: Real, w: Real, q: Real) -> Real:
    """Squared errors."""
    return np.asarray((predictions(heads, x, w, q) - np.sum(w * q, axis=1)) ** 2)


def principal(covariance: Real, count: int) -> Real:
    """Orthogonal projection on the eigenvectors with so many largest eigenvalues."""
    _, axes = np.linalg.eigh(covariance)
    first = axes[:, ::-1][:, :count]
    return np.asarray(first @ first.T)
