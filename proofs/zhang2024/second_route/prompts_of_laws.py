"""Means over random prompts whose covariates and queries have any one law, by its nodes and by sampling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.rules import factors, joined
from numeric_check.laws.sampling import draw
from proofs.zhang2024.second_route.regression import ON_FAMILY, Data, Degrees, Integrand
from symbolic.laws import Law
from symbolic.laws.coordinates import Gaussian

BATCH = 10_000


@dataclass(frozen=True)
class LawPrompts:
    """Prompts of N samples; weights are N(0, I) where they have no law of their own."""

    law: Law
    N: int
    weights: Law | None = None
    degrees: Degrees = ON_FAMILY

    @property
    def d(self) -> int:
        return int(self.law.d)

    def nodes(self, degrees: Degrees) -> tuple[Data, Real]:
        """Prompts with weights by which means are exact up to these degrees; raises TooLarge for too many."""
        groups = [rule for degree in (*(degrees.x,) * self.N, degrees.q) for rule in factors(self.law, degree)]
        points, weights = joined([*groups, *self._of_weights(degrees.w)])
        return self._parted(points), weights

    def _of_weights(self, degree: int) -> list[tuple[Real, Real]]:
        return factors(self.weights, degree) if self.weights else [coordinate_rule(Gaussian(), degree)] * self.d

    def _parted(self, points: Real) -> Data:
        x, q, w = np.split(points, [self.N * self.d, (self.N + 1) * self.d], axis=1)
        return x.reshape(-1, self.N, self.d), q, w

    def mean(self, f: Integrand, doubled: bool = False) -> float:
        """Raises TooLarge for too many nodes."""
        data, weights = self.nodes(self.degrees.doubled if doubled else self.degrees)
        return float(weights @ f(*data))

    def variance(self, f: Integrand) -> float:
        """That of f at a random prompt."""
        return max(self.mean(lambda *data: f(*data) ** 2, doubled=True) - self.mean(f) ** 2, 0.0)

    def drawn(self, f: Integrand, rng: np.random.Generator, count: int) -> Real:
        """Values at so many random prompts."""
        sizes = [min(BATCH, count - start) for start in range(0, count, BATCH)]
        return np.concatenate([f(*self.data(rng, size)) for size in sizes])

    def data(self, rng: Any, count: int) -> Data:
        """Random samples `(count, N, d)`, queries and weights `(count, d)`."""
        x = draw(self.law, rng, count * self.N).reshape(count, self.N, self.d)
        w = draw(self.weights, rng, count) if self.weights else rng.standard_normal((count, self.d))
        return x, draw(self.law, rng, count), w
