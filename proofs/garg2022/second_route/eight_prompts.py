"""Prompts of the eight tests, drawn: samples `(m, M, d)`, labels `(m, M)`, queries `(m, d)` and targets `(m,)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from proofs.zhang2024.second_route import forward

Points = Callable[[Any, int], Real]
"""So many covariates `(n, d)` from a generator."""

Prompts = tuple[Real, Real, Real, Real]
BATCH_NUMBERS = 2_000_000


def normal_points(covariance: Real) -> Points:
    """Of N(0, covariance), which may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    return lambda rng, n: np.asarray(rng.standard_normal((n, len(root))) @ root.T)


@dataclass(frozen=True, eq=False)
class Drawing:
    """Prompts of M samples of these covariates with tasks N(0, I); the methods are the tests."""

    points: Points
    d: int
    M: int

    def numbers(self, rng: Any, m: int) -> tuple[Real, Real, Real]:
        """Samples, queries and tasks."""
        x = self.points(rng, m * self.M).reshape(m, self.M, self.d)
        return x, self.points(rng, m), rng.standard_normal((m, self.d))

    def image(self, rng: Any, m: int, linear: Real) -> Prompts:
        """Samples and query times a matrix."""
        x, q, w = self.numbers(rng, m)
        return _clean(x @ linear.T, q @ linear.T, w)

    def noisy(self, rng: Any, m: int, sigma: float) -> Prompts:
        """Noise in the labels."""
        x, y, q, target = _clean(*self.numbers(rng, m))
        return x, y + sigma * rng.standard_normal(y.shape), q, target

    def scaled_weights(self, rng: Any, m: int, c: float) -> Prompts:
        """The task times c."""
        x, q, w = self.numbers(rng, m)
        return _clean(x, q, c * w)

    def orthants(self, rng: Any, m: int) -> Prompts:
        """All samples of a prompt in one random orthant, the query anywhere."""
        x, q, w = self.numbers(rng, m)
        return _clean(np.abs(x) * rng.choice([-1.0, 1.0], (m, 1, self.d)), q, w)

    def orthogonal(self, rng: Any, m: int) -> Prompts:
        """The query without its part in the span of the samples."""
        x, q, w = self.numbers(rng, m)
        inside = np.swapaxes(x, 1, 2) @ np.linalg.pinv(np.swapaxes(x, 1, 2)) @ q[:, :, None]
        return _clean(x, q - inside[:, :, 0], w)

    def matching(self, rng: Any, m: int) -> Prompts:
        """The query is the last sample."""
        x, _, w = self.numbers(rng, m)
        return _clean(x, x[:, -1], w)


def _clean(x: Real, q: Real, w: Real) -> Prompts:
    return x, (x @ w[:, :, None])[:, :, 0], q, np.sum(q * w, axis=1)


def squared_errors(blocks: Any, drawn: Callable[[Any, int], Prompts], rng: Any, count: int, numbers: int) -> Real:
    """Of the transformer with these blocks on so many prompts, each of which has so many numbers, `(count,)`."""
    batch = max(1, BATCH_NUMBERS // numbers)
    found = []
    for start in range(0, count, batch):
        x, y, q, target = drawn(rng, min(batch, count - start))
        found.append((forward.last_entries(blocks, x, y, q) - target) ** 2)
    return np.concatenate(found)
