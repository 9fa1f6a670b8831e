"""Coordinate laws on the whole line beside the Gaussian: logistic, Gumbel, Cauchy.

Moments of the logistic law are rationals times powers of π; those of the Gumbel law are polynomials in Euler's γ, π²
and `ζ(3), ζ(5), …` with rational coefficients, expanded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial
from typing import Any

from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import MomentDoesNotExist, Number


@dataclass(frozen=True)
class Logistic:
    """Density `1/(4 s cosh²(x/(2s)))`: `E x^n = (2^n - 2) |B_n| (π s)^n` for even n.

    >>> Logistic().moment(4)
    7*pi**4/15
    """

    scale: Fraction = Fraction(1)
    symmetric = True
    centre = Fraction(0)
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"logistic(scale={self.scale})"

    def moment(self, n: int) -> Number:
        if n % 2 or n == 0:
            return Fraction(int(n == 0))
        import sympy

        return (2**n - 2) * abs(sympy.bernoulli(n)) * to_sympy(self.scale**n) * sympy.pi**n


@dataclass(frozen=True)
class Gumbel:
    """`x = -scale · log E` with E exponential: cumulants `γ s` and `(n-1)! ζ(n) s^n`.

    >>> Gumbel().moment(2)
    EulerGamma**2 + pi**2/6
    """

    scale: Fraction = Fraction(1)
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"gumbel(scale={self.scale})"

    def moment(self, n: int) -> Number:
        return _gumbel_moment(self.scale, n) if n else Fraction(1)


@lru_cache(maxsize=512)
def _gumbel_moment(scale: Fraction, n: int) -> Any:
    """From the cumulants: `m_n = Σ_k C(n−1, k−1) c_k m_{n−k}`."""
    import sympy

    if n == 0:
        return sympy.Integer(1)
    parts = (comb(n - 1, k - 1) * _cumulant(scale, k) * _gumbel_moment(scale, n - k) for k in range(1, n + 1))
    return sympy.expand(sympy.Add(*parts))


def _cumulant(scale: Fraction, n: int) -> Any:
    import sympy

    return to_sympy(scale**n) * (sympy.EulerGamma if n == 1 else factorial(n - 1) * sympy.zeta(n))


@dataclass(frozen=True)
class Cauchy:
    """Density `s/(π (s² + x²))`: no moment of order 1 or more exists.

    >>> Cauchy().moments_below
    Fraction(1, 1)
    """

    scale: Fraction = Fraction(1)
    symmetric = True
    centre = Fraction(0)
    atoms = None
    moments_below = Fraction(1)

    @property
    def description(self) -> str:
        return f"cauchy(scale={self.scale})"

    def moment(self, n: int) -> Number:
        if n:
            kind = "does not exist" if n % 2 else "is infinite"
            raise MomentDoesNotExist(f"E x_j^{n} of {self.description} {kind}: its moments end below 1")
        return Fraction(1)
