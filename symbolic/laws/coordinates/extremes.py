"""The largest and the smallest of independent copies of a coordinate; made by `order_statistics`.

Moments are exact: by inclusion and exclusion the largest of n copies is `Σ_j (-1)^{j+1} C(n, j)` times the smallest of
j, which is known where a tail is a power of a tail of the same kind; and the other way round. Source: David and
Nagaraja 2003, Order Statistics, sections 2.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import comb, factorial, prod
from typing import Any

from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import CoordinateLaw, Gaussian, Laplace, Number
from symbolic.laws.coordinates.counting import NegativeBinomial, held_power
from symbolic.laws.coordinates.existence import require_moment
from symbolic.laws.coordinates.positive import Gamma, LogNormal, Pareto, Rayleigh, Weibull
from symbolic.laws.coordinates.unbounded import Gumbel, Logistic


@dataclass(frozen=True)
class Extreme:
    """The largest, or the smallest, of `copies` independent copies.

    >>> Extreme(Gaussian(), 2).moment(1), Extreme(Gamma(Fraction(1)), 3).moment(1)
    (1/sqrt(pi), Fraction(11, 6))
    """

    coordinate: CoordinateLaw
    copies: int
    largest: bool = True
    symmetric = False
    centre = None
    atoms = None

    @property
    def description(self) -> str:
        return f"{'largest' if self.largest else 'smallest'}({self.coordinate.description}, {self.copies})"

    @property
    def moments_below(self) -> Number | None:
        return self.coordinate.moments_below

    def moment(self, n: int) -> Number:
        require_moment(self, n)
        return _moment(self, n) if n else Fraction(1)

    def mass(self, value: Fraction) -> Number:
        """Of the geometric law, the only one with point masses here: its tail is `P(x >= k) = (1-p)^k`."""
        law = self.coordinate
        if not isinstance(law, NegativeBinomial) or value.denominator != 1 or value < 0:
            return Fraction(0)
        tail, miss = held_power(1 - law.p, value), 1 - law.p
        below = [1 - tail, 1 - (tail * miss if isinstance(tail, Fraction) else tail * to_sympy(miss))]
        return below[1] ** self.copies - below[0] ** self.copies


def has_extremes(law: Any, copies: int) -> bool:
    """Whether the moments of the extremes of so many copies have a closed form here.

    >>> has_extremes(Gaussian(), 2), has_extremes(Gaussian(), 3)
    (True, False)
    """
    match law:
        case Gamma(shape=shape):
            return shape == 1 or (copies == 2 and shape.denominator == 1 and shape <= MOST_TERMS)
        case NegativeBinomial(successes=successes):
            return bool(successes == 1)
        case Gaussian() | LogNormal():
            return copies == 2
    return type(law) in _SMALLEST or type(law) in _LARGEST


MOST_TERMS = 40
"""Largest shape of a gamma law whose extremes are asked for: its distribution function is a sum of so many terms."""


@cache
def _moment(law: Extreme, n: int) -> Number:
    own, other = (_LARGEST, _SMALLEST) if law.largest else (_SMALLEST, _LARGEST)
    if rule := own.get(type(law.coordinate)):
        return _plain(rule(law.coordinate, n, law.copies))
    rule = other[type(law.coordinate)]
    signed = ((-1) ** (j + 1) * comb(law.copies, j) * rule(law.coordinate, n, j) for j in range(1, law.copies + 1))
    return _plain(sum(signed, Fraction(0)))


def _plain(value: Any) -> Number:
    """Expanded; a rational as a `Fraction`."""
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    value = value.expand()
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else value


def _exact(value: Number) -> Any:
    return to_sympy(value) if isinstance(value, (int, Fraction)) else value


def _gaussian(law: Gaussian, n: int, copies: int) -> Any:
    """Of two: `(u + |v|)/√2` with u and v independent copies."""
    import sympy

    if copies == 1 or n % 2 == 0:
        return law.moment(n)
    total = sympy.Integer(0)
    for k in range(0, n + 1, 2):
        odd = n - k
        length = 2 ** (odd // 2) * factorial(odd // 2) * sympy.sqrt(2 / sympy.pi)
        total += comb(n, k) * prod(range(1, k, 2)) * length
    return total * to_sympy(law.sigma**n) / sympy.sqrt(2) ** n


def _laplace(law: Laplace, n: int, copies: int) -> Any:
    """Density `copies F^{copies-1} p` with `F = e^x/2` below 0 and `1 - e^{-x}/2` above."""
    below = (-1) ** n * Fraction(factorial(n), 2**copies * copies**n)
    above = sum(
        comb(copies - 1, k) * Fraction(copies * (-1) ** k * factorial(n), 2 ** (k + 1) * (k + 1) ** (n + 1))
        for k in range(copies)
    )
    return (below + above) * law.scale**n


def _logistic(law: Logistic, n: int, copies: int) -> Any:
    """Moment generating function `Π_{j<copies} (1 + s/j)` times that of the law."""
    return _with_factors(law, n, [Fraction(law.scale, j) for j in range(1, copies)])


def _with_factors(law: CoordinateLaw, n: int, rates: list[Fraction]) -> Any:
    """Where the moment generating function is that of the law times `Π (1 + rate · s)`."""
    coefficients = [Fraction(1)]
    for rate in rates:
        coefficients = [
            a + rate * b for a, b in zip([*coefficients, Fraction(0)], [Fraction(0), *coefficients], strict=True)
        ]
    kept = list(enumerate(coefficients))[: n + 1]
    return sum((_exact(c * Fraction(factorial(n), factorial(n - k))) * _exact(law.moment(n - k)) for k, c in kept), 0)


def _gumbel(law: Gumbel, n: int, copies: int) -> Any:
    """The law itself, moved by `scale · log(copies)`."""
    import sympy

    move = to_sympy(law.scale) * sympy.log(copies)
    return sum(comb(n, k) * move ** (n - k) * _exact(law.moment(k)) for k in range(n + 1))


def _lognormal(law: LogNormal, n: int, copies: int) -> Any:
    """Of two: `E x^n 2 P(z < n sigma/√2)`."""
    import sympy

    return law.moment(n) if copies == 1 else _exact(law.moment(n)) * (1 + sympy.erf(to_sympy(n * law.sigma) / 2))


def _smallest_gamma(law: Gamma, n: int, copies: int) -> Fraction:
    """Of any number for shape 1; of two for an integer shape, with the tail `exp(-x) Σ_{j<shape} x^j/j!`."""
    if law.shape == 1 or copies == 1:
        return Gamma(law.shape, law.scale / (copies if law.shape == 1 else 1)).moment(n)
    shape = int(law.shape)
    parts = (Fraction(factorial(n + shape - 1 + j), factorial(j) * 2 ** (n + shape + j)) for j in range(shape))
    return 2 * sum(parts, Fraction(0)) / factorial(shape - 1) * law.scale**n


def _smallest_power(law: Rayleigh | Weibull, n: int, copies: int) -> Any:
    """The law itself, divided by a root of the number of copies."""
    shape = law.shape if isinstance(law, Weibull) else Fraction(2)
    return _exact(law.moment(n)) * _exact(Fraction(copies)) ** to_sympy(-n / shape)


_LARGEST: Mapping[type, Callable[[Any, int, int], Any]] = {
    Gaussian: _gaussian,
    Laplace: _laplace,
    Logistic: _logistic,
    Gumbel: _gumbel,
    LogNormal: _lognormal,
}
_SMALLEST: Mapping[type, Callable[[Any, int, int], Any]] = {
    Gamma: _smallest_gamma,
    Pareto: lambda law, n, copies: replace(law, alpha=law.alpha * copies).moment(n),
    Rayleigh: _smallest_power,
    Weibull: _smallest_power,
    NegativeBinomial: lambda law, n, copies: replace(law, p=1 - (1 - law.p) ** copies).moment(n),
}
