"""Gauss rules of laws without classical polynomials, from a fine discretisation of the density or of the masses."""

from __future__ import annotations

import numpy as np
from numpy.polynomial.legendre import leggauss

from numeric_check.coordinate_densities import distribution, ends, log_nodes, values_above
from numeric_check.gauss_rules import Rule, compressed, gauss_points, normalised, require_order
from symbolic.coordinates.counting import NegativeBinomial
from symbolic.coordinates.extremes import Extreme
from symbolic.coordinates.intervals import AtLeast, Truncated
from symbolic.coordinates.positive import Rayleigh, Triangular, Weibull
from symbolic.coordinates.unbounded import Gumbel

PANELS, NODES = 60, 16
"""A density is discretised by so many Gauss–Legendre panels of so many nodes."""

TAIL = 745.0
"""Where `exp(-x)` underflows."""


def triangular(coordinate: Triangular, degree: int) -> Rule:
    """The two sides of the triangle, each by a Gauss–Legendre rule."""
    low, mode, high = float(coordinate.low), float(coordinate.mode), float(coordinate.high)
    x, w = leggauss(gauss_points(degree + 1))
    left, right = (low + mode + (mode - low) * x) / 2, (mode + high + (high - mode) * x) / 2
    weights = np.concatenate([w * (1 + x) * (mode - low), w * (1 - x) * (high - mode)])
    return compressed(np.concatenate([left, right]), weights / np.sum(weights), degree)


def rayleigh(coordinate: Rayleigh, degree: int) -> Rule:
    """Panels of `x/sigma`, whose density is `x exp(-x²/2)`."""
    x, w = _panels(0.0, 12.0 + degree)
    density = x * np.exp(-x * x / 2)
    return compressed(float(coordinate.sigma) * x, normalised(x, w * density)[1], degree)


def weibull(coordinate: Weibull, degree: int) -> Rule:
    """Of `s = log E`, `x = scale exp(s/shape)`."""
    shape = float(coordinate.shape)
    s, w = _panels(-40.0, np.log(TAIL + 8 * degree / shape))
    weights = normalised(s, w * np.exp(s - np.exp(s)))[1]
    return compressed(float(coordinate.scale) * np.exp(s / shape), weights, degree)


def gumbel(coordinate: Gumbel, degree: int) -> Rule:
    """Panels of `x/scale`, whose density is `exp(-x - exp(-x))`."""
    x, w = _panels(-7.0, 60.0 + 4.0 * degree)
    weights = normalised(x, w * np.exp(-x - np.exp(-x)))[1]
    return compressed(float(coordinate.scale) * x, weights, degree)


def truncated(coordinate: Truncated, degree: int) -> Rule:
    """SciPy's density over the interval."""
    if coordinate.moments_below is not None:
        require_order(coordinate, degree)
    x, w = log_nodes(coordinate.coordinate, *ends(coordinate))
    with np.errstate(over="ignore"):
        weights = w * distribution(coordinate.coordinate).pdf(x)
    return compressed(x, normalised(x, weights)[1], degree)


def at_least(coordinate: AtLeast, degree: int) -> Rule:
    """SciPy's masses of the values from the lowest on."""
    x = values_above(coordinate.coordinate, coordinate.low)
    return compressed(x, normalised(x, distribution(coordinate.coordinate).pmf(x))[1], degree)


def extreme(coordinate: Extreme, degree: int) -> Rule:
    """The density times the power of the distribution function, or of the tail, that all other copies add."""
    if coordinate.moments_below is not None:
        require_order(coordinate, degree)
    law, n = distribution(coordinate.coordinate), coordinate.copies
    if isinstance(coordinate.coordinate, NegativeBinomial):
        x = values_above(coordinate.coordinate, 0)
        weights = law.pmf(x) * sum(law.cdf(x) ** k * law.cdf(x - 1) ** (n - 1 - k) for k in range(n))
    else:
        x, w = log_nodes(coordinate.coordinate, *law.support())
        with np.errstate(over="ignore"):
            weights = w * law.pdf(x) * (law.cdf(x) if coordinate.largest else law.sf(x)) ** (n - 1)
    return compressed(x, normalised(x, weights)[1], degree)


def _panels(low: float, high: float) -> Rule:
    """Composite Gauss–Legendre rule for integrals over an interval, nodes `(n,)`."""
    x, w = leggauss(NODES)
    edges = np.linspace(low, high, PANELS + 1)
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    return (middle[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()
