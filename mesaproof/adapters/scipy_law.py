"""Frozen SciPy distributions as exact laws: recognised by name, their parameters read as they are written.

SciPy's own moments are never asked. A distribution that is not in the table is refused; `numeric_moment` gives its
moments by quadrature, uncertified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import inf
from typing import Any

from mesaproof.adapters.named import named, trials, triangular, uniform
from mesaproof.adapters.numbers import exact_number
from mesaproof.errors import InputError
from symbolic.coordinates import CoordinateLaw, Gaussian
from symbolic.coordinates.images import affine, merged
from symbolic.coordinates.truncation import truncated
from symbolic.elliptical import elliptical
from symbolic.laws import IID, Law, LawFamily

Given = Mapping[str, Fraction]
ONE = Fraction(1)


def _standard(name: str, **parameters: str) -> Callable[[Given], CoordinateLaw]:
    """A law of the table whose parameters are SciPy's shapes under other names."""
    return lambda given: named(name, **{own: given[theirs] for own, theirs in parameters.items()})


def _integers(given: Given) -> CoordinateLaw:
    low, high = given["low"], given["high"]
    if low.denominator != 1 or high.denominator != 1 or not low < high <= low + 500:
        raise ValueError("randint needs integers low < high, at most 500 apart")
    values = range(int(low), int(high))
    return merged([(Fraction(x), Fraction(1, len(values))) for x in values])


_CONTINUOUS: Mapping[str, Callable[[Given], CoordinateLaw]] = {
    "norm": _standard("gaussian"),
    "laplace": _standard("laplace"),
    "uniform": lambda given: uniform(ONE, Fraction(0), ONE),
    "t": _standard("student", df="df"),
    "expon": _standard("exponential"),
    "gamma": _standard("gamma", shape="a"),
    "erlang": _standard("gamma", shape="a"),
    "chi2": _standard("chi2", df="df"),
    "beta": _standard("beta", a="a", b="b"),
    "arcsine": lambda given: named("beta", a=Fraction(1, 2), b=Fraction(1, 2)),
    "logistic": _standard("logistic"),
    "gumbel_r": _standard("gumbel"),
    "gumbel_l": lambda given: affine(named("gumbel"), -ONE),
    "pareto": _standard("pareto", alpha="b"),
    "lomax": lambda given: affine(named("pareto", alpha=given["c"]), ONE, -ONE),
    "rayleigh": _standard("rayleigh"),
    "weibull_min": _standard("weibull", shape="c"),
    "weibull_max": lambda given: affine(named("weibull", shape=given["c"]), -ONE),
    "cauchy": _standard("cauchy"),
    "triang": lambda given: triangular(Fraction(0), given["c"], ONE),
    "lognorm": lambda given: named("lognormal", sigma=given["s"]),
    "truncnorm": lambda given: truncated(named("gaussian"), given.get("a"), given.get("b")),
    "truncexpon": lambda given: truncated(named("exponential"), None, given["b"]),
    "truncpareto": lambda given: truncated(named("pareto", alpha=given["b"]), None, given["c"]),
    "halfnorm": lambda given: truncated(named("gaussian"), Fraction(0), None),
    "halfcauchy": lambda given: truncated(named("cauchy"), Fraction(0), None),
}
_ENDLESS: Mapping[tuple[str, str], float] = {("truncnorm", "a"): -inf, ("truncnorm", "b"): inf}
"""Parameters that may be infinite, on one side; they are then left out."""

_DISCRETE: Mapping[str, Callable[[Given], CoordinateLaw]] = {
    "poisson": _standard("poisson", rate="mu"),
    "bernoulli": _standard("bernoulli", p="p"),
    "binom": lambda given: trials(given["n"], given["p"]),
    "geom": _standard("geometric", p="p"),
    "nbinom": _standard("negative_binomial", successes="n", p="p"),
    "randint": _integers,
}
KNOWN = (*_CONTINUOUS, *_DISCRETE, "multivariate_normal", "multivariate_t")


