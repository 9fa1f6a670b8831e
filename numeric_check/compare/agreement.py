"""Does a claimed number agree with a computed one, or with a sample? With a false-alarm rate and a resolution.

**The sampled comparison.** `Y_1, …, Y_n` are independent with variance at most v, possibly heavy-tailed, and the claim
is that their mean is m0. Catoni's influence function

    ψ(x) = log(1 + x + x²/2) for x >= 0,     ψ(-x) = -ψ(x)

is increasing and satisfies `-log(1 - x + x²/2) <= ψ(x) <= log(1 + x + x²/2)` for every real x, because
`(1 + x + x²/2)(1 - x + x²/2) = 1 + x⁴/4 >= 1`. Let `S = Σ ψ(α(Y_i - m0))` and let the true mean be `m0 + Δ`. From the
upper bound, independence and `1 + z <= exp(z)`,

    E exp(S) <= (1 + αΔ + α²(v + Δ²)/2)^n <= exp(nαΔ + nα²(v + Δ²)/2),

and from the lower bound the same for `-S` with `-Δ`. By Markov's inequality, for any `δ, β` in (0, 1):

- *False alarm.* With Δ = 0, `S >= nα²v/2 + log(2/δ) =: τ` has probability at most δ/2, and so has `S <= -τ`: a true
  claim is refused with probability at most δ. `α = sqrt(2 log(2/δ)/(nv))` makes `τ = 2 log(2/δ)`.
- *Detection.* With Δ > 0, `S <= nαΔ - nα²(v + Δ²)/2 - log(1/β)` has probability at most β. Hence a shift with
  `Δ - α(v + Δ²)/2 - log(1/β)/(nα) > τ/(nα)` is noticed with probability at least `1 - β`. Where this quadratic
  inequality has solutions, its smaller root is the resolution; every larger shift, of a law with the same variance
  bound, is noticed too, since ψ is increasing. Where it has none, n is too small to promise anything and the resolution
  is infinite. Negative shifts are the same by symmetry.

With `L = log(2/δ)`, `K = 6L + 2 log(1/β)` and the unit `ρ = Δ sqrt(2L/v)` the quadratic is `ρ² - 2ρ√n + K = 0`: the
resolution is `√n - √(n - K)` units, and finite from `n > K` on.

Source: Catoni 2012, Proposition 2.2 to 2.4 (arXiv 1009.2048).

**The quadrature comparison** is deterministic: two numbers, equal to rounding relative to a stated size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, log, nan, pi, sqrt
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.compare import FALSE_ALARM

ROUNDING = 1e-10
"""Relative error that two correct computations in double precision may differ by."""

MISS = 0.5
MISS_SURE = 1e-3


@dataclass(frozen=True)
class Comparison:
    """What comparing a claimed number with another route found.

    `resolution` is a shift of the true value that would have been noticed with probability at least 1/2,
    `resolution_sure` with at least 0.999; both in the unit of the claim, `inf` where no shift is sure to be noticed.
    `estimate` is the plain mean of the sample, or the computed number. `seed` is None where nothing is random.
    """

    kind: str
    claimed: float
    estimate: float
    agrees: bool
    false_alarm: float
    resolution: float
    resolution_sure: float
    samples: int
    seed: int | None


@dataclass(frozen=True)
class Budget:
    """False-alarm probability of a whole run, to be split over its comparisons (union bound).

    >>> Budget(0.5).share(4), Budget(0.5).shares((1, 3))
    (0.125, (0.125, 0.375))
    """

    total: float = FALSE_ALARM

    def __post_init__(self) -> None:
        if not 0 < self.total < 1:
            raise ValueError(f"a false-alarm budget lies strictly between 0 and 1; given {self.total}")

    def share(self, count: int) -> float:
        """Rate for each of `count` comparisons; raises ValueError for `count < 1`."""
        if count < 1:
            raise ValueError(f"a budget is split over at least one comparison; given {count}")
        return self.total / count

    def shares(self, weights: Sequence[float]) -> tuple[float, ...]:
        """Rates in proportion to positive weights; raises ValueError for none, or for one that is not positive.

        A resolution grows with `sqrt(log(2/rate))` only, so weights matter where they differ by powers of ten.
        """
        whole = float(sum(weights))
        if not (weights and isfinite(whole) and all(weight > 0 for weight in weights)):
            raise ValueError(f"a budget is split by positive finite weights; given {list(weights)}")
        return tuple(self.total * (weight / whole) for weight in weights)

    def rerun(self, k: int) -> Budget:
        """Budget of the k-th run of the same claims, `total · 6/(π²k²)`: all runs together spend `total`.

        For runs that keep nothing of each other; where the samples' sums are kept, `anytime` goes on with them at no
        such cost. Raises ValueError for `k < 1`.
        """
        if k < 1:
            raise ValueError(f"runs are counted from 1; given {k}")
        return Budget(self.total * 6 / (pi * k) ** 2)


def close(claimed: float, computed: float, scale: float, kind: str = "quadrature") -> Comparison:
    """Compare two numbers to `1e-10 · scale`, where `scale` is the size of the largest entry they belong to.

    A NaN or an infinity anywhere disagrees. `kind` says how the second one was computed.
    """
    claimed, computed, tolerance = float(claimed), float(computed), ROUNDING * abs(float(scale))
    agrees = isfinite(tolerance) and abs(claimed - computed) <= tolerance
    return Comparison(kind, claimed, computed, agrees, 0.0, tolerance, tolerance, 0, None)


@np.errstate(invalid="ignore", over="ignore")
def sampled(
    claimed: float, variance: float, samples: Real, false_alarm: float, seed: int, scale: float | None = None
) -> Comparison:
    """Compare a claimed mean with independent samples `(n,)` whose variance is at most `variance`.

    Refuses a true claim with probability at most `false_alarm`. With variance 0 every sample must equal the claim to
    `1e-10 · scale`, and a smaller standard deviation than that counts as that. `scale` is the size of the integrand's
    terms, by default that of the claim; give it where the claim is a zero that arises by cancellation. A NaN anywhere
    disagrees, and so does an infinite scale. Raises ValueError for no samples, for a variance that is negative or
    infinite, for a rate outside (0, 1).
    """
    values, claimed, variance = np.asarray(samples, dtype=np.float64).ravel(), float(claimed), float(variance)
    require_bound(variance, false_alarm)
    if values.size == 0:
        raise ValueError("no samples to compare with")
    rounding = rounding_of(claimed, scale)
    if variance == 0:
        return _degenerate(claimed, values, seed, rounding)
    bound = floored(variance, rounding)
    agrees = not refuses(values - claimed, bound, false_alarm)
    near, sure = (resolution(values.size, bound, false_alarm, miss) for miss in (MISS, MISS_SURE))
    return Comparison("sampled", claimed, _mean(values), agrees, false_alarm, near, sure, values.size, seed)


def refuses(deviations: Real, variance: float, false_alarm: float) -> Any:
    """Whether the deviations `Y_i - m0` along the last axis refuse the claim: a boolean, or an array `(…)` of them."""
    return ~(np.abs(statistic(deviations, variance, false_alarm)) <= threshold(false_alarm))


def statistic(deviations: Real, variance: float, false_alarm: float) -> Any:
    """`S = Σ ψ(α(Y_i - m0))` along the last axis of the deviations `Y_i - m0`, of shape `(…, n)`."""
    return np.sum(influence(_alpha(deviations.shape[-1], variance, false_alarm) * deviations), axis=-1)


def threshold(false_alarm: float) -> float:
    """`τ`: the claim is refused unless `|S| <= τ`."""
    return 2 * log(2 / false_alarm)


def influence(x: Real) -> Real:
    """Catoni's ψ, the widest one his inequalities allow."""
    size = np.abs(x)
    return np.asarray(np.copysign(np.log1p(size + size * size / 2), x), dtype=np.float64)


