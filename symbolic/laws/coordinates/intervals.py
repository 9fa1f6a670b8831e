"""Coordinate laws restricted to an interval; made by `symbolic.laws.coordinates.truncation.truncated`.

A moment is the part of it over the interval, divided by the mass: for a Gaussian law
`m_n = (n-1) σ² m_{n-2} - σ² [x^{n-1} p(x)]/P`, and so on. A law that is symmetric about the middle of the interval has
odd central moments 0 by symmetry.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import CoordinateLaw, Number
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.existence import require_moment
from symbolic.laws.coordinates.partial_moments import End, partial_moment, ratio
from symbolic.laws.coordinates.positive import Pareto


@dataclass(frozen=True)
class Truncated:
    """A law with a density, given that its value lies between low and high; None where the support itself ends.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> Truncated(Gaussian(), Fraction(0), None).moment(1)
    sqrt(2)/sqrt(pi)
    """

    coordinate: CoordinateLaw
    low: End
    high: End
    atoms = None

    @property
    def description(self) -> str:
        return f"truncated({self.coordinate.description}, {_written(self.low, '-')}, {_written(self.high, '')})"

    @property
    def centre(self) -> Number | None:
        inner: Any = self.coordinate
        middle: Fraction | None = Fraction(0) if inner.symmetric else inner.centre
        if middle is None or self.low is None or self.high is None:
            return None
        return middle if self.low + self.high == 2 * middle else None

    @property
    def symmetric(self) -> bool:
        return self.centre is not None and bool(self.centre == 0)

    @property
    def moments_below(self) -> Number | None:
        """Those of the law where the interval has no end, which for Pareto's is above only."""
        end = self.coordinate.moments_below
        below = self.low is None and not isinstance(self.coordinate, Pareto)
        return end if self.high is None or below else None

    def moment(self, n: int) -> Number:
        require_moment(self, n)
        if n == 0 or (n % 2 and self.symmetric):
            return Fraction(int(n == 0))
        return _moment(self, n)


@cache
def _moment(law: Truncated, n: int) -> Number:
    part, whole = (partial_moment(law.coordinate, order, law.low, law.high) for order in (n, 0))
    return ratio(part, whole)


def _written(end: End, sign: str) -> str:
    return f"{sign}inf" if end is None else str(end)


@dataclass(frozen=True)
class AtLeast:
    """A Poisson or negative binomial law, given that its value is at least low, an integer above 0.

    >>> AtLeast(Poisson(Fraction(1)), 1).moment(2)
    2/(-1 + E) + 2
    """

    coordinate: Poisson | NegativeBinomial
    low: int
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"truncated({self.coordinate.description}, {self.low}, inf)"

    def moment(self, n: int) -> Number:
        return _moment_at_least(self, n)

    def mass(self, value: Fraction) -> Number:
        return self.coordinate.mass(value) / _kept(self, 0) if value >= self.low else Fraction(0)


@cache
def _moment_at_least(law: AtLeast, n: int) -> Number:
    part, whole = _kept(law, n), _kept(law, 0)
    if isinstance(part, Fraction) and isinstance(whole, Fraction):
        return part / whole
    import sympy

    return ratio(sympy.expand(part), sympy.expand(whole))


def exact_mass(law: AtLeast) -> Any:
    """Probability of the values that are kept, as a SymPy expression."""
    whole = _kept(law, 0)
    return to_sympy(whole) if isinstance(whole, Fraction) else whole


def _kept(law: AtLeast, n: int) -> Number:
    """`E x^n` less what the left-out values contribute."""
    lost = [Fraction(k) ** n * law.coordinate.mass(Fraction(k)) for k in range(law.low)]
    total = law.coordinate.moment(n)
    if all(isinstance(value, Fraction) for value in lost):
        return total - sum(lost, Fraction(0))
    return to_sympy(total) - sum(to_sympy(v) if isinstance(v, Fraction) else v for v in lost)
