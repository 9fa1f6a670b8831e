"""Laws of one sample with exact mean and variance, for `calibration`: from light tails to a variance just finite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.sampling import draw, draw_torus, generator
from proofs.zheng2024.second_route import forward, one_pass, quadrature
from symbolic.laws import IID
from symbolic.laws.coordinates import Gaussian


@dataclass(frozen=True)
class SampledLaw:
    """A law of one sample with its exact mean and variance; `sampler` draws an array of the given shape."""

    name: str
    mean: float
    variance: float
    sampler: Callable[[np.random.Generator, tuple[int, int]], Real]

    def deviations(self, comparisons: int, size: int, seed: int = 0) -> Real:
        """Samples less their mean, `(comparisons, size)`."""
        rng = generator(f"benchmark: calibration {self.name}", seed)
        return self.sampler(rng, (comparisons, size)) - self.mean

    def understated(self, factor: float) -> SampledLaw:
        """The same samples with too small a variance."""
        return SampledLaw(
            f"{self.name}, variance understated {factor:g} times", self.mean, self.variance / factor, self.sampler
        )


@cache
def laws() -> tuple[SampledLaw, ...]:
    """From light tails to a variance that is just finite."""
    shape, rare = 2.1, 1e-3
    return (
        SampledLaw("Gaussian", 0.0, 1.0, lambda rng, size: rng.standard_normal(size)),
        SampledLaw(
            "sixth power of a Gaussian", 15.0, 10395.0 - 15.0**2, lambda rng, size: rng.standard_normal(size) ** 6
        ),
        _slope(),
        SampledLaw(
            f"Pareto, tail exponent {shape}",
            1 / (shape - 1),
            shape / ((shape - 1) ** 2 * (shape - 2)),
            lambda rng, size: rng.pareto(shape, size),
        ),
        SampledLaw(
            f"two points, one of probability {rare}",
            rare,
            rare * (1 - rare),
            lambda rng, size: (rng.random(size) < rare).astype(np.float64),
        ),
    )


def _slope() -> SampledLaw:
    """The slope of the loss along the line, of one random sequence: mean and variance by quadrature."""
    d, T, line = 2, 4, forward.on_line(2, 0.3, 1.0)
    law = IID(Gaussian()).at(d)
    mean, second = quadrature.radial_moments(law, T, line)

    def sampler(rng: np.random.Generator, size: tuple[int, int]) -> Real:
        count = size[0] * size[1]
        return one_pass.radial(line, draw(law, rng, count), draw_torus(rng, count, d), T).reshape(size)

    return SampledLaw(f"slope of the loss, d={d}, T={T}", mean, second - mean**2, sampler)
