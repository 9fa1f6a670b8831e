"""Random variables of `sympy.stats` as exact laws: recognised by the class of their distribution, never by its density.

`sympy.stats.E` is not used: for some of these laws it raises or does not end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from mesaproof.adapters.named import named, trials, uniform
from mesaproof.adapters.numbers import exact_number
from mesaproof.errors import InputError, quoted
from symbolic.coordinates import CoordinateLaw
from symbolic.coordinates.images import affine, merged
from symbolic.elliptical import elliptical
from symbolic.laws import IID, Law, LawFamily

ONE = Fraction(1)
Values = tuple[Fraction, ...]

_LAWS: Mapping[str, Callable[..., CoordinateLaw]] = {
    "NormalDistribution": lambda mean, std: named("gaussian", sigma=std, mean=mean),
    "LaplaceDistribution": lambda mu, b: named("laplace", scale=b, mean=mu),
    "UniformDistribution": lambda left, right: uniform(ONE, left, right),
    "StudentTDistribution": lambda nu: named("student", df=nu),
    "ExponentialDistribution": lambda rate: named("exponential", scale=1 / rate),
    "GammaDistribution": lambda k, theta: named("gamma", shape=k, scale=theta),
    "ChiSquaredDistribution": lambda k: named("chi2", df=k),
    "BetaDistribution": lambda a, b: named("beta", a=a, b=b),
    "LogisticDistribution": lambda mu, s: named("logistic", scale=s, mean=mu),
    "LogNormalDistribution": lambda mean, std: named("lognormal", mu=mean, sigma=std),
    "TriangularDistribution": lambda a, b, c: named("triangular", low=a, mode=c, high=b),
    "ParetoDistribution": lambda xm, alpha: named("pareto", alpha=alpha, minimum=xm),
    "RayleighDistribution": lambda sigma: named("rayleigh", sigma=sigma),
    "WeibullDistribution": lambda alpha, beta: named("weibull", shape=beta, scale=alpha),
    "CauchyDistribution": lambda x0, gamma: named("cauchy", scale=gamma, location=x0),
    "PoissonDistribution": lambda rate: named("poisson", rate=rate),
    "GeometricDistribution": lambda p: named("geometric", p=p),
    "BernoulliDistribution": lambda p, succ, fail: merged([(x, w) for x, w in ((succ, p), (fail, 1 - p)) if w]),
    "BinomialDistribution": lambda n, p, succ, fail: _trials(n, p, succ, fail),
    "RademacherDistribution": lambda: named("rademacher"),
    "DieDistribution": lambda sides: merged([(Fraction(k), 1 / sides) for k in range(1, int(sides) + 1)]),
}


def _trials(n: Fraction, p: Fraction, success: Fraction, failure: Fraction) -> CoordinateLaw:
    return affine(trials(n, p), success - failure, failure * n)


def from_sympy(variable: Any) -> LawFamily | Law:
    """The exact law of a random variable (independent copies) or of a Gaussian random vector.

    Raises InputError for parameters that are symbols or irrational, and for a distribution that is not in the table.

    >>> from sympy.stats import Exponential
    >>> from_sympy(Exponential("x", 2)).mixed_moment((2,), 1)
    Fraction(1, 2)
    """
    distribution = getattr(getattr(variable, "pspace", None), "distribution", None)
    if distribution is None:
        hint = "write a law of the language, for example shift(gaussian, 1) for x + 1"
        raise InputError(
            f"the SymPy expression {quoted(str(variable))}", "one random variable of sympy.stats itself", hint
        )
    kind = type(distribution).__name__
    if kind == "MultivariateNormalDistribution":
        return _vector(distribution)
    if kind in ("FiniteDistributionHandmade", "DiscreteUniformDistribution"):
        return IID(_table(distribution))
    make = _LAWS.get(kind)
    if make is None:
        raise InputError(f"sympy.stats' {kind}", f"one of {', '.join(name[:-12] for name in _LAWS)}")
    values = [exact_number(value, f"parameter {k} of {kind}") for k, value in enumerate(distribution.args)]
    try:
        return IID(make(*values))
    except (ValueError, TypeError, ZeroDivisionError) as error:
        raise InputError(
            f"sympy.stats' {kind} with {', '.join(map(str, values))}", "parameters in range", str(error)
        ) from error


def _table(distribution: Any) -> CoordinateLaw:
    pairs = distribution.dict.items()
    return merged([(exact_number(x, "a value"), exact_number(w, "a probability")) for x, w in pairs if w != 0])


def _vector(distribution: Any) -> Law:
    mean, matrix = distribution.args
    size = matrix.shape[0]
    rows = [[exact_number(matrix[i, j], f"entry ({i}, {j})") for j in range(size)] for i in range(size)]
    try:
        return elliptical(rows, [exact_number(x, "a mean") for x in mean])
    except ValueError as error:
        raise InputError("the matrix of a sympy.stats Normal vector", "a covariance", str(error)) from error
