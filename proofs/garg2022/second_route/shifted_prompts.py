"""Means over prompts that are made of independent numbers, by nodes and by sampling.

What is averaged is a function of arrays with one row a prompt. Means are exact up to rounding where it is a polynomial
of the stated degree in every single number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.coordinate_sampling import draw_coordinate
from numeric_check.laws.rules import joined
from symbolic.laws.coordinates import CoordinateLaw

Integrand = Callable[..., Real]

BATCH = 10_000


@dataclass(frozen=True)
class Numbers:
    """Independent numbers of one law, so many in a prompt; what is averaged has this degree in each."""

    law: CoordinateLaw
    count: int
    degree: int


@dataclass(frozen=True)
class Prompts:
    """Random prompts; functions are handed one array for each group of numbers, `(prompts, count)`."""

    groups: tuple[Numbers, ...]

    def mean(self, f: Integrand) -> float:
        """Raises TooLarge for too many nodes."""
        rules = [coordinate_rule(group.law, group.degree) for group in self.groups for _ in range(group.count)]
        points, weights = joined(rules)
        ends = np.cumsum([group.count for group in self.groups])[:-1]
        return float(weights @ f(*np.split(points, ends, axis=1)))

    @property
    def doubled(self) -> Prompts:
        """The same for squares."""
        return Prompts(tuple(replace(group, degree=2 * group.degree) for group in self.groups))

    def variance(self, f: Integrand) -> float:
        """That of f at a random prompt."""
        return max(self.doubled.mean(lambda *data: f(*data) ** 2) - self.mean(f) ** 2, 0.0)

    def drawn(self, f: Integrand, rng: Any, count: int) -> Real:
        """Values at so many random prompts."""
        sizes = [min(BATCH, count - start) for start in range(0, count, BATCH)]
        return np.concatenate([f(*self._drawn(rng, size)) for size in sizes])

    def _drawn(self, rng: Any, size: int) -> list[Real]:
        return [np.asarray(draw_coordinate(group.law, rng, (size, group.count))) for group in self.groups]


def samples(numbers: Real, root: Real) -> Real:
    """Numbers `(prompts, M · d)` as covariates `(prompts, M, d)`, each a vector of d of them times the root."""
    return np.asarray(numbers.reshape(len(numbers), -1, root.shape[1]) @ root.T)
