"""Intervals for the means of polynomials of a sample, all of them together with one stated rate of failure.

Three ways, by what is known of the law:

- a bound on the variance: Catoni's interval, `{m : |Σ ψ(α(Y_i − m))| <= 2 log(2/δ)}` (`numeric_check.agreement`), which
  fails with probability at most δ whatever the tails;
- a bound on the coordinates, `|x_j| <= B` for certain: the empirical Bernstein bound. With range R and variance V of
  the sample, the mean of the sample is off by more than `sqrt(2 V log(4/δ)/n) + 7 R log(4/δ)/(3(n−1))`, on either side,
  with probability at most δ;
- neither: Catoni's interval with the variance of the sample in the place of a bound. Nothing is proved of it. It says
  so, it says how much of that variance one row carries, and where that is much it refutes nothing.

The sum in the first is decreasing in m, so a point at which it is beyond the threshold bounds the interval.
Every interval is widened by what rounding may have moved it.

Sources: Catoni 2012, Proposition 2.2 to 2.4 (arXiv 1009.2048); Maurer and Pontil 2009, Theorem 4 (arXiv 0907.3740).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, isfinite, log, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.errors import InputError
from mesaproof.uncertain.demands import Monomial, Quantity
from numeric_check.agreement import MISS_SURE, fewest, influence, threshold
from numeric_check.forward import Real

if TYPE_CHECKING:
    from symbolic.markup import Html

HEAVY = 0.25
"""Where one row carries more than this share of the variance of the sample, that variance says little."""

LARGEST = 1e24
"""The twelfth powers of larger entries, and of the inverse of smaller ones, leave the range of floats."""

ROUNDING = 1e-13
CHUNK = 2**13
"""Rows whose influence is summed at a time: they stay in the processor's cache."""

MOST_KEPT = 2 * 10**7
"""Numbers in the powers of the coordinates that are kept at a time."""

OWN_VARIANCE = "the variance of the sample, which a heavy tail may exceed without bound"


@dataclass(frozen=True)
class MomentInterval:
    """Where the mean of a polynomial lies, and what that rests on; `certified` is False: it is no proof.

    `variance` is the one used, `heavy` the share of it that one row carries (None where the interval does not rest on
    the variance of the sample). All intervals of a report hold together; `false_alarm` is the share of this one, None
    where nothing is random.
    """

    quantity: Quantity
    low: float
    high: float
    rests_on: str
    variance: float | None = None
    heavy: float | None = None
    false_alarm: float | None = None
    certified: bool = False

    @property
    def name(self) -> str:
        return self.quantity.name

    @property
    def heavy_tailed(self) -> bool:
        return self.heavy is not None and self.heavy > HEAVY

    @property
    def why(self) -> str:
        """What the interval rests on, with what makes it doubtful."""
        if self.heavy is None or self.variance is None or self.rests_on != OWN_VARIANCE:
            return self.rests_on
        return f"{self.rests_on}; one row carries {self.heavy:.0%} of it"

    def __contains__(self, value: float) -> bool:
        return self.low <= float(value) <= self.high

    def excludes(self, value: float) -> bool:
        """Whether the value lies outside; never where the interval rests on the variance of a heavy-tailed sample."""
        return not self.heavy_tailed and value not in self

    def reach(self, value: float) -> float:
        """How far from the value the mean may lie."""
        return max(abs(self.low - value), abs(self.high - value))

    def rows_for(self, resolution: float) -> int | None:
        """Rows at which a shift so large is noticed with probability at least 0.999, if the variance is as it is here.

        None beyond 10¹² rows, and where the variance is not known.
        """
        from numeric_check.planning import samples_for

        if self.variance is None or self.false_alarm is None or not 0 < resolution < inf:
            return None
        try:
            return samples_for(resolution, self.variance, self.false_alarm)
        except ValueError:
            return None

    def _repr_html_(self) -> Html:
        from mesaproof.uncertain.views import interval_html

        return interval_html(self)


