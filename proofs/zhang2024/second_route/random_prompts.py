"""Prompts each of which has its own diagonal covariance, with eigenvalues drawn from a law; nodes and samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.rules import factors, joined
from numeric_check.laws.sampling import draw
from proofs.zhang2024.second_route.regression import ON_FAMILY, Degrees, Integrand
from symbolic.laws import Law
from symbolic.laws.coordinates import Gaussian

PROMPTS = 200_000


@dataclass(frozen=True)
class RandomPrompts:
    """Prompts of N samples; the query has the covariance of the prompt, or where it is apart the identity."""

    law: Law
    N: int
    apart: bool = False
    degrees: Degrees = ON_FAMILY

    @property
    def d(self) -> int:
        return self.law.d

    def nodes(self, degrees: Degrees) -> tuple[tuple[Real, Real, Real], Real]:
        """Prompts with weights by which means are exact up to these degrees, for eigenvalues as for products of two."""
        per = (degrees.x,) * self.N
        standard = [coordinate_rule(Gaussian(), n) for n in (*per, degrees.q, degrees.w) for _ in range(self.d)]
        points, weights = joined([*factors(self.law, (degrees.x + degrees.q) // 2), *standard])
        return self._placed(points), weights

    def _placed(self, points: Real) -> tuple[Real, Real, Real]:
        d, N = self.d, self.N
        eigenvalues, x, q, w = np.split(points, [d, (N + 1) * d, (N + 2) * d], axis=1)
        roots = np.sqrt(eigenvalues)
        return x.reshape(-1, N, d) * roots[:, None, :], q if self.apart else q * roots, w

    def mean(self, f: Integrand, doubled: bool = False) -> float:
        """Raises TooLarge for too many nodes."""
        (x, q, w), weights = self.nodes(self.degrees.doubled if doubled else self.degrees)
        return float(weights @ f(x, q, w))

    def drawn(self, f: Integrand, rng: Any, count: int) -> Real:
        """Values at so many random prompts."""
        standard = rng.standard_normal((count, (self.N + 2) * self.d))
        return np.asarray(f(*self._placed(np.concatenate([draw(self.law, rng, count), standard], axis=1))))

    def variance(self, f: Integrand) -> float:
        """That of f at a random prompt."""
        return max(self.mean(lambda *data: f(*data) ** 2, doubled=True) - self.mean(f) ** 2, 0.0)
