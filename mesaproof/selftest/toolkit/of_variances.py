"""Altered variances: the bounds handed to sampled comparisons, where they come from, and what they are made of.

A false-alarm rate and a resolution are worth what the variance is worth. The independent check is the second moment
multiplied out exactly (`torus`), and the integral of the squared integrand by quadrature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from math import sqrt
from operator import mul
from typing import Any

from mesaproof.selftest.altering import Patch, everywhere
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading, compared
from mesaproof.selftest.toolkit import torus
from mesaproof.selftest.toolkit.of_second_route import NOT_EXACT
from mesaproof.selftest.toolkit.places import Setting, dense, line_point, scattered
from numeric_check.laws import rules
from numeric_check.model import node_means as expectation
from proofs.zheng2024.line import gradient_route
from proofs.zheng2024.model import variance
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route import quadrature

ROUNDING = 1e-10
SKEW = "twopoint(2:1/3, -3:2/3)"
A, B = Fraction(3, 4), Fraction(-5, 4)

RADIAL = tuple(
    line_point(law, d, T, u, Fraction(1))
    for law, d, T, u in (
        ("gaussian(sigma=1/2)", 1, 5, Fraction(1, 2)),
        (SKEW, 1, 4, Fraction(1, 7)),
        ("rademacher", 2, 5, Fraction(1, 1000)),
        ("gaussian(sigma=1)", 2, 4, Fraction(1, 1000)),
        (SKEW, 2, 4, Fraction(2)),
        ("rademacher", 3, 4, Fraction(100)),
    )
)
"""Points of the line at which the bound of the radial slope is looked at; three angles need T = 4."""

SPREAD = dense("laplace(scale=1/2)", 1, 4), line_point(SKEW, 2, 4, A, B), scattered("rademacher", 2, 3)
"""Where second moments of gradient entries are looked at."""

HANDED = line_point(SKEW, 2, 4, A, B), line_point("gaussian(sigma=1/2)", 2, 3, A, B)
"""Where the variances handed to sampled comparisons of gradient entries are looked at."""


def variance_mutants() -> Iterator[DomainMutant]:
    """The bound of the radial slope, the computed second moments, the variances that samples carry."""
    for change, (patches, harmless) in BOUNDS.items():
        yield _mutant(
            f"bound/{change}", f"bound of the radial slope: {change}", ExactBound(), ComputedBound(), patches, harmless
        )
    for change, patches in SECOND.items():
        yield _mutant(f"computed/{change}", f"computed second moment: {change}", NOT_EXACT, ComputedSecond(), patches)
    for change, (value, harmless) in HANDED_OVER.items():
        patches = partial(_one, gradient_route, "_variance", value)
        yield _mutant(
            f"handed/{change}", f"variance of a sample: {change}", NOT_EXACT, HandedVariance(), patches, harmless
        )


def _mutant(id: str, change: str, exact: Any, numeric: Any, patches: Any, harmless: str = "") -> DomainMutant:
    name = f"variance/{id}".replace(" ", "-")
    return DomainMutant(
        name, Kind.VARIANCE, change, exact, numeric, patches, excluded=harmless, equivalent=bool(harmless)
    )


def _bounded(what: str, stated: float, true: float) -> Reading:
    """A bound that must not lie below the second moment."""
    return Reading(what, stated < true * (1 - ROUNDING), stated - true, ROUNDING * true)


@dataclass(frozen=True)
class ExactBound:
    """The bound of the radial slope's second moment against that moment, multiplied out."""

    def __call__(self) -> tuple[Reading, ...]:
        return tuple(_bounded(f"second moment, {s}", _stated(s), float(_radial_second(s))) for s in RADIAL)


@dataclass(frozen=True)
class ComputedBound:
    """The bound against quadrature of the squared slope."""

    def __call__(self) -> tuple[Reading, ...]:
        return tuple(
            _bounded(f"second moment, {s}", _stated(s), quadrature.radial_moments(s.made(), s.T, s.numeric)[1])
            for s in RADIAL
        )


