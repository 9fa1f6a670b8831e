"""The sampled comparison, looked at as often as one likes: a true claim is EVER refused with probability at most δ.

`Y_1, Y_2, …` arrive one after the other. The claim is that each, given those before it, has mean m0; its variance is at
most v. A fixed sample that is compared, enlarged and compared again spends its false-alarm rate every time. Here the
rate covers all looks together, also when a look decides whether more samples are drawn.

**One scale.** For a fixed λ > 0 and Catoni's ψ (see `agreement`)

    M_n = exp(S_n - nλ²v/2),    S_n = Σ_{i<=n} ψ(λ(Y_i - m0)),

is a supermartingale that starts at 1 and is never negative: given the past, `exp ψ(x) <= 1 + x + x²/2` makes
`E exp ψ(λ(Y_n - m0)) <= 1 + λ²v/2 <= exp(λ²v/2)`. Since `exp(-ψ(x)) <= 1 - x + x²/2`, the same holds with `-S_n`.
Ville's inequality: `M_n >= 1/p` for some n has probability at most p. Indeed, stop at the first such n; at any horizon
the stopped process has mean at most 1, so by Markov's inequality it has reached 1/p with probability at most p; let the
horizon grow.

**Several scales.** One λ resolves well near one n only. So K = 12 of them run side by side, `λ_k = 1/(2^k √v)` for
k = 1, …, K, and each of the 2K supermartingales gets δ/(2K): with `L = log(2K/δ)` the claim is refused as soon as
`|S_n| >= nλ_k²v/2 + L` for one k. By the union bound a true claim is ever refused with probability at most δ. Every
sample counts as a look, so the answer does not depend on how samples come in batches. `λ_k` is tuned to
`n_k = 2L·4^k` samples.

**Detection.** As for the fixed sample, a shift by Δ of samples with variance at most v makes
`S_n <= nλΔ - nλ²(v + Δ²)/2 - log(1/β)` an event of probability at most β. So a shift is noticed by the n-th sample with
probability at least `1 - β` where, for one k, `(λ/2)Δ² - Δ + c <= 0` with `c = λv + (L + log(1/β))/(nλ)`, and so is
every larger one. The resolution at n is the least of the smaller roots: at δ = 1e-9 within a tenth of that of the fixed
sample, up to 1e9 samples. Beyond `n_K` the rate still holds, and the resolution hardly falls any further.

**Confidence sequence.** The claims that one look leaves standing are an interval around the mean, at every n together
with probability at least `1 - δ`.

A rerun of a claim goes on with its `Anytime` and fresh samples; it spends nothing. Where the sums of earlier runs are
gone, `agreement.Budget.rerun` splits the rate over the runs.

Sources: Catoni 2012 (arXiv 1009.2048); Wang and Ramdas 2023, Catoni-style confidence sequences (arXiv 2202.01250), who
stitch scales in turn, where here they run side by side; Ville's inequality: Howard, Ramdas, McAuliffe and Sekhon 2020
(arXiv 1808.03204).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, inf, isfinite, log, sqrt
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.compare.agreement import (
    MISS,
    MISS_SURE,
    Comparison,
    all_within,
    floored,
    influence,
    require_bound,
    rounding_of,
)

SCALES = 12
"""Each is tuned to four times the samples of the one before it."""

CHUNK = 2**16
"""Samples of one comparison that are walked through at a time."""


@dataclass(frozen=True)
class Anytime:
    """A claimed mean under test, with the sums over the samples seen so far; `updated` gives the next state.

    `variance` bounds that of each sample given those before it, `scale` is that of `agreement.sampled`. The last four
    fields are the state and start at their defaults. Raises ValueError as `agreement.sampled` does.

    >>> test = Anytime(claimed=0.0, variance=1.0, false_alarm=1e-9)
    >>> test.updated(np.zeros(1000)).agrees, test.updated(np.zeros(100)).updated(np.ones(1000)).agrees
    (True, False)
    """

    claimed: float
    variance: float
    false_alarm: float
    seed: int | None = None
    scale: float | None = None
    samples: int = 0
    total: float = 0.0
    sums: tuple[float, ...] = (0.0,) * SCALES
    peak: float = 0.0

    def __post_init__(self) -> None:
        require_bound(self.variance, self.false_alarm)

    @property
    def agrees(self) -> bool:
        """Whether the claim has not been refused so far; a refusal is never taken back."""
        return self.peak < level(self.false_alarm)

    @property
    def bound(self) -> float:
        """The variance, or the square of the rounding error where that is larger."""
        return floored(self.variance, self._rounding)

    @property
    def _rounding(self) -> float:
        return rounding_of(self.claimed, self.scale)

    def updated(self, samples: Real) -> Anytime:
        """The state after more samples `(n,)`; a NaN among them refuses the claim."""
        values = np.asarray(samples, dtype=np.float64).ravel()
        state = self
        for start in range(0, values.size, CHUNK):
            state = state._after(values[start : start + CHUNK])
        return state

    @np.errstate(invalid="ignore", over="ignore")
    def _after(self, values: Real) -> Anytime:
        deviations = values - self.claimed
        if self.variance == 0:
            sums, peak = self.sums, 0.0 if all_within(deviations, self._rounding) else inf
        else:
            reached, highest = walk(deviations, self.bound, np.array(self.sums), self.samples)
            sums, peak = tuple(map(float, reached)), float(highest)
        worst = float(np.maximum(self.peak, peak))
        total = self.total + float(np.sum(values))
        return replace(self, samples=self.samples + values.size, total=total, sums=sums, peak=worst)

    def resolution(self, miss: float) -> float:
        """Shift that the samples seen so far notice with probability at least `1 - miss`."""
        return self._rounding if self.variance == 0 else resolution(self.samples, self.bound, self.false_alarm, miss)

    def comparison(self) -> Comparison:
        """What has been found so far; raises ValueError before the first sample."""
        if not self.samples:
            raise ValueError("no samples to compare with")
        near, sure = self.resolution(MISS), self.resolution(MISS_SURE)
        rate, mean = self.false_alarm if self.variance else 0.0, self.total / self.samples
        return Comparison("anytime", float(self.claimed), mean, self.agrees, rate, near, sure, self.samples, self.seed)


def walk(deviations: Real, variance: float, sums: Real, seen: int) -> tuple[Real, Any]:
    """Sums `(SCALES, …)` after more deviations `(…, n)`, and the highest `|S| - nλ²v/2` on the way, `(…)`.

    `sums` are those after the `seen` deviations before, `(SCALES, …)`. NaN where a deviation is NaN.
    """
    count = np.arange(seen + 1, seen + deviations.shape[-1] + 1)
    highest: Any = 0.0
    reached = []
    for k, tuning in enumerate(tunings(variance)):
        path = np.cumsum(influence(tuning * deviations), axis=-1) + sums[k][..., None]
        reached.append(path[..., -1])
        excess = np.abs(path) - count * (tuning * tuning * variance / 2)
        highest = np.maximum(highest, np.max(excess, axis=-1))
    return np.array(reached), highest


def tunings(variance: float) -> tuple[float, ...]:
    """`λ_1, …, λ_K`, from few samples to many."""
    return tuple(0.5**k / sqrt(variance) for k in range(1, SCALES + 1))


def level(false_alarm: float) -> float:
    """`L`: the claim is refused unless `|S| - nλ²v/2 < L` at every sample and scale."""
    return log(2 * SCALES / false_alarm)


def resolution(n: int, variance: float, false_alarm: float, miss: float) -> float:
    """Smallest shift beyond which every shift is noticed by the n-th sample with probability at least `1 - miss`.

    `inf` where none is, and 0 with variance 0, where every sample has to equal the claim.
    """
    if variance == 0:
        return 0.0
    if n < 1 or not isfinite(variance):
        return inf
    return min(_smaller_root(tuning, n, variance, false_alarm, miss) for tuning in tunings(variance))


def _smaller_root(tuning: float, n: int, variance: float, false_alarm: float, miss: float) -> float:
    constant = tuning * variance + (level(false_alarm) - log(miss)) / (n * tuning)
    discriminant = 1 - 2 * tuning * constant
    return 2 * constant / (1 + sqrt(discriminant)) if discriminant > 0 else inf


def interval(samples: Real, variance: float, false_alarm: float) -> tuple[float, float]:
    """The confidence sequence at n: where the mean of independent samples `(n,)` of variance at most `variance` lies.

    With probability at least `1 - false_alarm` the intervals of all n together hold the mean. Low above high means that
    no mean is left. Raises ValueError as `agreement.sampled` does, for variance 0 and for a sample that is not finite.
    """
    values = np.asarray(samples, dtype=np.float64).ravel()
    require_bound(variance, false_alarm)
    if not (values.size and np.all(np.isfinite(values)) and variance > 0):
        raise ValueError("an interval needs samples, all finite, and a variance above 0")
    centre, unit = float(np.median(values)), sqrt(variance)
    scaled, lows, highs = (values - centre) / unit, [], []
    for tuning in tunings(1.0):
        allowed = values.size * tuning * tuning / 2 + level(false_alarm)
        lows.append(_mean_where(scaled, tuning, allowed))
        highs.append(_mean_where(scaled, tuning, -allowed))
    return centre + unit * max(lows), centre + unit * min(highs)


def _mean_where(values: Real, tuning: float, target: float) -> float:
    """The m at which `Σ ψ(λ(Y_i - m))`, which decreases in m, is the target."""
    from scipy.optimize import brentq

    reach = 1.5 * exp(abs(target) / values.size / 2) / tuning  # ψ(λ · reach) > |target|/n, as 1.5 > √2
    low, high = float(np.min(values)) - reach, float(np.max(values)) + reach
    return float(brentq(lambda m: float(np.sum(influence(tuning * (values - m)))) - target, low, high))
