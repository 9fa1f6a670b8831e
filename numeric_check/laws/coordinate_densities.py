"""SciPy's distribution functions and densities of coordinate laws, and nodes for integrals of a density."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.polynomial.legendre import leggauss

from numeric_check.arrays import Real
from symbolic.laws.coordinates import Gaussian, Laplace, Student
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.intervals import Truncated
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic

LOG_RANGE = (-90.0, 60.0)
"""Distances from the anchor, in logarithms of a scale: what lies nearer or farther is below rounding."""

FARTHER = 4.0
"""Added to the range at either end for each time that the panels are taken again."""

PANELS, NODES = 240, 16
"""Gauss–Legendre panels on either side of the anchor, and nodes of each."""

SMALLEST_TAIL = 1e-300
"""Values of a counting law beyond this tail are left out."""


def distribution(coordinate: Any) -> Any:
    """SciPy's frozen distribution; raises TypeError for a law of an unknown class."""
    make = _DISTRIBUTIONS.get(type(coordinate))
    if make is None:
        raise TypeError(f"no distribution function is known for {type(coordinate).__name__}: {coordinate!r}")
    from scipy import stats

    return make(stats, coordinate)


def ends(coordinate: Truncated) -> tuple[float, float]:
    """The interval, which ends with the support where it has no end of its own."""
    first, last = distribution(coordinate.coordinate).support()
    low, high = coordinate.low, coordinate.high
    return float(first if low is None else low), float(last if high is None else high)


def log_nodes(coordinate: Any, low: float, high: float, times: int = 1) -> tuple[Real, Real]:
    """Nodes and weights for integrals over an interval, dense near the point where the density may have a kink or pole.

    That is the start of the support, the mode of a triangle or the centre, or the end of the interval next to it.
    `times` as many panels reach farther, too.
    """
    anchor = min(max(_anchor(coordinate), low), high)
    sides = [(high - anchor, 1.0), (anchor - low, -1.0)]
    parts = [_one_side(anchor, length, sign, _unit(coordinate), times) for length, sign in sides if length > 0]
    points, weights = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return points, weights


def _one_side(anchor: float, length: float, sign: float, unit: float, times: int) -> tuple[Real, Real]:
    """Of `s = log(distance/unit)`."""
    first, last = (end + FARTHER * (times - 1) * np.sign(end) for end in LOG_RANGE)
    last = min(last, np.log(length / unit))
    x, w = leggauss(NODES)
    edges = np.linspace(first + min(last, 0.0), last, PANELS * times + 1)
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    distance = unit * np.exp((middle[:, None] + half[:, None] * x).ravel())
    return anchor + sign * distance, (half[:, None] * w).ravel() * distance


def values_above(coordinate: Poisson | NegativeBinomial, low: int) -> Real:
    """The integers from low to where the tail vanishes."""
    law, last = distribution(coordinate), low + 64
    while law.sf(last) > SMALLEST_TAIL:
        last *= 2
    return np.arange(low, last, dtype=np.float64)


def _anchor(coordinate: Any) -> float:
    match coordinate:
        case Pareto(minimum=minimum):
            return float(minimum)
        case Triangular(mode=mode):
            return float(mode)
    return 0.0


def _unit(coordinate: Any) -> float:
    low, high = distribution(coordinate).ppf([0.25, 0.75])
    return float(high - low)


_DISTRIBUTIONS: Mapping[type, Callable[[Any, Any], Any]] = {
    Gaussian: lambda stats, law: stats.norm(scale=float(law.sigma)),
    Laplace: lambda stats, law: stats.laplace(scale=float(law.scale)),
    Student: lambda stats, law: stats.t(float(law.df)),
    Cauchy: lambda stats, law: stats.cauchy(scale=float(law.scale)),
    Logistic: lambda stats, law: stats.logistic(scale=float(law.scale)),
    Gumbel: lambda stats, law: stats.gumbel_r(scale=float(law.scale)),
    Gamma: lambda stats, law: stats.gamma(float(law.shape), scale=float(law.scale)),
    Beta: lambda stats, law: stats.beta(float(law.a), float(law.b)),
    Pareto: lambda stats, law: stats.pareto(float(law.alpha), scale=float(law.minimum)),
    Triangular: lambda stats, law: stats.triang(
        float((law.mode - law.low) / (law.high - law.low)), float(law.low), float(law.high - law.low)
    ),
    Rayleigh: lambda stats, law: stats.rayleigh(scale=float(law.sigma)),
    Weibull: lambda stats, law: stats.weibull_min(float(law.shape), scale=float(law.scale)),
    LogNormal: lambda stats, law: stats.lognorm(float(law.sigma), scale=np.exp(float(law.mu))),
    Poisson: lambda stats, law: stats.poisson(float(law.rate)),
    NegativeBinomial: lambda stats, law: stats.nbinom(float(law.successes), float(law.p)),
}
