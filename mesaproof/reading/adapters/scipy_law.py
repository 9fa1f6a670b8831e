"""Frozen SciPy distributions as exact laws: recognised by class, their parameters read as they are written.

SciPy's own moments are never asked. A distribution that is not in the table is refused; `numeric_moment` gives its
moments by quadrature, uncertified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from math import inf
from typing import Any

from mesaproof.errors import InputError
from mesaproof.reading.adapters.distribution_functions import INSTEAD, SAMPLED, TOLERANCE, Functions, below, require_law
from mesaproof.reading.adapters.named import named, trials, triangular, uniform
from mesaproof.reading.adapters.numbers import exact_number
from symbolic.laws import IID, Law, LawFamily
from symbolic.laws.coordinates import CoordinateLaw
from symbolic.laws.coordinates.derived import affine, merged
from symbolic.laws.coordinates.truncation import truncated

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
    "uniform": lambda given: uniform(None, Fraction(0), ONE),
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
KNOWN = (
    *_CONTINUOUS,
    *_DISCRETE,
    "rv_discrete(values=…)",
    "multivariate_normal",
    "multivariate_t",
    "uniform_direction",
)


def from_scipy(given: Any) -> LawFamily | Law:
    """The exact law of a frozen distribution or random variable; of one number, independent copies of it.

    Recognised by class and parameters, and compared with the law at some points: a class of one's own, or an instance
    that was altered, is no law of the table, whatever its name. Raises InputError for these, for parameters that are
    out of range or no numbers, for a distribution that is not frozen, and for one that is not in the table.

    >>> from scipy import stats
    >>> from_scipy(stats.expon(scale=0.1)).mixed_moment((2,), 1)
    Fraction(1, 50)
    """
    from mesaproof.reading.adapters import scipy_variables, scipy_vectors

    if isinstance(given, _sample_class()):
        given = given()
    if type(given) in _frozen_classes():
        return IID(_of_table(given) if type(given.dist) is _sample_class() else _of_frozen(given))
    if scipy_variables.is_variable(given):
        return IID(scipy_variables.from_variable(given))
    if scipy_vectors.is_vector(given):
        return scipy_vectors.from_vector(given)
    raise unreadable(given, type(given), _shown_class(type(given)))


def unreadable(given: Any, kind: type, shown: str) -> InputError:
    """Why an object is no exact law here, and what to do with it."""
    from scipy import stats

    if callable(getattr(given, "toarray", None)):
        return InputError(f"{shown}, a sparse matrix", "an array (N, d)", "give its toarray()")
    if issubclass(kind, stats.rv_histogram):
        hint = "write coordinate_mixture(1/2: uniform(low=0, high=1), …), or take mesaproof.check_density(…)"
        return InputError(f"{shown}, a histogram, whose masses are rounded", "exact masses", hint)
    if kind in _classes() or kind in _generators():
        return InputError(shown, "a frozen distribution", "freeze it with its parameters, as in norm(0, 1)")
    draws, support = (callable(getattr(given, name, None)) for name in ("rvs", "support"))
    if draws and support and callable(getattr(given, "pdf", None)):
        return InputError(shown, f"one of {', '.join(KNOWN)}", INSTEAD)
    hint = SAMPLED if draws else "mesaproof.check_sample(…) takes a function f(rng, m) that draws m starts"
    return InputError(shown, f"one of {', '.join(KNOWN)}", hint)


def _shown_class(kind: type) -> str:
    home = kind.__module__
    return f"scipy's {kind.__name__}" if home.startswith("scipy.") else f"the distribution {home}.{kind.__name__}"


@cache
def _generators() -> tuple[type, ...]:
    """Of vectors: what has to be frozen to be read."""
    from scipy import stats

    names = ("multivariate_normal", "multivariate_t", "uniform_direction")
    return tuple(type(getattr(stats, name)) for name in names if hasattr(stats, name))


@cache
def _classes() -> Mapping[type, str]:
    """SciPy's own classes, by which a distribution is recognised."""
    from scipy import stats

    return {type(getattr(stats, name)): name for name in (*_CONTINUOUS, *_DISCRETE) if hasattr(stats, name)}


@cache
def _frozen_classes() -> tuple[type, type]:
    from scipy import stats

    return type(stats.norm()), type(stats.poisson(1))


@cache
def _sample_class() -> Any:
    """The class of `rv_discrete(values=…)`."""
    from scipy import stats

    return type(stats.rv_discrete(values=([0], [1])))


def _of_frozen(frozen: Any) -> CoordinateLaw:
    name = _classes().get(type(frozen.dist))
    if name is None:
        kind = type(frozen.dist)
        own = kind.__module__.startswith("scipy.")
        raise unreadable(frozen, kind, f"scipy.stats.{frozen.dist.name}" if own else _shown_class(kind))
    given = _bound(frozen, name)
    try:
        law = {**_CONTINUOUS, **_DISCRETE}[name](given)
    except ValueError as error:
        shown = f"scipy.stats.{name} with {_shown(given)}"
        raise InputError(shown, "parameters that define a law", str(error)) from error
    law = affine(law, given.get("scale", ONE), given["loc"])
    _require_unaltered(frozen, name)
    density = frozen.pdf if name in _CONTINUOUS else None
    require_law(Functions(frozen.cdf, frozen.ppf, density, frozen.support()), law, f"scipy.stats.{name}")
    return law


def _require_unaltered(frozen: Any, name: str) -> None:
    """Raise InputError for an instance that SciPy's own distribution, frozen with the same parameters, is not."""
    from scipy import stats

    fresh = getattr(stats, name)(*frozen.args, **frozen.kwds)
    same = all(vars(one).keys() == vars(two).keys() for one, two in ((frozen, fresh), (frozen.dist, fresh.dist)))
    if not same or _kept(frozen) != _kept(fresh):
        expected = "the distribution as SciPy makes it: its own support, methods and moments"
        raise InputError(f"an altered instance of scipy.stats.{name}", expected, f"truncated(…) cuts a law; {INSTEAD}")


def _kept(frozen: Any) -> list[Any]:
    """Support and ways of computing, which an instance of one's own may set."""
    own = frozen.dist
    ends = (frozen.a, frozen.b, own.a, own.b)
    return [*map(float, ends), getattr(own, "moment_type", None), getattr(own, "inc", None), type(own)]


def _of_table(frozen: Any) -> CoordinateLaw:
    """The table of `rv_discrete(values=…)`, moved; its masses are decimals that have to sum to 1."""
    import numpy as np

    values, masses = (getattr(frozen.dist, key).tolist() for key in ("xk", "pk"))
    moved = _bound(frozen, "rv_discrete")["loc"]
    exact = [exact_number(p, f"mass {k} of rv_discrete") for k, p in enumerate(masses)]
    if sum(exact) != 1 or min(exact) < 0:
        hint = "give a table: {'atoms': [[0], [1], [2]], 'weights': ['1/3', '1/3', '1/3']}"
        raise InputError(f"rv_discrete with masses that sum to {sum(exact)}", "masses that sum to 1 exactly", hint)
    law = merged(
        [(exact_number(x, "a value of rv_discrete") + moved, p) for x, p in zip(values, exact, strict=True) if p]
    )
    points = np.array([x for x, _ in law.atoms], dtype=np.float64)
    between = (points[1:] + points[:-1]) / 2
    if not np.allclose(frozen.cdf(between), below(law, between), rtol=0, atol=TOLERANCE):
        raise InputError("an altered instance of rv_discrete", "its values with their masses", INSTEAD)
    return law


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
