"""Gauss rules of laws without classical polynomials, from a fine discretisation of the density or of the masses."""

from __future__ import annotations

import numpy as np
from numpy.polynomial.legendre import leggauss

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_densities import distribution, ends, log_nodes, values_above
from numeric_check.laws.gauss_rules import Rule, Untrusted, compressed, normalised, require_order
from numeric_check.laws.recurrences import FineRule, Precision
from symbolic.laws.coordinates.counting import NegativeBinomial
from symbolic.laws.coordinates.extremes import Extreme
from symbolic.laws.coordinates.intervals import AtLeast, Truncated
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.coordinates.positive import Rayleigh, Weibull
from symbolic.laws.coordinates.unbounded import Gumbel

PANELS, NODES = 60, 16
"""A density is discretised by so many Gauss–Legendre panels of so many nodes."""

MOST_STEPS = 200_000
"""Of the trapezoidal rule."""

TAIL = 745.0
"""Where `exp(-x)` underflows."""


def rayleigh(coordinate: Rayleigh, degree: int, precision: Precision) -> FineRule:
    """Panels of `x/sigma`, whose density is `x exp(-x²/2)`."""
    x, w = _panels(0.0, 12.0 + degree, precision)
    density = x * np.exp(-x * x / 2)
    return precision.of_floats(compressed(float(coordinate.sigma) * x, normalised(x, w * density)[1], degree))


def weibull(coordinate: Weibull, degree: int, precision: Precision) -> FineRule:
    """Of `s = log E`, `x = scale exp(s/shape)`."""
    shape = float(coordinate.shape)
    s, w = _panels(-40.0, np.log(TAIL + 8 * degree / shape), precision)
    weights = normalised(s, w * np.exp(s - np.exp(s)))[1]
    return precision.of_floats(compressed(float(coordinate.scale) * np.exp(s / shape), weights, degree))


def gumbel(coordinate: Gumbel, degree: int, precision: Precision) -> FineRule:
    """Panels of `x/scale`, whose density is `exp(-x - exp(-x))`."""
    x, w = _panels(-7.0, 60.0 + 4.0 * degree, precision)
    weights = normalised(x, w * np.exp(-x - np.exp(-x)))[1]
    return precision.of_floats(compressed(float(coordinate.scale) * x, weights, degree))


def truncated(coordinate: Truncated, degree: int, precision: Precision) -> FineRule:
    """SciPy's density over the interval."""
    if coordinate.moments_below is not None:
        require_order(coordinate, degree)
    x, w = log_nodes(coordinate.coordinate, *ends(coordinate), precision.times)
    with np.errstate(over="ignore"):
        weights = w * distribution(coordinate.coordinate).pdf(x)
    return precision.of_floats(compressed(x, normalised(x, weights)[1], degree))


def at_least(coordinate: AtLeast, degree: int, precision: Precision) -> FineRule:
    """SciPy's masses of the values from the lowest on."""
    x = values_above(coordinate.coordinate, coordinate.low)
    return precision.of_floats(compressed(x, normalised(x, distribution(coordinate.coordinate).pmf(x))[1], degree))


def extreme(coordinate: Extreme, degree: int, precision: Precision) -> FineRule:
    """The density times the power of the distribution function, or of the tail, that all other copies add."""
    if coordinate.moments_below is not None:
        require_order(coordinate, degree)
    law, n = distribution(coordinate.coordinate), coordinate.copies
    if isinstance(coordinate.coordinate, NegativeBinomial):
        x = values_above(coordinate.coordinate, 0)
        weights = law.pmf(x) * sum(law.cdf(x) ** k * law.cdf(x - 1) ** (n - 1 - k) for k in range(n))
    else:
        low, high = law.support()
        x, w = log_nodes(coordinate.coordinate, low, high, precision.times)
        with np.errstate(over="ignore"):
            weights = w * law.pdf(x) * (law.cdf(x) if coordinate.largest else law.sf(x)) ** (n - 1)
    return precision.of_floats(compressed(x, normalised(x, weights)[1], degree))


def _panels(low: float, high: float, precision: Precision) -> Rule:
    """Composite Gauss–Legendre rule for integrals over an interval, nodes `(n,)`."""
    x, w = leggauss(NODES)
    edges = np.linspace(low, high, PANELS * precision.times + 1)
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    return (middle[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()


def student_scale(coordinate: StudentScale, degree: int, precision: Precision) -> FineRule:
    """All powers of `s = sqrt(ν/2)/v`; `v^{-degree}` of the density `v^{ν-1} exp(-v²)` goes into the weights.

    In `log v` that is `exp(a t - e^{2t})` with `a = ν - degree`, which the trapezoidal rule integrates.
    """
    require_order(coordinate, degree)
    a = float(coordinate.df - degree)
    v, weights = _powers_of_chi(a, precision.times)
    points, shares = compressed(v, weights, degree)
    size = np.sqrt(float(coordinate.df) / a)
    return precision.of_floats(normalised(size / points[:, 0], shares * points[:, 0] ** degree))


def _powers_of_chi(a: float, times: int) -> tuple[Real, Real]:
    """Nodes of v, in units of the mode `sqrt(a/2)`, and weights; raises `Untrusted` near `a = 0`."""
    step = min(0.1, 0.25 / np.sqrt(a)) / times
    left = 46 / a + 10 / np.sqrt(a)
    right = min(10 / np.sqrt(a), np.log(400 / a) / 2) if a < 100 else 10 / np.sqrt(a)
    if (left + right) / step > MOST_STEPS:
        raise Untrusted(f"a density that falls off like v^{a:.1g} towards 0 takes too many nodes")
    t = np.arange(-left, right, step)
    weights = np.exp(a * t - a / 2 * np.expm1(2 * t))
    return np.exp(t), weights / np.sum(weights)
