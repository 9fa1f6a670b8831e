"""Distribution functions and densities of coordinate laws as floats, and whether an object of another package has them.

Points and values are arrays of one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from mesaproof.errors import InputError
from numeric_check.arrays import Real
from numeric_check.laws.coordinate_densities import distribution, ends
from symbolic.laws.coordinates import Finite, Uniform
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.derived import Affine, CoordinateMixture
from symbolic.laws.coordinates.intervals import Truncated

CHANCES = np.array([1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 1e-4])
"""Of the quantiles at which laws are compared."""

TOLERANCE = 1e-7
"""Of probabilities, and of densities relative to their size."""

SHIFT, SMALLEST = 1e-12, 1e-300
"""A point may be off by so much, relative to its size and at least."""

LARGEST_COUNT, LEAST_GAP = 1e12, 1e-6
"""Values of counts up to here, and quantiles that differ by more than this share of their size, are compared."""

MOST_POINTS, BISECTIONS = 12, 40

SAMPLED = "mesaproof.check_sample(…) draws from it and answers with intervals, uncertified"
INSTEAD = "mesaproof.check_sample(…) draws from it, and mesaproof.check_density(…) integrates its density, uncertified"


def below(law: Any, x: Real) -> Real:
    """`P(X <= x)`."""
    match law:
        case Finite():
            values, weights = (np.array(column, dtype=np.float64) for column in zip(*law.atoms, strict=True))
            return np.asarray((np.asarray(x)[..., None] >= values) @ weights)
        case Affine(coordinate=inner, factor=factor):
            return below(inner, _inside(law, x)) if factor > 0 else _from(inner, _inside(law, x))
        case CoordinateMixture():
            return sum((float(w) * below(part, x) for part, w in law.parts), start=np.zeros(np.shape(x)))
        case Truncated():
            return _within(law, x)
        case Uniform():
            return np.clip((x / float(law.half_width) + 1) / 2, 0.0, 1.0)
    return np.asarray(distribution(law).cdf(x), dtype=np.float64)


def density(law: Any, x: Real) -> Real:
    """The density; raises TypeError for a law of counts."""
    match law:
        case Affine(coordinate=inner, factor=factor):
            return density(inner, _inside(law, x)) / abs(float(factor))
        case CoordinateMixture():
            return sum((float(w) * density(part, x) for part, w in law.parts), start=np.zeros(np.shape(x)))
        case Truncated(coordinate=inner):
            low, high = ends(law)
            return np.where((low <= x) & (x <= high), density(inner, x) / _mass(inner, low, high), 0.0)
        case Uniform():
            width = float(law.half_width)
            return np.where(abs(x) <= width, 1 / (2 * width), 0.0)
        case Finite() | Poisson() | NegativeBinomial():
            raise TypeError(f"{law.description} has no density")
    return np.asarray(distribution(law).pdf(x), dtype=np.float64)


def _inside(law: Affine, x: Real) -> Real:
    return (x - float(law.shift)) / float(law.factor)


def _from(law: Any, x: Real) -> Real:
    """`P(X >= x)`."""
    return _above(law, np.ceil(x) - 1 if isinstance(law, (Poisson, NegativeBinomial)) else x)


def _above(law: Any, x: Real) -> Real:
    """`P(X > x)`, without cancellation where SciPy has the law."""
    if isinstance(law, (Finite, Affine, CoordinateMixture, Truncated, Uniform)):
        return 1 - below(law, x)
    return np.asarray(distribution(law).sf(x), dtype=np.float64)


def _within(law: Truncated, x: Real) -> Real:
    low, high = ends(law)
    held = np.clip(x, low, high)
    parts = [_mass(law.coordinate, low, one) for one in (held, high)]
    return parts[0] / parts[1]


def _mass(law: Any, low: float, high: Any) -> Real:
    """`P(low < X <= high)`, by the upper tail beyond the median."""
    if float(below(law, np.array(low))) > 0.5:
        return _above(law, np.array(low)) - _above(law, np.asarray(high))
    return below(law, np.asarray(high)) - below(law, np.array(low))


def masses(law: Any) -> list[tuple[Fraction, float]] | None:
    """Some values of a law of counts or a table, with their chances; None for a law with a density."""
    if law.atoms is not None:
        return [(x, float(w)) for x, w in law.atoms[:MOST_POINTS]]
    inner = law.coordinate if isinstance(law, Affine) else law
    if not isinstance(inner, (Poisson, NegativeBinomial)):
        return None
    near = [Fraction(int(k)) for k in distribution(inner).ppf([0.1, 0.5, 0.9])]
    moved = [law.factor * k + law.shift for k in near] if isinstance(law, Affine) else near
    points = np.array(list(dict.fromkeys(moved)), dtype=np.float64)
    return list(zip(dict.fromkeys(moved), below(law, points + 0.25) - below(law, points - 0.25), strict=True))


def densities(law: Any) -> list[tuple[float, float]]:
    """Some points of a law with a density, found by bisection, and the density there."""
    chances = np.array([0.1, 0.4, 0.8])
    low, high = -np.ones(3), np.ones(3)
    while np.any(outside := below(law, low) > chances):
        low = np.where(outside, 2 * low, low)
    while np.any(outside := below(law, high) < chances):
        high = np.where(outside, 2 * high, high)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        less = below(law, middle) < chances
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return list(zip(low.tolist(), density(law, low).tolist(), strict=True))


@dataclass(frozen=True)
class Functions:
    """What another package says of a law: distribution function, quantiles, density (None for counts), support."""

    cdf: Callable[[Real], Any]
    quantile: Callable[[Real], Any]
    density: Callable[[Real], Any] | None
    support: tuple[Any, Any]


Compared = Iterator[tuple[str, Real, Real, Real]]
"""What is compared, what is found, and the two arrays between which it has to lie."""


@np.errstate(all="ignore")
def require_law(given: Functions, law: Any, name: str) -> None:
    """Raise InputError where the functions of an object, at its quantiles, are not those of the law it was read as.

    Where the law lies so far from 0 that floats do not resolve it nothing is compared.
    """
    quantiles = np.asarray(given.quantile(CHANCES), dtype=np.float64)
    x = _resolved(quantiles[~np.isinf(quantiles)], given.density is None)
    for what, found, low, high in (_at_values if given.density is None else _at_points)(given, law, x):
        if wrong := np.flatnonzero(~((low <= found) & (found <= high))).tolist():
            k = wrong[0]
            where = f"{law.description} has {(low[k] + high[k]) / 2:.6g}"
            raise InputError(
                f"{name}, which has {found[k]:.6g} as its {what} at {x[k]:.6g}, where {where}",
                "the law of its class and parameters, not altered",
                INSTEAD,
            )
    _require_support(given, law, name)


def _resolved(x: Real, counts: bool) -> Real:
    """The quantiles that differ from those beside them by more than rounding; one that is NaN is to be looked at."""
    if counts:
        return x[~(abs(x) > LARGEST_COUNT)]
    gaps = np.diff(x, prepend=-np.inf, append=np.inf)
    return x[~(np.minimum(gaps[1:], gaps[:-1]) < LEAST_GAP * abs(x))]


def _at_points(given: Functions, law: Any, x: Real) -> Compared:
    """Of a law with a density."""
    off = np.maximum(SHIFT * abs(x), SMALLEST)
    near = np.array([x - off, x, x + off])
    chances = below(law, near)
    least, most = chances.min(axis=0) - TOLERANCE, chances.max(axis=0) + TOLERANCE
    yield "distribution function", np.asarray(given.cdf(x)), least, most
    if given.density is not None:
        sizes = density(law, near)
        least, most = sizes.min(axis=0), sizes.max(axis=0)
        slack = np.where(np.isfinite(most), TOLERANCE * most, 0.0)
        yield "density", np.asarray(given.density(x)), least - slack, most + slack


def _at_values(given: Functions, law: Any, x: Real) -> Compared:
    """Of a law of counts; between two values, where rounding moves nothing."""
    most = below(law, x + 0.25)
    yield "distribution function", np.asarray(given.cdf(x + 0.25)), most - TOLERANCE, most + TOLERANCE


def _require_support(given: Functions, law: Any, name: str) -> None:
    """The law has no chance beyond the support, half a step off for counts."""
    half = 0.5 if given.density is None else 0.0
    first, last = (np.asarray(end, dtype=np.float64) for end in given.support)
    before, after = first - half - SHIFT * abs(first), last + half + SHIFT * abs(last)
    beyond = (below(law, before) if np.isfinite(first) else 0.0) + (_above(law, after) if np.isfinite(last) else 0.0)
    if not beyond <= TOLERANCE:
        given_support = f"{name} with the support [{float(first):.6g}, {float(last):.6g}]"
        raise InputError(f"{given_support}, of {law.description}", "its own support", INSTEAD)