def _stated(setting: Setting) -> float:
    return variance.radial_second_moment(setting.made(), setting.T, float(setting.entries[0][3]))


@lru_cache(maxsize=64)
def _radial_second(setting: Setting) -> Fraction:
    return torus.second_moment(setting.made(), torus.radial_slope(setting.d, setting.T, setting.parameters))


@dataclass(frozen=True)
class ComputedSecond:
    """Second moments of gradient entries by quadrature against those multiplied out."""

    def __call__(self) -> tuple[Reading, ...]:
        from numeric_check.compare.agreement import close

        found = []
        for setting in SPREAD:
            computed = quadrature.gradient_moments(setting.made(), setting.T, setting.numeric)[1]
            scale = max(float(block.max()) for block in computed.values())
            for block in BLOCKS:
                for q in range(setting.d):
                    exact = float(_entry_moments(setting, block, 0, q)[1])
                    found.append(
                        compared(f"{block}[1,{q + 1}], {setting}", close(exact, float(computed[block][0, q]), scale))
                    )
        slope = quadrature.radial_moments(RADIAL[4].made(), RADIAL[4].T, RADIAL[4].numeric)[1]
        true = float(_radial_second(RADIAL[4]))
        return (*found, compared(f"slope, {RADIAL[4]}", close(true, slope, true)))


@lru_cache(maxsize=256)
def _entry_moments(setting: Setting, block: str, p: int, q: int) -> tuple[Fraction, Fraction]:
    slope = torus.entry_slope(setting.d, setting.T, setting.parameters, block, p, q)
    return torus.mean(setting.made(), slope), torus.second_moment(setting.made(), slope)


@dataclass(frozen=True)
class HandedVariance:
    """The variance that a sample carries into its comparison against the exact one."""

    def __call__(self) -> tuple[Reading, ...]:
        return tuple(reading for setting in HANDED for reading in _of_entries(setting))


def _of_entries(setting: Setting) -> Iterator[Reading]:
    from numeric_check.laws.sampling import generator

    point = {"a": float(A), "b": float(B)}
    rng = generator("selftest variances", 0)
    samples = gradient_route.entries_by_sampling(setting.made(), setting.d, setting.T, point, rng)
    for block in BLOCKS:
        for q, place in enumerate(("[j,j]", "[j,k]")):
            mean, second = _entry_moments(setting, block, 0, q)
            yield _bounded(f"{block}{place}, {setting}", samples[block + place].variance, float(second - mean**2))


def _one(owner: Any, name: str, value: Any) -> tuple[Patch, ...]:
    return (Patch(owner, name, value),)


def _bound_times(factor: float) -> Callable[[], tuple[Patch, ...]]:
    stated = variance.radial_second_moment
    return lambda: everywhere(stated, lambda law, T, u: factor * stated(law, T, u))


def _part(name: str, alter: Callable[[Any], Any]) -> Callable[[], tuple[Patch, ...]]:
    original = getattr(variance, name)
    value = (lambda *at: alter(original(*at))) if callable(original) else alter(original)
    return partial(_one, variance, name, value)


def _times(factor: float) -> Callable[[Any], Any]:
    return lambda sums: {powers: factor * c for powers, c in sums.items()}


def _without(key: tuple[int, ...]) -> Callable[[Any], Any]:
    return lambda sums: {powers: c for powers, c in sums.items() if powers != key}


_stated_bound = variance.radial_second_moment
STILL = "an upper bound is all that is asked for, and this is a larger one"

