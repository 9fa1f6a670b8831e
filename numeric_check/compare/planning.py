"""How many samples reach a requested resolution?

**The resolution falls with n.** For the fixed sample (`agreement`) it is `√n - √(n - K)` in the unit `sqrt(v/(2L))` for
`n > K`, with `L = log(2/δ)` and `K = 6L + 2 log(1/β)`, and infinite before; its derivative `(1/√n - 1/√(n - K))/2` is
negative. Writing `ρ = √n - √(n - K)`, so that `K/ρ = √n + √(n - K)`, gives the inverse

    n = ((ρ + K/ρ)/2)²  for ρ < √K,

rounded up; coarser requests are met by the first n above K. For the anytime test (`anytime`) it is the least, over the
scales, of the smaller root of `(λ/2)Δ² - Δ + c`, where `c = λv + (L + log(1/β))/(nλ)` falls with n: once a scale has a
root, it keeps one for all larger n, and the smaller root falls with c. A least of falling functions falls.

Since it falls, the smallest n is found by doubling and bisection of the very function that reports the resolution: at
the answer it is at most what was requested, and one sample earlier it is not.

Source: Catoni 2012 (arXiv 1009.2048), solved for n.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from numeric_check.compare import agreement, anytime
from numeric_check.compare.agreement import MISS_SURE, require_bound

MOST = 10**12
"""Samples beyond which nobody plans; up to there consecutive resolutions differ by more than rounding."""


def samples_for(resolution: float, variance: float, false_alarm: float, miss: float = MISS_SURE) -> int:
    """Smallest n with `agreement.resolution(n, variance, false_alarm, miss) <= resolution`.

    Raises ValueError for a resolution that is not positive and finite, for a variance that is not a finite bound, for
    rates outside (0, 1), and where more than 10¹² samples would be needed.

    >>> samples_for(0.1, variance=1.0, false_alarm=1e-9)
    11893
    """
    _require(resolution, variance, false_alarm, miss)
    return _first(lambda n: agreement.resolution(n, variance, false_alarm, miss) <= resolution, resolution)


def anytime_samples_for(resolution: float, variance: float, false_alarm: float, miss: float = MISS_SURE) -> int:
    """Smallest n by which the anytime test reaches the resolution; raises ValueError as `samples_for` does.

    Beyond about 1e9 samples that test resolves no finer, and such requests are refused.
    """
    _require(resolution, variance, false_alarm, miss)
    return _first(lambda n: anytime.resolution(n, variance, false_alarm, miss) <= resolution, resolution)


def _require(resolution: float, variance: float, false_alarm: float, miss: float) -> None:
    if not 0 < resolution < inf:
        raise ValueError(f"a resolution to plan for is positive and finite; given {resolution}")
    require_bound(variance, false_alarm)
    if variance != variance:
        raise ValueError("the variance must be a known finite bound; given nan")
    if not 0 < miss < 1:
        raise ValueError(f"a probability to miss a shift lies strictly between 0 and 1; given {miss}")


def _first(reached: Callable[[int], bool], resolution: float) -> int:
    """Smallest n at which a condition holds that holds from some n on."""
    low, high = 0, 1
    while not reached(high):
        if high == MOST:
            raise ValueError(
                f"a resolution of {resolution:g} needs more than {MOST:.0e} samples: ask for a coarser one, "
                "or rest on the exact routes"
            )
        low, high = high, min(2 * high, MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