def resolution(n: int, variance: float, false_alarm: float, miss: float) -> float:
    """Smallest shift beyond which every shift is noticed with probability at least `1 - miss`; inf where none is.

    `√n - √(n - K)` in the unit `sqrt(v/(2L))`, written without cancellation. With variance 0 it is 0: there every
    sample has to equal the claim.
    """
    least = fewest(false_alarm, miss)
    if variance == 0:
        return 0.0
    if not (n > least and isfinite(variance)):
        return inf
    return sqrt(variance / threshold(false_alarm)) * least / (sqrt(n) + sqrt(n - least))


def fewest(false_alarm: float, miss: float) -> float:
    """`K`: only more samples than these promise to notice any shift at all."""
    return 3 * threshold(false_alarm) - 2 * log(miss)


def rounding_of(claimed: float, scale: float | None) -> float:
    """Error that rounding may have left in each sample: `1e-10` of the scale, by default of the claim's size."""
    return ROUNDING * abs(float(scale) if scale is not None else claimed if isfinite(claimed) else 0.0)


def all_within(deviations: Real, rounding: float) -> bool:
    """Whether every sample equals the claim to a finite rounding error: what a variance of 0 demands."""
    return isfinite(rounding) and bool(np.all(np.abs(deviations) <= rounding))


def floored(variance: float, rounding: float) -> float:
    """A bound on the variance that rounding errors do not exceed; NaN, with which nothing agrees, where not finite."""
    floor = rounding * rounding
    return max(variance, floor) if isfinite(variance) and isfinite(floor) else nan


def require_bound(variance: float, false_alarm: float) -> None:
    """Raise ValueError for a variance that is negative or infinite and for a rate outside (0, 1)."""
    if variance < 0:
        raise ValueError(f"the variance must be a known finite bound, at least 0; given {variance}")
    if variance == inf:
        raise ValueError(
            "the variance must be a known finite bound; given inf. Where a law has no such variance, no number of "
            "samples bounds the error of a comparison: rest on the exact routes"
        )
    if not 0 < false_alarm < 1:
        raise ValueError(f"a false-alarm rate lies strictly between 0 and 1; given {false_alarm}")


def _alpha(n: int, variance: float, false_alarm: float) -> float:
    return sqrt(2 * log(2 / false_alarm) / (n * variance))


def _degenerate(claimed: float, values: Real, seed: int, rounding: float) -> Comparison:
    agrees = all_within(values - claimed, rounding)
    return Comparison("sampled", claimed, _mean(values), agrees, 0.0, rounding, rounding, values.size, seed)


def _mean(values: Real) -> float:
    return float(np.mean(values))
