"""The loss of a sample of prompts and its gradient by all entries, a step at a time, through Gram matrices.

A token is `(x_i, w·x_i)`, so that `⟨token, r⟩ = ⟨x_i, r_x + r_y w⟩` for every row r: of the samples of a prompt nothing
is used but their Gram matrix `S = Σ x_i x_iᵀ / N`. With r the last row of `W_PV` and k the first d columns of `W_KQ`
times the query, the prediction is `αᵀ S β + ⟨q, r_x⟩⟨q, k_x⟩ / N` for `α = r_x + r_y w` and `β = k_x + k_y w`. Prompts
are taken a few at a time: what is kept beside the Gram matrices does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from proofs.zhang2024.second_route.regression import Regression

CHUNK = 500
"""Prompts that a step takes together."""

DRAWN = 200
"""Prompts that are drawn together."""


@dataclass(frozen=True, eq=False)
class GramSample:
    """Half the mean squared error on prompts of N samples, by whole matrices.

    `grams` is `(m, d, d)`, `queries` and `weights` are `(m, d)`.
    """

    N: int
    grams: Real
    queries: Real
    weights: Real

    @property
    def blocks(self) -> Shapes:
        d = self.queries.shape[1]
        return {"W_PV": (d + 1, d + 1), "W_KQ": (d + 1, d + 1)}

    def loss(self, parameters: Parameters) -> float:
        """At both matrices."""
        total = 0.0
        for prompts in self._chunks(parameters):
            total += float(prompts.residuals @ prompts.residuals)
        return total / (2 * len(self.queries))

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        """By every entry; what does not reach the prediction has gradient 0."""
        out = {name: np.zeros(shape) for name, shape in self.blocks.items()}
        for prompts in self._chunks(parameters):
            out["W_PV"][-1] += prompts.residuals @ prompts.by_row
            out["W_KQ"][:, :-1] += (prompts.residuals[:, None] * prompts.by_key).T @ prompts.q
        return {name: block / len(self.queries) for name, block in out.items()}

    def _chunks(self, parameters: Parameters) -> Iterator[_Prompts]:
        row, K = parameters["W_PV"][-1], parameters["W_KQ"][:, :-1]
        for start in range(0, len(self.queries), CHUNK):
            taken = slice(start, start + CHUNK)
            yield _Prompts.at(row, K, self.N, self.grams[taken], self.queries[taken], self.weights[taken])


@dataclass(frozen=True, eq=False)
class _Prompts:
    """A few prompts: residuals `(n,)`, and derivatives of their predictions by `r` and by `k`, `(n, d+1)`."""

    q: Real
    residuals: Real
    by_row: Real
    by_key: Real

    @staticmethod
    def at(row: Real, K: Real, N: int, S: Real, q: Real, w: Real) -> _Prompts:
        keys = q @ K.T
        ends = np.stack([row[:-1] + row[-1] * w, keys[:, :-1] + keys[:, -1:] * w], axis=2)
        turned = S @ ends
        of_query, of_key = q @ row[:-1] / N, np.einsum("nd,nd->n", q, keys[:, :-1]) / N
        predicted = np.einsum("nd,nd->n", ends[:, :, 0], turned[:, :, 1]) + N * of_query * of_key
        residuals = predicted - np.einsum("nd,nd->n", w, q)
        by_row, by_key = (_with_label(turned[:, :, n], w, q * own[:, None]) for n, own in ((1, of_key), (0, of_query)))
        return _Prompts(q, residuals, by_row, by_key)


def _with_label(samples: Real, w: Real, of_query: Real) -> Real:
    """What samples and the query give by the first d entries, and the labels by the last."""
    return np.concatenate([samples + of_query, np.einsum("nd,nd->n", w, samples)[:, None]], axis=1)


def of_prompts(x: Real, q: Real, w: Real) -> GramSample:
    """From samples `(m, N, d)`, queries and weights `(m, d)`."""
    return GramSample(x.shape[1], np.swapaxes(x, 1, 2) @ x / x.shape[1], q, w)


def drawn(regression: Regression, rng: Any, count: int) -> GramSample:
    """So many random prompts; their samples are not kept."""
    d = regression.d
    grams, queries, weights = np.empty((count, d, d)), np.empty((count, d)), np.empty((count, d))
    for start in range(0, count, DRAWN):
        taken = slice(start, min(start + DRAWN, count))
        x, queries[taken], weights[taken] = regression.data(rng, taken.stop - start)
        grams[taken] = np.swapaxes(x, 1, 2) @ x / regression.N
    return GramSample(regression.N, grams, queries, weights)
