"""A density, or a SciPy distribution that is not in the table, as independent coordinates: by quadrature, uncertified.

The moments of one coordinate come without an error bound. The intervals around them are as wide as the change at which
the integral was said to have settled: they show what the numbers can tell apart, and bound nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, sqrt
from typing import Any

import flint

from mesaproof.errors import InputError
from mesaproof.reading.adapters.density_law import STABLE, NumericMoment, numeric_moment
from mesaproof.reading.sizes import dimension, length
from mesaproof.uncertain.demands import Monomial, Quantity
from mesaproof.uncertain.moment_interval import MomentInterval
from mesaproof.uncertain.sample import LARGEST_D, SampleReport, quantities_at, report_of

ORDERS = range(7)
WITHOUT_BOUND = "quadrature without an error bound, and independent coordinates with this density"
UNSETTLED = "an integral that grew with its interval: the moment may be infinite"


def check_density(
    density: Any, d: int = 1, T: int | None = None, support: tuple[float, float] = (-inf, inf)
) -> SampleReport:
    """The report of `check_sample` for independent coordinates with a density, or with a frozen SciPy distribution.

    A moment that did not settle has the interval of all numbers. "violated" means: as far as quadrature shows. Raises
    InputError for what has no density, for d outside 1 … 30 and for T < 3.

    >>> report = check_density(lambda x: 1.0 if 0 < x < 1 else 0.0, d=2, support=(0, 1))
    >>> report.certified, report.hypotheses["zheng2024/line-conditions"].outcome
    (False, 'violated')
    """
    d, T = dimension(d), None if T is None else length(T)
    if d > LARGEST_D:
        raise InputError(f"d = {d}", f"d <= {LARGEST_D}")
    moments = [numeric_moment(density, n, support) for n in ORDERS]
    if moments[0].value is None:
        raise InputError("a density that could not be integrated", "a density", moments[0].because)
    balls = [_ball(moments, n) for n in ORDERS]
    found = {one.terms: _interval(one, balls) for one in quantities_at(d, T)}
    return report_of(found, _name(density), d, T, None, None)


def _name(density: Any) -> str:
    frozen = getattr(getattr(density, "dist", None), "name", None)
    return f"density({frozen or getattr(density, '__name__', type(density).__name__)})"


def _ball(moments: Sequence[NumericMoment], n: int) -> flint.arb | None:
    """The moment, within `STABLE` of `sqrt(E x^(n-1) E x^(n+1))` for odd n, a bound on `E |x|^n`; or None."""
    value, below, above = (moments[k].value for k in (n, n - n % 2, n + n % 2))
    if value is None or below is None or above is None:
        return None
    return flint.arb(value, STABLE * sqrt(abs(below * above)) if n else 0)


def _interval(quantity: Quantity, balls: Sequence[flint.arb | None]) -> MomentInterval:
    """Interval arithmetic, after equal products of moments have been put together; unsettled ones do not cancel."""
    total: dict[Monomial, Fraction] = {}
    for powers, c in quantity.terms:
        kind = tuple(sorted(n for n in powers if n))
        total[kind] = total.get(kind, Fraction(0)) + c
    value = flint.arb(0)
    for kind, c in total.items():
        product = _product(kind, balls)
        if product is None:
            return MomentInterval(quantity, 0.0 if quantity.nonnegative else -inf, inf, UNSETTLED)
        if c:
            value += flint.arb(flint.fmpq(c.numerator, c.denominator)) * product
    low, high = float(value.lower()), float(value.upper())
    return MomentInterval(quantity, max(low, 0.0) if quantity.nonnegative else low, high, WITHOUT_BOUND)


def _product(kind: Monomial, balls: Sequence[flint.arb | None]) -> flint.arb | None:
    product = flint.arb(1)
    for n in kind:
        ball = balls[n]
        if ball is None:
            return None
        product *= ball
    return product
