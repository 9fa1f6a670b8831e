"""The loss over all `(d+1)²` entries of both matrices, on the population and on a sample of prompts.

The prediction is `Σ r_a K_bc φ_abc` with r the last row of `W_PV`, K the first d columns of `W_KQ` and the features
`φ_abc = C_ab q_c`, C the context over N. Means of products of two features say all of a loss. In the population they
are affine in 1/N for given query and weights, where C is the mean of the tokens' products plus the query's own over N:
so one sample and infinitely many, by nodes, give every N.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from proofs.zhang2024.second_route.regression import Degrees, Regression

EVERYWHERE = Degrees(4, 6, 4)
"""Of products of features and targets in a sample, the query and the weights."""

BATCH = 20_000


def features(x: Real, q: Real, w: Real, N: int) -> Real:
    """`φ_abc` and the target behind them, `(m, (d+1)² d + 1)`; x may have any number of samples for the average."""
    tokens = np.concatenate([x, (x @ w[:, :, None])], axis=2)
    query = np.concatenate([q, np.zeros_like(q[:, :1])], axis=1)
    context = np.swapaxes(tokens, 1, 2) @ tokens / x.shape[1] + query[:, :, None] * query[:, None, :] / N
    products = context[:, :, :, None] * q[:, None, None, :]
    return np.concatenate([products.reshape(len(q), -1), np.sum(w * q, axis=1)[:, None]], axis=1)


@dataclass(frozen=True, eq=False)
class FullLoss:
    """Half the mean squared error with these means of products of features, by whole matrices."""

    d: int
    moments: Real

    @property
    def blocks(self) -> Shapes:
        return {"W_PV": (self.d + 1, self.d + 1), "W_KQ": (self.d + 1, self.d + 1)}

    @cached_property
    def _parts(self) -> tuple[Real, Real, float]:
        return self.moments[:-1, :-1], self.moments[:-1, -1], float(self.moments[-1, -1])

    def loss(self, parameters: Parameters) -> float:
        """At both matrices."""
        quadratic, linear, constant = self._parts
        theta = self._theta(parameters)
        return float(theta @ quadratic @ theta / 2 - linear @ theta + constant / 2)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        """By every entry; what does not reach the prediction has gradient 0."""
        d = self.d
        quadratic, linear, _ = self._parts
        force = (quadratic @ self._theta(parameters) - linear).reshape(d + 1, d + 1, d)
        out = {name: np.zeros(shape) for name, shape in self.blocks.items()}
        out["W_PV"][-1] = np.einsum("abc,bc->a", force, parameters["W_KQ"][:, :d])
        out["W_KQ"][:, :d] = np.einsum("abc,a->bc", force, parameters["W_PV"][-1])
        return out

    def _theta(self, parameters: Parameters) -> Real:
        return np.ravel(np.einsum("a,bc->abc", parameters["W_PV"][-1], parameters["W_KQ"][:, : self.d]))


def population(regression: Regression) -> FullLoss:
    """Over all prompts of the length of the regression; raises TooLarge beyond three dimensions or so."""
    d, N = regression.d, regression.N
    one = Regression(regression.covariance, 1)
    (_, q, w), shares = one.nodes(Degrees(0, 6, 4))
    fixed = np.broadcast_to(np.sqrt(d) * one.root.T, (len(q), d, d))
    never = _moments(features(fixed, q, w, N), shares)
    (x, q, w), shares = one.nodes(EVERYWHERE)
    return FullLoss(d, never + (_moments(features(x, q, w, N), shares) - never) / N)


def of_sample(regression: Regression, rng: Any, count: int) -> FullLoss:
    """Over so many random prompts."""
    found = np.zeros(())
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        x, q, w = regression.data(rng, size)
        found = found + _moments(features(x, q, w, regression.N), np.full(size, 1 / count))
    return FullLoss(regression.d, found)


def _moments(values: Real, shares: Real) -> Real:
    return np.asarray((values * shares[:, None]).T @ values)
