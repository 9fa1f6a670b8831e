"""Means over random prompts with Gaussian covariates, by Gauss–Hermite nodes and by sampling.

What is averaged is a function of samples `(m, N, d)`, queries `(m, d)` and weights `(m, d)`. Means are exact up to
rounding for losses of parameters in the blocks `W_PV_22` and `W_KQ_11`: these have degree 4 in each sample and 2 in
query and weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.rules import joined
from proofs.zhang2024.second_route import forward
from symbolic.laws.coordinates import Gaussian

LARGEST_SPREAD = 27.0
"""By how much a loss spreads at most, in units of its mean: see `spread`."""

Integrand = Callable[[Real, Real, Real], Real]
Data = tuple[Real, Real, Real]
Blocks = Mapping[str, Any]


@dataclass(frozen=True)
class Degrees:
    """Of what is averaged, in each sample, the query and the weights."""

    x: int = 4
    q: int = 2
    w: int = 2

    @property
    def doubled(self) -> Degrees:
        return Degrees(2 * self.x, 2 * self.q, 2 * self.w)


ON_FAMILY = Degrees()
"""Of losses on the family."""


@dataclass(frozen=True)
class Regression:
    """Prompts of N samples with this covariance of the covariates, `(d, d)`."""

    covariance: Real
    N: int
    degrees: Degrees = ON_FAMILY

    @property
    def d(self) -> int:
        return len(self.covariance)

    @cached_property
    def root(self) -> Real:
        return np.asarray(np.linalg.cholesky(self.covariance))

    def mean(self, f: Integrand, doubled: bool = False) -> float:
        """Raises TooLarge for too many nodes."""
        (x, q, w), weights = self.nodes(self.degrees.doubled if doubled else self.degrees)
        return float(weights @ f(x, q, w))

    def nodes(self, degrees: Degrees) -> tuple[tuple[Real, Real, Real], Real]:
        """Prompts with weights by which means are exact up to these degrees; raises TooLarge for too many."""
        d, per = len(self.root), (degrees.x,) * self.N
        rules = [coordinate_rule(Gaussian(), degree) for degree in (*per, degrees.q, degrees.w) for _ in range(d)]
        standard, weights = joined(rules)
        return self._placed(standard), weights

    def _placed(self, standard: Real) -> tuple[Real, Real, Real]:
        """Standard normal numbers as samples, query and weights."""
        d, N = len(self.root), self.N
        x, q, w = np.split(standard, [N * d, (N + 1) * d], axis=1)
        return x.reshape(-1, N, d) @ self.root.T, q @ self.root.T, w

    def drawn(self, f: Integrand, rng: np.random.Generator, count: int) -> Real:
        """Values at so many random prompts."""
        parts = [min(10_000, count - start) for start in range(0, count, 10_000)]
        return np.concatenate([f(*self.data(rng, part)) for part in parts])

    def data(self, rng: np.random.Generator, count: int) -> Data:
        """Random samples `(count, N, d)`, queries and weights `(count, d)`."""
        return self._placed(rng.standard_normal((count, (self.N + 2) * len(self.root))))

    def variance(self, f: Integrand) -> float:
        """That of f at a random prompt."""
        return max(self.mean(lambda *data: f(*data) ** 2, doubled=True) - self.mean(f) ** 2, 0.0)


def losses(blocks: Blocks) -> Integrand:
    """The loss of each prompt at these parameters."""
    return lambda x, q, w: forward.losses(blocks, x, q, w)


def along(blocks: Blocks, way: Blocks) -> Integrand:
    """The derivative of each loss along a direction in which it is quadratic."""

    def difference(x: Real, q: Real, w: Real) -> Real:
        ahead, behind = (forward.losses(moved(blocks, way, step), x, q, w) for step in (1.0, -1.0))
        return (ahead - behind) / 2

    return difference


def moved(blocks: Blocks, way: Blocks, step: float) -> dict[str, Any]:
    """The point reached by so many steps along the direction."""
    return {name: blocks.get(name, 0.0) + step * way.get(name, 0.0) for name in {*blocks, *way}}


def spread(covariance: Real, N: int, blocks: Blocks) -> float:
    """A bound on the variance of the loss of a prompt of N samples, from one sample and from infinitely many.

    The residual is `w·K z` with w, z standard normal and a matrix K whose entries are of degree 2 in the samples. Of
    such a form `E r⁴ <= 9 E‖K‖⁴`, and `E‖K‖⁴ <= 81 (E‖K‖²)²`, because `E k⁴ <= 81 (E k²)²` for a polynomial k of degree
    2 in normal numbers (Nelson 1973). So `E (r²/2)² <= 27² (E r²/2)²`.
    """
    mean = in_long_prompts(covariance, N, lambda data, weights: weights @ forward.losses(blocks, *data))
    return float((LARGEST_SPREAD * mean) ** 2)


def in_long_prompts(covariance: Real, N: int, mean: Callable[[Data, Real], Any]) -> Any:
    """A mean over prompts of N samples that is of degree 2 in their average, from one sample and infinitely many.

    It is affine in 1/N: samples are averaged, and their products in pairs. At `N = ∞` the average is its mean, as in a
    prompt of the d columns of a root of d times the covariance. `mean` is given nodes with their weights.
    """
    one = Regression(covariance, 1)
    (_, q, w), weights = one.nodes(Degrees(0, 2, 2))
    fixed = np.broadcast_to(np.sqrt(one.d) * one.root.T, (len(q), one.d, one.d))
    never = mean((fixed, q, w), weights)
    return never + (mean(*one.nodes(one.degrees)) - never) / N