BOUNDS: dict[str, tuple[Callable[[], tuple[Patch, ...]], str]] = {
    **{f"times {factor}": (_bound_times(factor), "") for factor in (0.99, 0.9, 0.75, 0.5, 0.25, 0.1, 0.01, 0.0, -1.0)},
    "standard deviation in its place": (
        lambda: everywhere(_stated_bound, lambda law, T, u: sqrt(_stated_bound(law, T, u))),
        "",
    ),
    "one time too few": (lambda: everywhere(_stated_bound, lambda law, T, u: _stated_bound(law, T - 1, u)), ""),
    "u halved": (lambda: everywhere(_stated_bound, lambda law, T, u: _stated_bound(law, T, u / 2)), ""),
    "u squared": (lambda: everywhere(_stated_bound, lambda law, T, u: _stated_bound(law, T, u * u)), ""),
    "u with the other sign": (lambda: everywhere(_stated_bound, lambda law, T, u: _stated_bound(law, T, -u)), STILL),
    "pairs of angles forgotten": (_part("_pairs", _times(0)), ""),
    "pairs of angles halved": (_part("_pairs", _times(0.5)), ""),
    "pairs of angles doubled": (_part("_pairs", _times(2)), STILL),
    "three angles forgotten": (_part("_of_triples", lambda n: 0 * n), ""),
    "three angles halved": (_part("_of_triples", lambda n: n / 2), ""),
    "three angles doubled": (_part("_of_triples", lambda n: 2 * n), STILL),
    "one of two powers forgotten in pairs": (_part("PAIR_TIMES_SQUARE", _without((2, 4))), ""),
    "coinciding pairs kept": (_part("SQUARED_PAIR", _without((4,))), STILL),
    "distinct coordinates forgotten in triples": (_part("SQUARED_TRIPLE", _without((2, 2, 2))), ""),
    "harmonic number doubled": (_part("harmonic_float", lambda h: 2 * h), ""),
    "coinciding triples kept": (_part("SQUARED_TRIPLE", _without((2, 4))), STILL),
    "times 2": (_bound_times(2.0), STILL),
}
"""Altered bounds; larger ones are harmless."""


def _moments_times(name: str, alter: Callable[[Any], Any]) -> Callable[[], tuple[Patch, ...]]:
    computed = getattr(quadrature, name)

    def altered_moments(*at: Any, **more: Any) -> tuple[Any, Any]:
        mean, second = computed(*at, **more)
        return mean, alter(second)

    return lambda: everywhere(computed, altered_moments)


def _blocks_times(names: tuple[str, ...], factor: float) -> Callable[[Any], Any]:
    return lambda second: {name: block * (factor if name in names else 1) for name, block in second.items()}


_order, _lengths = quadrature.torus_order, quadrature._lengths

SECOND: dict[str, Callable[[], tuple[Patch, ...]]] = {
    "as few roots of unity as for a mean": partial(_one, quadrature, "torus_order", lambda T, copies=1: _order(T)),
    "starts of the degree of a mean": partial(_one, expectation, "factors", lambda law, degree: rules.factors(law, 6)),
    "rules of a mean": partial(_one, quadrature, "_lengths", lambda T, copies: _lengths(T, 1)),
    **{
        f"{block} times {factor}": _moments_times("gradient_moments", _blocks_times((block,), factor))
        for block in BLOCKS
        for factor in (0.5, 0.1)
    },
    **{
        f"all blocks times {f}": _moments_times("gradient_moments", _blocks_times(BLOCKS, f))
        for f in (0.99, 0.5, 0.1, 0.01)
    },
    **{f"slope times {f}": _moments_times("radial_moments", partial(mul, f)) for f in (0.99, 0.5, 0.1, 0.01)},
}
"""Altered second moments by quadrature."""


def _understated(factor: float, mean: float, square: float) -> float:
    return factor * max(0.0, square - mean**2)


HANDED_OVER: dict[str, tuple[Callable[[float, float], float], str]] = {
    **{f"times {factor}": (partial(_understated, factor), "") for factor in (0.99, 0.9, 0.75, 0.5, 0.25, 0.1, 0.01)},
    "zero": (lambda mean, square: 0.0, ""),
    "squared mean taken off twice": (lambda mean, square: max(0.0, square - 2 * mean**2), ""),
    "squared mean in its place": (lambda mean, square: mean**2, ""),
    "standard deviation in its place": (lambda mean, square: sqrt(max(0.0, square - mean**2)), ""),
    "mean in its place": (lambda mean, square: abs(mean), ""),
    "mean not taken off": (lambda mean, square: square, STILL),
    "doubled": (lambda mean, square: 2 * max(0.0, square - mean**2), STILL),
}
"""Altered variances of samples."""
