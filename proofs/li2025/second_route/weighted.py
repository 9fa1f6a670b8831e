"""Prompts of two tasks and predictions from weighted samples; arrays have one row a prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from numeric_check.arrays import Real

Prompts = Callable[..., tuple[Real, Real, Real, Real]]


def placed(d: int, n: int, m: int, given: Mapping[str, float]) -> Prompts:
    """From standard numbers to samples, labels, queries and targets: n samples of one task, then m of the other."""

    def of(x: Real, q: Real, tasks: Real, noise: Real) -> tuple[Real, Real, Real, Real]:
        x = x.reshape(len(x), n + m, d)
        own, first, second = np.split(tasks, 3, axis=1)
        r, k = given["r"], given["k"]
        mixed = [r * own + (1 - r**2) ** 0.5 * first] * n + [k * own + (1 - k**2) ** 0.5 * second] * m
        labels = [np.sum(x[:, i] * mixed[i], axis=1) + given["sigma"] * noise[:, i] for i in range(n + m)]
        return x, np.stack(labels, axis=1), q, np.sum(own * q, axis=1)

    return of


def predictions(weights: Real, A: Real, x: Real, y: Real, q: Real) -> Real:
    """`Σ_i weight_i y_i x_iᵀ A q`."""
    total = 0 * q[:, 0]
    for i, weight in enumerate(weights):
        total = total + weight * y[:, i] * np.sum(x[:, i] * (q @ A.T), axis=1)
    return np.asarray(total)


def best_weights(mean: Callable[[Callable[..., Real]], float], of: Prompts, n: int, m: int) -> Real:
    """The best weights with `A = I`, one for each task, by normal equations."""
    units = (np.array([1.0] * n + [0.0] * m), np.array([0.0] * n + [1.0] * m))

    def product(one: int, other: int) -> Callable[..., Real]:
        def f(*data: Real) -> Real:
            x, y, q, target = of(*data)
            found = [predictions(unit, np.eye(x.shape[2]), x, y, q) for unit in units] + [target]
            return np.asarray(found[one] * found[other])

        return f

    gram = np.array([[mean(product(i, j)) for j in range(2)] for i in range(2)])
    a, b = np.linalg.solve(gram, [mean(product(i, 2)) for i in range(2)])
    return np.asarray(a * units[0] + b * units[1])
