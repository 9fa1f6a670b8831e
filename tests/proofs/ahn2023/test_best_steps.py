"""The best step sizes of several layers by orthogonal polynomials, and the transformer with them, over nodes."""

from __future__ import annotations

import numpy as np
import pytest

from numeric_check.arrays import Real
from proofs.ahn2023 import notation
from proofs.ahn2023.many_layers.two_steps import PRODUCT, SUM
from proofs.ahn2023.second_route import forward
from proofs.zhang2024.second_route.regression import Degrees, Regression
from symbolic.algebra import notation as sizes


def prompts(d: int, n: int, depth: int) -> Regression:
    """With covariates, query and weights N(0, I), and nodes for losses of so many layers."""
    return Regression(np.eye(d), n, Degrees(4 * depth, 2, 2))


def mean_loss(matrices: list[Real], n: int, values: Real | None = None) -> float:
    """Of the transformer with these matrices, `values` being the first block of P_0."""
    d = len(matrices[0])
    first = np.zeros((d, d)) if values is None else values
    layers = [
        forward.whole({"P_11": 0 * first if k else first, "P_22": np.ones((1, 1)), "Q_11": -matrix}, d)
        for k, matrix in enumerate(matrices)
    ]

    def loss(x: Real, q: Real, w: Real) -> Real:
        labels = np.einsum("mid,md->mi", x, w)
        error = forward.predicted(layers, forward.prompts(x, labels, q)) - np.sum(w * q, axis=1)
        return np.asarray(error**2)

    extra = 0 if values is None else 2
    return prompts(d, n, len(matrices) + extra).mean(loss)


def best_steps(d: int, n: int, depth: int) -> Real:
    """The inverse roots of the orthogonal polynomial for the weight s, from means of traces of powers."""
    source = Regression(np.eye(d), n, Degrees(4 * depth, 0, 0))

    def moment(power: int) -> float:
        def trace(x: Real, q: Real, w: Real) -> Real:
            second = np.swapaxes(x, 1, 2) @ x / n
            return np.asarray(np.trace(np.linalg.matrix_power(second, power), axis1=1, axis2=2) / d)

        return source.mean(trace)

    moments = [moment(power) for power in range(2 * depth + 1)]
    rows = np.array([[moments[i + j + 2] for j in range(depth)] for i in range(depth)])
    polynomial = np.append(1.0, -np.linalg.solve(rows, moments[1 : depth + 1]))
    return np.sort(1 / np.roots(polynomial[::-1]))


@pytest.mark.parametrize(("d", "n"), [(1, 1), (2, 1), (2, 2), (1, 3)])
def test_two_steps_are_the_roots_that_are_stated(d: int, n: int) -> None:
    e_1, e_2 = (float(expression.subs({sizes.d: d, notation.n: n})) for expression in (SUM, PRODUCT))
    assert best_steps(d, n, 2) == pytest.approx(np.sort(np.roots([1, -e_1, e_2])), rel=1e-9)


CASES = [(2, 1, 1), (2, 1, 2), (2, 1, 3), (1, 2, 4), *(pytest.param(2, 2, k, marks=pytest.mark.slow) for k in (2, 3))]


@pytest.mark.parametrize(("d", "n", "depth"), CASES)
def test_the_gradient_by_all_entries_vanishes_at_the_best_steps(d: int, n: int, depth: int) -> None:
    """The loss is quadratic in each entry of one matrix; with a step size that is a little off it is larger."""
    steps = best_steps(d, n, depth)
    assert steps.min() > 0
    matrices = [step * np.eye(d) for step in steps]
    least = mean_loss(matrices, n)
    for layer in range(depth):
        for entry in range(d * d):
            way = np.eye(1, d * d, entry).reshape(d, d)
            ahead, behind = (mean_loss(moved(matrices, layer, sign * way), n) for sign in (1, -1))
            assert abs(ahead - behind) < 1e-9 * (ahead + behind)
            assert min(ahead, behind) > least
    off = moved(matrices, 0, 0.05 * np.eye(d))
    assert mean_loss(off, n) > least


def moved(matrices: list[Real], layer: int, way: Real) -> list[Real]:
    return [matrix + way if k == layer else matrix for k, matrix in enumerate(matrices)]


@pytest.mark.parametrize(("d", "n"), [(1, 2), (2, 1)])
def test_moving_covariates_lowers_the_least_loss_of_two_steps(d: int, n: int) -> None:
    matrices = [step * np.eye(d) for step in best_steps(d, n, 2)]
    least = mean_loss(matrices, n)
    assert mean_loss(matrices, n, 0.01 * np.eye(d)) < least * (1 - 1e-6)
    assert mean_loss(matrices, n, -0.01 * np.eye(d)) > least
