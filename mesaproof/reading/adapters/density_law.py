"""Moments of a black box, a density or a SciPy distribution that is not in the table: by quadrature, uncertified.

The integral is taken over growing intervals; where it keeps growing the moment is called not finite as far as can be
seen. Nothing here is exact, and no verdict is made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

from mesaproof.errors import InputError
from symbolic.views import Shown

if TYPE_CHECKING:
    pass

STABLE = 1e-6
"""The integral has settled once the last doublings of the interval added less than this share of all pieces."""

MISSED = 1e-4
"""Mass of a SciPy distribution that quadrature may miss before its moments are refused."""

DOUBLINGS = 60
SETTLED = 6


@dataclass(frozen=True)
class NumericMoment(Shown):
    """A moment by quadrature; `certified` is False. `value` is None where the integral did not settle."""

    order: int
    value: float | None
    because: str
    certified: bool = False


def numeric_moment(density: Any, order: int, support: tuple[float, float] = (-inf, inf)) -> NumericMoment:
    """`∫ x^order p(x) dx / ∫ p(x) dx` of a density, or of a frozen continuous SciPy distribution.

    Raises InputError for an order that is no non-negative integer, for what has no density, for a support that is
    empty, and for a density that fails on it. A SciPy distribution whose mass is not found has no value.

    >>> numeric_moment(lambda x: 1.0 if 0 < x < 1 else 0.0, 2, (0, 1)).value is not None
    True
    """
    if not isinstance(order, int) or order < 0:
        raise InputError(f"the order {order}", "a non-negative integer")
    p = getattr(density, "pdf", density)
    if not callable(p):
        raise InputError(f"an object of class {type(density).__name__}", "a density, as a function of one number")
    frozen = callable(getattr(density, "support", None))
    low, high = (float(end) for end in (density.support() if frozen else support))
    if not low < high:
        raise InputError(f"the support ({low:g}, {high:g})", "two numbers or infinities, the smaller one first")
    try:
        return _moment(p, order, (low, high), frozen)
    except (ArithmeticError, ValueError, TypeError) as error:
        raise InputError("a density that fails on its support", "a function of one number", str(error)) from error


def _moment(p: Callable[[float], float], order: int, support: tuple[float, float], normed: bool) -> NumericMoment:
    mass = _settling(p, support)
    if mass is None or mass <= 0:
        return NumericMoment(order, None, "the density itself could not be integrated")
    if normed and abs(mass - 1) > MISSED:
        return NumericMoment(order, None, f"quadrature finds a mass of {mass:.6g} in place of 1: it misses a part")
    total = _settling(lambda x: x**order * p(x), support)
    if total is None:
        return NumericMoment(order, None, "the integral grew with the interval: the moment may be infinite")
    return NumericMoment(order, total / mass, "quadrature without an error bound")


def _settling(integrand: Callable[[float], float], support: tuple[float, float]) -> float | None:
    """The integral over intervals that double, in pieces; None where it does not settle."""
    low, high = (float(end) for end in support)
    if isfinite(low) and isfinite(high):
        return _finite(_piece(integrand, low, high))
    start = low if isfinite(low) else high if isfinite(high) else 0.0
    total, scale, quiet, reach = 0.0, 0.0, 0, 2.0**-10
    inner = 0.0
    for _ in range(DOUBLINGS):
        right = _piece(integrand, start + inner, start + reach) if start + reach <= high else 0.0
        left = _piece(integrand, start - reach, start - inner) if start - reach >= low else 0.0
        total, scale = total + left + right, scale + abs(left) + abs(right)
        quiet = quiet + 1 if abs(left) + abs(right) <= STABLE * scale else 0
        if quiet >= SETTLED and scale > 0:
            return _finite(total)
        inner, reach = reach, 2 * reach
    return None


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _piece(integrand: Callable[[float], float], low: float, high: float) -> float:
    import warnings

    from scipy.integrate import IntegrationWarning, quad

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IntegrationWarning)
        return float(quad(integrand, low, high, limit=200)[0])
