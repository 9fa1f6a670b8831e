"""Random variables of `sympy.stats` as exact laws: recognised by the class of their distribution, never by its density.

`sympy.stats.E` is not used: for some of these laws it raises or does not end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy

from mesaproof.errors import InputError, quoted
from mesaproof.reading.adapters.distribution_functions import TOLERANCE, densities, masses
from mesaproof.reading.adapters.named import named, trials, uniform
from mesaproof.reading.adapters.numbers import exact_number
from symbolic.laws import IID, Law, LawFamily
from symbolic.laws.coordinates import CoordinateLaw
from symbolic.laws.coordinates.derived import affine, merged
from symbolic.laws.elliptical import elliptical

Values = tuple[Fraction, ...]

_LAWS: Mapping[str, Callable[..., CoordinateLaw]] = {
    "NormalDistribution": lambda mean, std: named("gaussian", sigma=std, mean=mean),
    "LaplaceDistribution": lambda mu, b: named("laplace", scale=b, mean=mu),
    "UniformDistribution": lambda left, right: uniform(None, left, right),
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

    Raises InputError for parameters that are symbols or irrational, for a distribution that is not in the table, and
    for one whose density at some points is not that of the law that its class and parameters stand for.

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
    if not type(distribution).__module__.startswith("sympy.stats."):
        hint = "mesaproof.check_density(…) takes a density by quadrature, uncertified"
        raise InputError(f"a distribution of the class {kind} of one's own", "one of sympy.stats itself", hint)
    if kind == "MultivariateNormalDistribution":
        return _vector(distribution)
    if kind in ("FiniteDistributionHandmade", "DiscreteUniformDistribution"):
        return IID(_table(distribution))
    make = _LAWS.get(kind)
    if make is None:
        raise InputError(f"sympy.stats' {kind}", f"one of {', '.join(name[:-12] for name in _LAWS)}")
    law = _made(make, distribution, kind)
    _require_density(distribution, law, kind)
    return IID(law)


def _made(make: Callable[..., CoordinateLaw], distribution: Any, kind: str) -> CoordinateLaw:
    values = [exact_number(value, f"parameter {k} of {kind}") for k, value in enumerate(distribution.args)]
    try:
        return make(*values)
    except (ValueError, TypeError, ZeroDivisionError) as error:
        raise InputError(
            f"sympy.stats' {kind} with {', '.join(map(str, values))}", "parameters in range", str(error)
        ) from error


def _require_density(distribution: Any, law: CoordinateLaw, kind: str) -> None:
    """Raise InputError where SymPy's density, or chance, at some points is another than that of the law."""
    table = getattr(distribution, "dict", None)
    for x, value in masses(law) or densities(law):
        point = sympy.Rational(x.numerator, x.denominator) if isinstance(x, Fraction) else sympy.Float(x)
        found = distribution.pdf(point) if table is None else table.get(point, sympy.Integer(0))
        if not (found.is_number and abs(float(found) - value) <= TOLERANCE * max(value, TOLERANCE)):
            shown = f"sympy.stats' {kind}, which has {found} as its density at {x}"
            raise InputError(f"{shown}, where {law.description} has {value:.6g}", "the law of its class, not altered")


def _table(distribution: Any) -> CoordinateLaw:
    """SymPy itself does not ask whether the probabilities of a table are positive and sum to 1."""
    pairs = [(exact_number(x, "a value"), exact_number(w, "a probability")) for x, w in distribution.dict.items()]
    if bad := [w for _, w in pairs if w < 0]:
        raise InputError(f"the probability {bad[0]} of a table of sympy.stats", "probabilities that are not negative")
    if (total := sum(w for _, w in pairs)) != 1:
        raise InputError(
            f"a table of sympy.stats with probabilities that sum to {total}", "probabilities that sum to 1"
        )
    return merged([(x, w) for x, w in pairs if w])


def _vector(distribution: Any) -> Law:
    mean, matrix = distribution.args
    size = matrix.shape[0]
    rows = [[exact_number(matrix[i, j], f"entry ({i}, {j})") for j in range(size)] for i in range(size)]
    try:
        return elliptical(rows, [exact_number(x, "a mean") for x in mean])
    except ValueError as error:
        raise InputError("the matrix of a sympy.stats Normal vector", "a covariance", str(error)) from error