@dataclass(frozen=True)
class Known:
    """What is known of the law beside the sample: variances of monomials, a bound on every coordinate."""

    variance: Callable[[Monomial], float | None] = lambda _: None
    bound: float | None = None

    def variance_of(self, quantity: Quantity) -> float | None:
        """A bound on the variance of a polynomial: standard deviations add up at most."""
        found = [(abs(float(c)), self.variance(powers)) for powers, c in quantity.terms]
        if not found or any(v is None for _, v in found):
            return None
        return sum(c * sqrt(v) for c, v in found if v is not None) ** 2

    def range_of(self, quantity: Quantity) -> float | None:
        """The length of an interval in which a polynomial lies for certain."""
        if self.bound is None:
            return None
        widths = (
            abs(float(c)) * self.bound ** sum(powers) * (2 if any(n % 2 for n in powers) else 1)
            for powers, c in quantity.terms
        )
        return sum(widths)


@dataclass(frozen=True, eq=False)
class Columns:
    """The coordinates of a sample, one array each, with their powers.

    Raises InputError for entries so large or so small that their powers leave the range of floats.
    """

    starts: Real
    _powers: dict[tuple[int, int], Real] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for j, size in enumerate(self.sizes):
            if size and not 1 / LARGEST < size < LARGEST:
                raise InputError(
                    f"entries up to {size:.3g} in modulus in column {j + 1} of the sample",
                    f"between {1 / LARGEST:.0e} and {LARGEST:.0e}",
                    "measure them in another unit: their twelfth powers are needed",
                )

    @property
    def rows(self) -> int:
        return int(self.starts.shape[0])

    @cached_property
    def sizes(self) -> tuple[float, ...]:
        """The largest entry of each coordinate, in modulus."""
        return tuple(float(max(-np.min(column), np.max(column))) for column in self.starts.T)

    def values(self, quantity: Quantity) -> Real:
        """The polynomial at every row, `(rows,)`."""
        total = np.zeros(self.rows)
        for powers, c in quantity.terms:
            factors = [self._power(j, n) for j, n in enumerate(powers) if n]
            for start in range(0, self.rows, CHUNK):
                product: Any = float(c)
                for factor in factors:
                    product = product * factor[start : start + CHUNK]
                total[start : start + CHUNK] += product
        return total

    def _power(self, j: int, n: int) -> Real:
        if n == 0:
            return np.ones(self.rows)
        if (j, n) not in self._powers:
            lower = self._power(j, n - 1)
            if (len(self._powers) + 1) * self.rows > MOST_KEPT:
                self._powers.clear()
            self._powers[j, n] = lower * self.starts[:, j]
        return self._powers[j, n]

    def rounding(self, quantity: Quantity) -> float:
        """What rounding may add to the mean of a polynomial."""
        sizes = (
            abs(float(c)) * float(np.prod(np.array(self.sizes) ** np.array(powers))) for powers, c in quantity.terms
        )
        return ROUNDING * sum(sizes)


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
        variance, share, rests_on = own, float(np.max(squares)) / (own * len(values)), OWN_VARIANCE
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


def given_variances(variances: Any) -> Callable[[Monomial], float | None]:
    """A mapping or a function from exponents to bounds, each checked when it is used.

    Raises InputError for what is neither; the result does for a bound that is negative or not finite.
    """
    if variances is None:
        return lambda _: None
    find = getattr(variances, "get", variances)
    if not callable(find):
        raise InputError(
            f"variances of class {type(variances).__name__}", "a mapping or a function from exponents to bounds"
        )

    def checked(powers: Monomial) -> float | None:
        found = find(powers)
        if found is None:
            return None
        if not (isfinite(float(found)) and float(found) >= 0):
            raise InputError(f"the variance {found} for the exponents {powers}", "a finite bound, at least 0")
        return float(found)

    return checked
