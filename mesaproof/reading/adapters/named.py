"""The named laws of one coordinate: parameters, defaults and ranges, for the law language, SciPy and SymPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from symbolic.laws.coordinates import (
    CoordinateLaw,
    Finite,
    Gaussian,
    Laplace,
    Number,
    Student,
    Uniform,
    rademacher,
)
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson, binomial
from symbolic.laws.coordinates.derived import affine
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic

ONE, ZERO = Fraction(1), Fraction(0)

MOST_TRIALS = 500
LEAST_WEIBULL_SHAPE = Fraction(1, 100)
LARGEST_LOG = 5
"""The sixth moment of a log-normal law with sigma = 5 is exp(450)."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, its default (None where it must be given), whether it is positive or any number.

    A `letter` may be a symbol: the law is a multiple of the law at 1, and moments are multiples of powers of it.
    """

    name: str
    default: Fraction | None = None
    positive: bool = True
    by_name: bool = False
    optional: bool = False
    letter: bool = False


@dataclass(frozen=True)
class Named:
    """A coordinate law by name; `build` raises ValueError for parameters out of range."""

    parameters: tuple[Parameter, ...]
    build: Callable[..., CoordinateLaw]
    example: str

    def law(self, given: Mapping[str, Number]) -> CoordinateLaw:
        """The law; raises ValueError for a parameter that is missing or out of range."""
        values = {p.name: given.get(p.name, p.default) for p in self.parameters}
        if any(map(_is_letter, values.values())):
            _require_defaults(self.parameters, values)
        for p in self.parameters:
            value = values[p.name]
            if value is None and not p.optional:
                raise ValueError(f"{p.name} must be given")
            if p.positive and value is not None and value <= 0:
                raise ValueError(f"{p.name} must be a positive number")
        return self.build(**values)


def _require_defaults(parameters: tuple[Parameter, ...], values: Mapping[str, Any]) -> None:
    """Raise ValueError where something other than the letter is not as it is by default."""
    for p in parameters:
        if not _is_letter(values[p.name]) and values[p.name] != p.default:
            raise ValueError(f"beside a letter there is no {p.name}")


def _is_letter(value: Number | None) -> bool:
    return value is not None and not isinstance(value, (int, Fraction))


def _size(name: str, default: Fraction | None = ONE) -> Parameter:
    return Parameter(name, default)


def _scale(name: str) -> Parameter:
    return Parameter(name, ONE, letter=True)


def _place(name: str, default: Fraction | None = ZERO, by_name: bool = True) -> Parameter:
    return Parameter(name, default, positive=False, by_name=by_name)


def uniform(
    half_width: Fraction | None = None, low: Fraction | None = None, high: Fraction | None = None
) -> CoordinateLaw:
    """Uniform on `[-half_width, half_width]`, or on `[low, high]`."""
    if low is None and high is None:
        return Uniform(ONE if half_width is None else half_width)
    if low is None or high is None or half_width is not None:
        raise ValueError("either half_width or both low and high are given")
    if low >= high:
        raise ValueError("low must be below high")
    return affine(Uniform((high - low) / 2), ONE, (low + high) / 2)


def beta(a: Fraction, b: Fraction) -> CoordinateLaw:
    """Beta; with both parameters 1 it is uniform."""
    return uniform(None, ZERO, ONE) if a == b == 1 else Beta(a, b)


def weibull(shape: Fraction, scale: Fraction) -> CoordinateLaw:
    """Weibull; with shape 1 it is exponential."""
    if shape < LEAST_WEIBULL_SHAPE:
        raise ValueError(f"shape must be at least {LEAST_WEIBULL_SHAPE}")
    return Gamma(ONE, scale) if shape == 1 else Weibull(shape, scale)


def lognormal(mu: Fraction, sigma: Fraction) -> CoordinateLaw:
    """Log-normal, within the range of floating point."""
    if sigma > LARGEST_LOG or abs(mu) > 10 * LARGEST_LOG:
        raise ValueError(f"sigma must be at most {LARGEST_LOG} and mu at most {10 * LARGEST_LOG} in modulus")
    return LogNormal(mu, sigma)


def bernoulli(p: Fraction) -> CoordinateLaw:
    """1 with probability p, else 0."""
    return trials(ONE, p, f"bernoulli(p={p})")


def trials(n: Fraction, p: Fraction, name: str = "") -> Finite:
    """Binomial."""
    if n.denominator != 1 or not 1 <= n <= MOST_TRIALS:
        raise ValueError(f"n must be an integer from 1 to {MOST_TRIALS}")
    _require_probability(p)
    law = binomial(int(n), p)
    return Finite(law.atoms, name=name or law.name)


def negative_binomial(successes: Fraction, p: Fraction) -> CoordinateLaw:
    """Failures before that many successes; none where p is 1."""
    _require_probability(p, positive=True)
    return Finite(((ZERO, ONE),)) if p == 1 else NegativeBinomial(successes, p)


def geometric(p: Fraction) -> CoordinateLaw:
    """Number of the first successful trial: 1, 2, …"""
    return affine(negative_binomial(ONE, p), ONE, ONE)


def triangular(low: Fraction, mode: Fraction, high: Fraction) -> CoordinateLaw:
    """Triangular."""
    if not (low <= mode <= high and low < high):
        raise ValueError("low <= mode <= high with low < high is needed")
    return Triangular(low, mode, high)


def _require_probability(p: Fraction, positive: bool = False) -> None:
    if not 0 <= p <= 1 or (positive and p == 0):
        raise ValueError(f"p must be a probability{' above 0' if positive else ''}")


def moved(build: Callable[[Fraction], CoordinateLaw], size: str, place: str) -> Callable[..., CoordinateLaw]:
    """A law with one size, moved to a place."""
    return lambda **given: affine(build(given[size]), ONE, given[place])


def normal(mean: Fraction, second: Fraction | None, sigma: Fraction | None, variance: Fraction | None) -> CoordinateLaw:
    """`N(mean, variance)`; a bare second number is taken where it is its own square."""
    if second not in (None, ONE):
        raise ValueError(
            f"{second} may be the variance or the standard deviation; write variance={second} or sigma={second}"
        )
    if sum(given is not None for given in (second, sigma, variance)) > 1:
        raise ValueError("only one of sigma and variance is given")
    if variance is not None:
        sigma = Fraction(isqrt(variance.numerator), isqrt(variance.denominator))
        if sigma**2 != variance:
            raise ValueError("a variance that is no square of a rational is only in gaussian_vector([2, 0], [0, 2])")
    return affine(Gaussian(sigma or ONE), ONE, mean)


def student(df: Fraction, scale: Fraction, mean: Fraction) -> CoordinateLaw:
    """Student's t."""
    return affine(Student(df), scale, mean)


