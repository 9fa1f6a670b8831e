"""SciPy's random variables (its newer distribution objects) as exact laws of one coordinate, recognised by class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from math import inf
from typing import Any

import numpy as np

from mesaproof.errors import InputError
from mesaproof.reading.adapters.distribution_functions import INSTEAD, Functions, require_law
from mesaproof.reading.adapters.named import named, trials, uniform
from mesaproof.reading.adapters.numbers import exact_number
from symbolic.laws.coordinates import CoordinateLaw, Gaussian
from symbolic.laws.coordinates.derived import affine, mixed
from symbolic.laws.coordinates.truncation import truncated

ONE = Fraction(1)
Maker = Callable[[Any], CoordinateLaw]
READ = "Normal, Uniform, Logistic, Binomial, and what shifts, scales, truncates or mixes them"


def is_variable(given: Any) -> bool:
    """Whether it is one of SciPy's random variables, of one of its own classes or of a person's."""
    return callable(getattr(given, "icdf", None)) and callable(getattr(given, "sample", None))


def from_variable(variable: Any) -> CoordinateLaw:
    """The law of a random variable; raises InputError for one that is not read, or is not what its class says."""
    try:
        law = _read(variable)
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"scipy's {type(variable).__name__}", "a law that is exact here", str(error)) from error
    continuous = law.atoms is None
    functions = Functions(
        variable.cdf if continuous else lambda x: variable.cdf(np.floor(x)),
        variable.icdf,
        variable.pdf if continuous else None,
        variable.support(),
    )
    require_law(functions, law, f"scipy's {type(variable).__name__}")
    return law


def _read(variable: Any) -> CoordinateLaw:
    make = _makers().get(type(variable))
    if make is None:
        hint = f"write its law in words, give the frozen distribution it was made of, such as gamma(2); {INSTEAD}"
        raise InputError(f"scipy's random variable of class {type(variable).__name__}", READ, hint)
    return make(variable)


@cache
def _makers() -> Mapping[type, Maker]:
    """By class; those that an older SciPy does not have are left out."""
    from scipy import stats

    if not hasattr(stats, "Normal"):
        return {}
    standard = stats.Normal()
    found: dict[type, Maker] = {
        stats.Normal: lambda X: affine(Gaussian(), _number(X, "sigma"), _number(X, "mu")),
        type(standard): lambda X: Gaussian(),
        stats.Uniform: lambda X: uniform(None, _number(X, "a"), _number(X, "b")),
        type(2 * standard): lambda X: affine(_read(X._dist), _number(X, "scale"), _number(X, "loc")),
        type(stats.truncate(standard, -1, 1)): lambda X: truncated(
            _read(X._dist), _end(X, "lb", -inf), _end(X, "ub", inf)
        ),
        stats.Mixture: _mixture,
    }
    if hasattr(stats, "Logistic"):
        found[stats.Logistic] = lambda X: named("logistic")
    if hasattr(stats, "Binomial"):
        found[stats.Binomial] = lambda X: trials(_number(X, "n"), _number(X, "p"))
    return found


def _mixture(variable: Any) -> CoordinateLaw:
    weights = [exact_number(w, f"weight {k} of Mixture") for k, w in enumerate(variable.weights)]
    return mixed([(_read(part), w) for part, w in zip(variable.components, weights, strict=True) if w])


def _number(variable: Any, name: str) -> Fraction:
    return exact_number(getattr(variable, name), f"{name} of {type(variable).__name__}")


def _end(variable: Any, name: str, endless: float) -> Fraction | None:
    return None if getattr(variable, name) == endless else _number(variable, name)
