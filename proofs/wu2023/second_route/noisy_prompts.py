"""Predictions of one step on noisy prompts, and the step that is best by normal equations.

Arrays have one row a prompt: samples `(prompts, N, d)`, queries and weights `(prompts, d)`, noise `(prompts, N)`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numeric_check.arrays import Real


def labels(x: Real, w: Real, noise: Real) -> Real:
    """`y_i = w·x_i + noise_i`, `(prompts, N)`."""
    return np.asarray(np.sum(x * w[:, None, :], axis=2) + noise)


def correlations(x: Real, y: Real) -> Real:
    """`(1/N) Σ y_i x_i`, sample by sample."""
    total = np.zeros_like(x[:, 0, :])
    for i in range(x.shape[1]):
        total = total + y[:, [i]] * x[:, i, :]
    return np.asarray(total / x.shape[1])


def predicted(A: Real, x: Real, y: Real, q: Real) -> Real:
    """`(1/N) Σ y_i x_iᵀ A q`."""
    return np.asarray(np.sum((q @ A.T) * correlations(x, y), axis=1))


def best(mean: Callable[[Callable[..., Real]], float], d: int, pair: Callable[..., tuple[Real, Real, Real]]) -> Real:
    """The matrix A at which the mean of `(sᵀ A q − target)²` is least; `pair` gives q, s and the target."""

    def product(first: int, second: int) -> Callable[..., Real]:
        def f(*data: Real) -> Real:
            q, s, target = pair(*data)
            features = np.concatenate([(s[:, :, None] * q[:, None, :]).reshape(len(q), -1), target[:, None]], axis=1)
            return np.asarray(features[:, first] * features[:, second])

        return f

    size = d * d
    gram = np.array([[mean(product(k, m)) for m in range(size)] for k in range(size)])
    right = np.array([mean(product(k, size)) for k in range(size)])
    return np.asarray(np.linalg.solve(gram, right).reshape(d, d))