def from_scipy(frozen: Any) -> LawFamily | Law:
    """The exact law of a frozen distribution; of one number, independent copies of it.

    Raises InputError for parameters that are out of range or no numbers, for a distribution that is not frozen, and for
    one that is not in the table.

    >>> from scipy import stats
    >>> from_scipy(stats.expon(scale=0.1)).mixed_moment((2,), 1)
    Fraction(1, 50)
    """
    kind = type(frozen).__name__
    if kind in ("multivariate_normal_frozen", "multivariate_t_frozen"):
        return _vector(frozen, kind)
    if kind in ("Normal", "StandardNormal", "Uniform"):
        return _of_new_kind(frozen, kind)
    if not hasattr(frozen, "dist") or not hasattr(frozen, "kwds"):
        raise InputError(f"scipy's {kind}", "a frozen distribution", "freeze it with its parameters, as in norm(0, 1)")
    name = frozen.dist.name
    make = {**_CONTINUOUS, **_DISCRETE}.get(name)
    if make is None:
        raise InputError(
            f"scipy.stats.{name}",
            f"one of {', '.join(KNOWN)}",
            "mesaproof.check_density(…) takes its moments by quadrature, uncertified",
        )
    given = _bound(frozen, name)
    try:
        law = make(given)
    except ValueError as error:
        raise InputError(
            f"scipy.stats.{name} with {_shown(given)}", "parameters that define a law", str(error)
        ) from error
    return IID(affine(law, given.get("scale", ONE), given["loc"]))


def _bound(frozen: Any, name: str) -> dict[str, Fraction]:
    """Shapes, loc and scale by name, as SciPy binds them; loc is 0 and scale 1 where they are not given."""
    shapes = [part.strip() for part in (frozen.dist.shapes or "").split(",") if part.strip()]
    order = [*shapes, "loc", *(["scale"] if name in _CONTINUOUS else [])]
    values = dict(zip(order, frozen.args, strict=False)) | dict(frozen.kwds)
    finite = {key: value for key, value in values.items() if not _endless(name, key, value)}
    found = {key: exact_number(value, f"{key} of scipy.stats.{name}") for key, value in finite.items()}
    found = {"loc": Fraction(0)} | found
    if name in _CONTINUOUS:
        found = {"scale": ONE} | found
        if found["scale"] <= 0:
            raise InputError(f"scale = {found['scale']} of scipy.stats.{name}", "a positive number")
    return found


def _endless(name: str, key: str, value: Any) -> bool:
    return (name, key) in _ENDLESS and isinstance(value, float) and value == _ENDLESS[name, key]


def _shown(given: Given) -> str:
    return ", ".join(f"{key} = {value}" for key, value in given.items())


def _of_new_kind(distribution: Any, kind: str) -> LawFamily:
    """SciPy's newer distribution objects."""
    if kind == "Uniform":
        ends = [exact_number(getattr(distribution, end), f"{end} of Uniform") for end in ("a", "b")]
        return IID(uniform(ONE, *ends))
    mean = exact_number(getattr(distribution, "mu", 0), "mu of Normal")
    return IID(affine(Gaussian(), exact_number(getattr(distribution, "sigma", 1), "sigma of Normal"), mean))


def _vector(frozen: Any, kind: str) -> Law:
    """A Gaussian or Student vector; SciPy's `shape` matrix of the latter is the scatter."""
    student = kind == "multivariate_t_frozen"
    matrix = frozen.shape if student else frozen.cov_object.covariance
    mean = frozen.loc if student else frozen.mean
    rows = [[exact_number(x, f"entry ({i}, {j})") for j, x in enumerate(row)] for i, row in enumerate(matrix.tolist())]
    centre = [exact_number(x, f"mean {j}") for j, x in enumerate(mean.tolist())]
    try:
        if not student:
            return elliptical(rows, centre)
        return elliptical(rows, centre, named("student_scale", df=exact_number(frozen.df, "df")))
    except ValueError as error:
        hint = f"{error}; floats may have made it indefinite: give the exact one in gaussian_vector(…)"
        raise InputError(f"the matrix of scipy's {kind.removesuffix('_frozen')}", "a covariance", hint) from error
