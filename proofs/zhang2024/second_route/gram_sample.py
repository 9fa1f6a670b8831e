"""The loss of a sample of prompts and its gradient by all entries, a step at a time, through Gram matrices.

A token is `(x_i, w·x_i)`, so that `⟨token, r⟩ = ⟨x_i, r_x + r_y w⟩` for every row r: of the samples of a prompt nothing
is used but their Gram matrix `S = Σ x_i x_iᵀ / N`. With r the last row of `W_PV` and k the first d columns of `W_KQ`
times the query, the prediction is `αᵀ S β + ⟨q, r_x⟩⟨q, k_x⟩ / N` for `α = r_x + r_y w` and `β = k_x + k_y w`. Prompts
are taken a few at a time: what is kept beside the Gram matrices does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from proofs.zhang2024.second_route.regression import Regression

CHUNK = 500
"""Prompts that a step takes together."""

DRAWN = 200
"""Prompts that are drawn together."""

Part = tuple[Real, Real, Real]
"""Gram matrices `(n, d, d)`, queries and weights `(n, d)` of a few prompts."""


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
        return mean_loss(self.parts(), self.N, len(self.queries), parameters)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        """By every entry; what does not reach the prediction has gradient 0."""
        return mean_gradient(self.parts(), self.N, len(self.queries), parameters)

    def parts(self) -> Iterator[Part]:
        """A few prompts at a time."""
        for start in range(0, len(self.queries), CHUNK):
            taken = slice(start, start + CHUNK)
            yield self.grams[taken], self.queries[taken], self.weights[taken]


def mean_loss(parts: Iterable[Part], N: int, count: int, parameters: Parameters) -> float:
    """Half the mean squared error on prompts that come in parts."""
    total = 0.0
    for prompts in _at(parts, N, parameters):
        total += float(prompts.residuals @ prompts.residuals)
    return total / (2 * count)


def mean_gradient(parts: Iterable[Part], N: int, count: int, parameters: Parameters) -> dict[str, Real]:
    """Its derivative by every entry of both matrices."""
    out = {name: np.zeros(np.shape(parameters[name])) for name in ("W_PV", "W_KQ")}
    for prompts in _at(parts, N, parameters):
        out["W_PV"][-1] += prompts.residuals @ prompts.by_row
        out["W_KQ"][:, :-1] += (prompts.residuals[:, None] * prompts.by_key).T @ prompts.q
    return {name: block / count for name, block in out.items()}


def _at(parts: Iterable[Part], N: int, parameters: Parameters) -> Iterator[_Prompts]:
    row, K = parameters["W_PV"][-1], parameters["W_KQ"][:, :-1]
    return (_Prompts.at(row, K, N, *part) for part in parts)


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
    grams, queries, weights = (np.concatenate(each) for each in zip(*drawn_parts(regression, rng, count), strict=True))
    return GramSample(regression.N, grams, queries, weights)


def drawn_parts(regression: Regression, rng: Any, count: int) -> Iterator[Part]:
    """The same prompts, a few at a time."""
    for start in range(0, count, DRAWN):
        x, q, w = regression.data(rng, min(DRAWN, count - start))
        yield np.swapaxes(x, 1, 2) @ x / regression.N, q, w
