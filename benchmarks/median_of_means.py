"""The baseline of `calibration`: comparing a mean with the median of the means of blocks, for a known variance.

A block mean is `sqrt(v/b) · sqrt((1-p)/p)` or more above its mean with probability at most p (Cantelli), and the median
only where half of the blocks are, which binomial tails bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log, sqrt

import numpy as np
from scipy import special

from numeric_check.arrays import Real


@dataclass(frozen=True)
class MedianOfMeans:
    """Refuses a claim that the median is further away from than `radius`."""

    blocks: int
    radius: float

    @staticmethod
    def textbook(n: int, variance: float, false_alarm: float) -> MedianOfMeans:
        """`8 log(1/δ)` blocks and a radius of two of their standard deviations.

        Source: Lugosi and Mendelson 2019, Theorem 2 (arXiv 1906.04280).
        """
        blocks = ceil(8 * log(1 / false_alarm))
        return MedianOfMeans(blocks, 2 * sqrt(variance / (n // blocks)))

    @staticmethod
    def tuned(n: int, variance: float, false_alarm: float, miss: float) -> MedianOfMeans:
        """The number of blocks with the finest resolution, from exact binomial tails."""
        every = (MedianOfMeans(k, _deviation(k, n, variance, false_alarm / 2)) for k in range(2, n // 2))
        return min(every, key=lambda test: test.resolution(n, variance, miss))

    def resolution(self, n: int, variance: float, miss: float) -> float:
        """Shift that is noticed with probability at least `1 - miss`."""
        return self.radius + _deviation(self.blocks, n, variance, miss)

    def half_point(self, deviations: Real) -> float:
        """Shift at which half of the comparisons `(m, n)` are refused."""
        return self.radius - float(np.median(self.medians(deviations)))

    def medians(self, deviations: Real) -> Real:
        rows, block = len(deviations), deviations.shape[-1] // self.blocks
        means = deviations[:, : block * self.blocks].reshape(rows, self.blocks, block).mean(axis=-1)
        return np.asarray(np.median(means, axis=-1), dtype=np.float64)


def _deviation(blocks: int, n: int, variance: float, probability: float) -> float:
    """What a median of means exceeds its mean by with at most this probability."""
    half = ceil(blocks / 2)
    p = special.betaincinv(half, blocks - half + 1, probability)
    return sqrt(variance / (n // blocks) * (1 - p) / p)
