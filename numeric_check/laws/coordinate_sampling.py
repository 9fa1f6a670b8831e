"""Samplers of one coordinate, law by law, from NumPy's own generators, never from moments."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_densities import distribution, ends
from symbolic.laws.coordinates import Finite, Gaussian, Laplace, Student, Uniform
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.derived import Affine, CoordinateMixture
from symbolic.laws.coordinates.extremes import Extreme
from symbolic.laws.coordinates.intervals import AtLeast, Truncated
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic

Shape = tuple[int, int]


@singledispatch
def draw_coordinate(coordinate: Any, rng: np.random.Generator, shape: Shape) -> Real:
    """Independent coordinates of the given shape.

    Raises TypeError for a law of an unknown class, ValueError where NumPy refuses a parameter.
    """
    raise TypeError(f"no sampler is known for a coordinate law of class {type(coordinate).__name__}: {coordinate!r}")


@draw_coordinate.register
def _(coordinate: Gaussian, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.normal(scale=float(coordinate.sigma), size=shape)


@draw_coordinate.register
def _(coordinate: Laplace, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.laplace(scale=float(coordinate.scale), size=shape)


@draw_coordinate.register
def _(coordinate: Uniform, rng: np.random.Generator, shape: Shape) -> Real:
    half_width = float(coordinate.half_width)
    return rng.uniform(-half_width, half_width, size=shape)


@draw_coordinate.register
def _(coordinate: Student, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.standard_t(float(coordinate.df), size=shape)


@draw_coordinate.register
def _(coordinate: Finite, rng: np.random.Generator, shape: Shape) -> Real:
    values, weights = zip(*coordinate.atoms, strict=True)
    return rng.choice(np.array(values, dtype=np.float64), size=shape, p=[float(weight) for weight in weights])


@draw_coordinate.register
def _(coordinate: Gamma, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.gamma(float(coordinate.shape), float(coordinate.scale), size=shape)


@draw_coordinate.register
def _(coordinate: Beta, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.beta(float(coordinate.a), float(coordinate.b), size=shape)


@draw_coordinate.register
def _(coordinate: Pareto, rng: np.random.Generator, shape: Shape) -> Real:
    """NumPy's `pareto` is that of Lomax, which starts at 0."""
    return float(coordinate.minimum) * (1 + rng.pareto(float(coordinate.alpha), size=shape))


@draw_coordinate.register
def _(coordinate: Triangular, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.triangular(float(coordinate.low), float(coordinate.mode), float(coordinate.high), size=shape)


@draw_coordinate.register
def _(coordinate: Rayleigh, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.rayleigh(float(coordinate.sigma), size=shape)


@draw_coordinate.register
def _(coordinate: Weibull, rng: np.random.Generator, shape: Shape) -> Real:
    return float(coordinate.scale) * rng.weibull(float(coordinate.shape), size=shape)


@draw_coordinate.register
def _(coordinate: LogNormal, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.lognormal(float(coordinate.mu), float(coordinate.sigma), size=shape)


@draw_coordinate.register
def _(coordinate: Logistic, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.logistic(scale=float(coordinate.scale), size=shape)


@draw_coordinate.register
def _(coordinate: Gumbel, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.gumbel(scale=float(coordinate.scale), size=shape)


@draw_coordinate.register
def _(coordinate: Cauchy, rng: np.random.Generator, shape: Shape) -> Real:
    return float(coordinate.scale) * rng.standard_cauchy(size=shape)


@draw_coordinate.register
def _(coordinate: Poisson, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.poisson(float(coordinate.rate), size=shape).astype(np.float64)


@draw_coordinate.register
def _(coordinate: NegativeBinomial, rng: np.random.Generator, shape: Shape) -> Real:
    return rng.negative_binomial(float(coordinate.successes), float(coordinate.p), size=shape).astype(np.float64)


@draw_coordinate.register
def _(coordinate: StudentScale, rng: np.random.Generator, shape: Shape) -> Real:
    return np.sqrt(float(coordinate.df) / rng.chisquare(float(coordinate.df), size=shape))


@draw_coordinate.register
def _(coordinate: Affine, rng: np.random.Generator, shape: Shape) -> Real:
    return float(coordinate.factor) * draw_coordinate(coordinate.coordinate, rng, shape) + float(coordinate.shift)


@draw_coordinate.register
def _(coordinate: CoordinateMixture, rng: np.random.Generator, shape: Shape) -> Real:
    which = chosen([weight for _, weight in coordinate.parts], rng, shape)
    out = np.empty(shape)
    for n, (law, _) in enumerate(coordinate.parts):
        out = np.where(which == n, draw_coordinate(law, rng, shape), out) if n else draw_coordinate(law, rng, shape)
    return out


@draw_coordinate.register
def _(coordinate: Truncated, rng: np.random.Generator, shape: Shape) -> Real:
    low, high = ends(coordinate)
    return np.clip(_between(distribution(coordinate.coordinate), low, high, rng, shape), low, high)


@draw_coordinate.register
def _(coordinate: AtLeast, rng: np.random.Generator, shape: Shape) -> Real:
    """Values above `low - 1`."""
    below = coordinate.low - 1.0
    found = _between(distribution(coordinate.coordinate), below, np.inf, rng, shape)
    return np.maximum(found, float(coordinate.low))


def _between(law: Any, low: float, high: float, rng: np.random.Generator, shape: Shape) -> Real:
    """SciPy's inverse of the distribution function, or of the tail where the interval is above the median."""
    u = rng.uniform(size=shape)
    if low >= law.median():
        top, bottom = law.sf(low), law.sf(high)
        return np.asarray(law.isf(bottom + (top - bottom) * (1 - u)), dtype=np.float64)
    bottom, top = law.cdf(low), law.cdf(high)
    return np.asarray(law.ppf(bottom + (top - bottom) * u), dtype=np.float64)


@draw_coordinate.register
def _(coordinate: Extreme, rng: np.random.Generator, shape: Shape) -> Real:
    drawn = draw_coordinate(coordinate.coordinate, rng, (shape[0] * coordinate.copies, shape[1]))
    copies = drawn.reshape(coordinate.copies, *shape)
    return np.asarray(np.max(copies, axis=0) if coordinate.largest else np.min(copies, axis=0))


def chosen(weights: list[Any], rng: np.random.Generator, shape: Any) -> Any:
    """Which part of a mixture each draw comes from."""
    return rng.choice(len(weights), size=shape, p=[float(weight) for weight in weights])