NORMAL = Named(
    (
        _place("mean", by_name=False),
        Parameter("second", None, optional=True),
        Parameter("sigma", None, by_name=True, optional=True, letter=True),
        Parameter("variance", None, by_name=True, optional=True),
    ),
    normal,
    "normal(mean=0, variance=4)",
)

COORDINATES: Mapping[str, Named] = {
    "gaussian": Named((_scale("sigma"), _place("mean")), moved(Gaussian, "sigma", "mean"), "gaussian(sigma=1/2)"),
    **dict.fromkeys(("normal", "n"), NORMAL),
    "laplace": Named((_scale("scale"), _place("mean")), moved(Laplace, "scale", "mean"), "laplace(scale=1/2)"),
    "uniform": Named(
        (
            Parameter("half_width", None, optional=True, letter=True),
            *(Parameter(end, None, False, True, True) for end in ("low", "high")),
        ),
        uniform,
        "uniform(half_width=1/2)",
    ),
    "rademacher": Named((_scale("scale"),), rademacher, "rademacher(scale=1/2)"),
    "student": Named(
        (_size("df", None), Parameter("scale", ONE, by_name=True), _place("mean")), student, "student(df=8)"
    ),
    "exponential": Named((_size("scale"),), lambda scale: Gamma(ONE, scale), "exponential(scale=1/2)"),
    "gamma": Named((_size("shape", None), _size("scale")), Gamma, "gamma(shape=2, scale=1/2)"),
    "chi2": Named((_size("df", None),), lambda df: Gamma(df / 2, Fraction(2)), "chi2(df=3)"),
    "beta": Named((_size("a", None), _size("b", None)), beta, "beta(a=2, b=3)"),
    "logistic": Named((_size("scale"), _place("mean")), moved(Logistic, "scale", "mean"), "logistic(scale=1/2)"),
    "gumbel": Named((_size("scale"), _place("location")), moved(Gumbel, "scale", "location"), "gumbel(scale=1/2)"),
    "lognormal": Named((_place("mu", by_name=False), _size("sigma")), lognormal, "lognormal(mu=0, sigma=1/2)"),
    "poisson": Named((_size("rate"),), Poisson, "poisson(rate=3)"),
    "bernoulli": Named((_place("p", Fraction(1, 2), by_name=False),), bernoulli, "bernoulli(p=1/3)"),
    "binomial": Named((_size("n", None), _place("p", Fraction(1, 2), by_name=False)), trials, "binomial(n=10, p=1/3)"),
    "negative_binomial": Named(
        (_size("successes", None), _size("p", None)), negative_binomial, "negative_binomial(successes=2, p=1/3)"
    ),
    "geometric": Named((_size("p", None),), geometric, "geometric(p=1/3)"),
    "triangular": Named(
        tuple(_place(name, None, by_name=False) for name in ("low", "mode", "high")),
        triangular,
        "triangular(low=-1, mode=0, high=1)",
    ),
    "pareto": Named((_size("alpha", None), _size("minimum")), Pareto, "pareto(alpha=8, minimum=1)"),
    "rayleigh": Named((_size("sigma"),), Rayleigh, "rayleigh(sigma=1/2)"),
    "weibull": Named((_size("shape", None), _size("scale")), weibull, "weibull(shape=2, scale=1/2)"),
    "cauchy": Named((_size("scale"), _place("location")), moved(Cauchy, "scale", "location"), "cauchy(scale=1/2)"),
    "student_scale": Named((_size("df", None),), StudentScale, "student_scale(df=8)"),
}
"""Every law of one coordinate that has parameters; tables and operations have a syntax of their own."""


def named(name: str, **given: Fraction) -> CoordinateLaw:
    """A coordinate law by name; raises ValueError for parameters out of range.

    >>> named("exponential", scale=Fraction(2)).moment(2)
    Fraction(8, 1)
    """
    return COORDINATES[name].law(given)
