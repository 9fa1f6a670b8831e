"""Intervals for the means of polynomials of a sample, all of them together with one stated rate of failure.

Three ways, by what is known of the law:

- a bound on the variance: Catoni's interval, `{m : |Σ ψ(α(Y_i − m))| <= 2 log(2/δ)}`
  (`numeric_check.compare.agreement`), which fails with probability at most δ whatever the tails;
- a bound on the coordinates, `|x_j| <= B` for certain: the empirical Bernstein bound. With range R and variance V of
  the sample, the mean of the sample is off by more than `sqrt(2 V log(4/δ)/n) + 7 R log(4/δ)/(3(n−1))`, on either side,
  with probability at most δ;
- neither: Catoni's interval with the variance of the sample in the place of a bound. Nothing is proved of it. It says
  so, it says how much of that variance ten rows carry, and it refutes nothing: a value that no row shows, with a chance
  of up to `log(1/δ)/n`, moves the mean as far as it likes (Bahadur and Savage 1956).

The sum in the first is decreasing in m, so a point at which it is beyond the threshold bounds the interval.
Every interval is widened by what rounding may have moved it.

Sources: Catoni 2012, Proposition 2.2 to 2.4 (arXiv 1009.2048); Maurer and Pontil 2009, Theorem 4 (arXiv 0907.3740).
"""

from __future__ import annotations

from math import log, sqrt

import numpy as np

from mesaproof.errors import InputError
from mesaproof.uncertain.columns import CHUNK, Columns
from mesaproof.uncertain.demands import Quantity
from mesaproof.uncertain.known import Known
from mesaproof.uncertain.moment_interval import FEW, OWN_VARIANCE, MomentInterval
from numeric_check.arrays import Real
from numeric_check.compare.agreement import MISS_SURE, fewest, influence, threshold


def interval(columns: Columns, quantity: Quantity, false_alarm: float, known: Known) -> MomentInterval:
    """The interval of one mean, which fails with probability at most `false_alarm` if what it rests on is so."""
    if not quantity.terms:
        return MomentInterval(quantity, 0.0, 0.0, "an empty sum", 0.0)
    values, pad = columns.values(quantity), columns.rounding(quantity)
    mean = float(np.mean(values))
    squares = (values - mean) ** 2
    own = float(np.mean(squares))
    given, width = known.variance_of(quantity), known.range_of(quantity)
    share = None
    if given is not None and given > pad * pad:
        variance, rests_on = given, "the given variance"
        low, high = _catoni(values, mean, variance, false_alarm)
    elif width is not None:
        variance, rests_on = own, f"|x_j| <= {known.bound:g}, as given"
        low, high = _bernstein(mean, own, width, len(values), false_alarm)
    elif own <= pad * pad:
        variance, share, rests_on = own, 0.0, _all_alike(len(values), false_alarm)
        low, high = mean, mean
    else:
        variance, share, rests_on = own, _largest(squares) / (own * len(values)), OWN_VARIANCE
        low, high = _catoni(values, mean, own, false_alarm)
    low = max(low - pad, 0.0) if quantity.nonnegative else low - pad
    return MomentInterval(quantity, low, high + pad, rests_on, variance, share, false_alarm)


def require_rows(rows: int, false_alarm: float) -> None:
    """Raise InputError where a sample is too small to say anything at this rate of error."""
    least = int(fewest(false_alarm, MISS_SURE)) + 1
    if rows < least:
        given = "1 row" if rows == 1 else f"{rows} rows"
        hint = "draw more, allow a larger rate of error, or read the rows as their own law: dataset(FILE)"
        raise InputError(f"a sample of {given}", f"at least {least}: fewer say nothing at this rate of error", hint)


def _largest(squares: Real) -> float:
    """What the `FEW` largest add up to."""
    few = min(FEW, len(squares))
    return float(np.sum(np.partition(squares, -few)[-few:]))


def _all_alike(rows: int, false_alarm: float) -> str:
    other = log(1 / false_alarm) / rows
    return f"all rows being alike, as they may be where others have a chance of up to {other:.2g}"


def _catoni(values: Real, mean: float, variance: float, false_alarm: float) -> tuple[float, float]:
    """Points around Catoni's interval, at most a few per cent outside of it."""
    limit = threshold(false_alarm)
    tuning = sqrt(limit / (len(values) * variance))

    def end(sign: int) -> float:
        step = sqrt(limit * variance / len(values))
        while (size := -sign * _influence(values, mean + sign * step, tuning)) <= limit:
            step *= max(1.01, 1.01 * limit / size) if size > limit / 2 else 2
        return mean + sign * step

    return end(-1), end(1)


def _influence(values: Real, centre: float, tuning: float) -> float:
    chunks = (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
    return float(sum(np.sum(influence(tuning * (chunk - centre))) for chunk in chunks))


def _bernstein(mean: float, own: float, width: float, rows: int, false_alarm: float) -> tuple[float, float]:
    unbiased, logarithm = own * rows / (rows - 1), log(4 / false_alarm)
    off = sqrt(2 * unbiased * logarithm / rows) + 7 * width * logarithm / (3 * (rows - 1))
    return mean - off, mean + off
