"""Means over prompts of one layer: its losses, the part of them that is odd in the weights, and the least one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from proofs.ahn2023.second_route import forward
from proofs.zhang2024.second_route.regression import Degrees, Integrand, Regression

EVERYWHERE = Degrees(4, 2, 4)
"""Of the loss at parameters without a zero block."""

Point = dict[str, Real]


def prompts(covariance: Real, n: int) -> Regression:
    """Prompts of n samples with this covariance."""
    return Regression(covariance, n, EVERYWHERE)


def sparse(matrix: Real, scale: float = 1.0) -> Point:
    """`P_22` and `Q_11`, all else zero."""
    return {"P_22": np.array([[scale]]), "Q_11": matrix}


def losses(point: Point, activation: forward.Activation = forward.linear) -> Integrand:
    """The loss of each prompt at these parameters."""
    return lambda x, q, w: forward.losses(point, x, q, w, activation)


def odd_losses(point: Point) -> Integrand:
    """The squared error of half the prediction less that for the weights −w."""

    def odd(x: Real, q: Real, w: Real) -> Real:
        found = (forward.predictions(point, x, q, w) - forward.predictions(point, x, q, -w)) / 2
        return np.asarray((found - np.sum(w * q, axis=1)) ** 2)

    return odd


def even_squares(point: Point) -> Integrand:
    """The square of half the prediction plus that for the weights −w."""

    def even(x: Real, q: Real, w: Real) -> Real:
        found = (forward.predictions(point, x, q, w) + forward.predictions(point, x, q, -w)) / 2
        return np.asarray(found**2)

    return even


def least_loss(source: Regression) -> float:
    """The least mean loss of matrices `Q_11` with `P_22 = 1`, in which the prediction is linear: normal equations."""
    d = source.d
    (x, q, w), weights = source.nodes(source.degrees)
    units = [np.eye(1, d * d, k).reshape(d, d) for k in range(d * d)]
    features = np.array([forward.predictions(sparse(unit), x, q, w) for unit in units])
    target = np.sum(w * q, axis=1)
    best = np.linalg.solve((features * weights) @ features.T, (features * weights) @ target)
    return float(weights @ (best @ features - target) ** 2)


def mixed_square(covariance: Real, point: Point) -> float:
    """The mean square of `(r^T U y)(p^T z) + 2u (r^T z)(v^T y)` for three vectors with this covariance."""
    vectors = Regression(covariance, 3, Degrees(2, 0, 0))
    p, u, U, v = point["P_21"][0], float(point["P_22"][0, 0]), point["Q_11"], point["Q_21"][0]

    def square(x: Real, q: Real, w: Real) -> Real:
        y, z, r = x[:, 0], x[:, 1], x[:, 2]
        return np.asarray((np.sum(r @ U * y, axis=1) * (z @ p) + 2 * u * np.sum(r * z, axis=1) * (y @ v)) ** 2)

    return vectors.mean(square)


def in_own_axes(covariance: Real, eigenvalue: Callable[[Real, Real], Real]) -> Real:
    """`U diag(e_1, …, e_d) U^T` in the axes of a covariance, from its eigenvalues and their sum."""
    eigenvalues, axes = np.linalg.eigh(covariance)
    return np.asarray((axes * eigenvalue(eigenvalues, eigenvalues.sum())) @ axes.T)


def printed(covariance: Real, n: int) -> Point:
    """The parameters of Theorem 1, with the matrix as it is printed."""
    return sparse(-in_own_axes(covariance, lambda each, sum_: 1 / ((n + 1) / n * each + sum_ / n)))


def shortened(source: Regression, degrees: Degrees) -> Regression:
    """The same prompts with fewer nodes."""
    return replace(source, degrees=degrees)


def sampled(source: Regression, f: Integrand, rng: Any, count: int) -> tuple[Real, float]:
    """Values at random prompts, and their exact variance."""
    return source.drawn(f, rng, count), source.variance(f)
