"""Coordinate laws on a half-line or an interval: gamma, beta, Pareto, triangular, Rayleigh, Weibull, log-normal.

Moments are rationals where they are rational, else SymPy expressions in one normal form: products of a rational with
powers of `√(2π)`, with `exp` of a rational, or with `Γ` at a rational between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial, prod
from typing import Any

from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import MomentDoesNotExist, Number


@dataclass(frozen=True)
class Gamma:
    """Density proportional to `x^{shape-1} exp(-x/scale)` on `x > 0`; shape 1 is exponential, (k/2, 2) chi-squared.

    >>> Gamma(Fraction(1)).moment(6)
    Fraction(720, 1)
    """

    shape: Fraction
    scale: Fraction = Fraction(1)
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        named = f"gamma(shape={self.shape}, scale={self.scale})"
        return f"exponential(scale={self.scale})" if self.shape == 1 else named

    def moment(self, n: int) -> Fraction:
        return prod((self.shape + k for k in range(n)), start=self.scale**n)


@dataclass(frozen=True)
class Beta:
    """Density proportional to `x^{a-1} (1-x)^{b-1}` on (0, 1).

    >>> Beta(Fraction(2), Fraction(1)).moment(2)
    Fraction(1, 2)
    """

    a: Fraction
    b: Fraction
    symmetric = False
    atoms = None
    moments_below = None

    @property
    def centre(self) -> Fraction | None:
        return Fraction(1, 2) if self.a == self.b else None

    @property
    def description(self) -> str:
        return f"beta(a={self.a}, b={self.b})"

    def moment(self, n: int) -> Fraction:
        return prod(((self.a + k) / (self.a + self.b + k) for k in range(n)), start=Fraction(1))


@dataclass(frozen=True)
class Pareto:
    """Density proportional to `x^{-alpha-1}` on `x > minimum`; moments exist below order alpha only.

    >>> Pareto(Fraction(8)).moment(6)
    Fraction(4, 1)
    """

    alpha: Fraction
    minimum: Fraction = Fraction(1)
    symmetric = False
    centre = None
    atoms = None

    @property
    def moments_below(self) -> Fraction:
        return self.alpha

    @property
    def description(self) -> str:
        return f"pareto(alpha={self.alpha}, minimum={self.minimum})"

    def moment(self, n: int) -> Fraction:
        if n >= self.alpha:
            raise MomentDoesNotExist(f"E x_j^{n} of {self.description} is infinite: its moments end below {self.alpha}")
        return self.alpha / (self.alpha - n) * self.minimum**n


@dataclass(frozen=True)
class Triangular:
    """Piecewise linear density on `[low, high]` with its peak at mode.

    The density is the B-spline with these three knots, so `E x^n` is the mean of all products of n knots (with
    repetition): the complete homogeneous polynomial over `C(n+2, 2)`.

    >>> Triangular(Fraction(-1), Fraction(0), Fraction(1)).moment(2)
    Fraction(1, 6)
    """

    low: Fraction
    mode: Fraction
    high: Fraction
    atoms = None
    moments_below = None

    @property
    def centre(self) -> Fraction | None:
        return self.mode if self.low + self.high == 2 * self.mode else None

    @property
    def symmetric(self) -> bool:
        return self.centre == 0

    @property
    def description(self) -> str:
        return f"triangular(low={self.low}, mode={self.mode}, high={self.high})"

    def moment(self, n: int) -> Fraction:
        splits = ((i, j) for i in range(n + 1) for j in range(n + 1 - i))
        total = sum((self.low**i * self.mode**j * self.high ** (n - i - j) for i, j in splits), Fraction(0))
        return total / comb(n + 2, 2)


@dataclass(frozen=True)
class Rayleigh:
    """Length of a plane Gaussian vector: density proportional to `x exp(-x²/(2σ²))` on `x > 0`.

    >>> Rayleigh().moment(6), Rayleigh().moment(3)
    (Fraction(48, 1), 3*sqrt(2)*sqrt(pi)/2)
    """

    sigma: Fraction = Fraction(1)
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"rayleigh(sigma={self.sigma})"

    def moment(self, n: int) -> Number:
        if n % 2 == 0:
            return Fraction(factorial(n // 2)) * (2 * self.sigma**2) ** (n // 2)
        import sympy

        return to_sympy(prod(range(1, n + 1, 2)) * self.sigma**n) * sympy.sqrt(sympy.pi / 2)


@dataclass(frozen=True)
class Weibull:
    """`x = scale · E^{1/shape}` with E exponential: `E x^n = scale^n Γ(1 + n/shape)`.

    >>> Weibull(Fraction(2)).moment(4), Weibull(Fraction(3)).moment(4)
    (Fraction(2, 1), 4*gamma(1/3)/9)
    """

    shape: Fraction
    scale: Fraction = Fraction(1)
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"weibull(shape={self.shape}, scale={self.scale})"

    def moment(self, n: int) -> Number:
        order = n / self.shape
        whole = int(order)
        rest = order - whole
        factor = prod((rest + k for k in range(1 if rest == 0 else 0, whole + 1)), start=self.scale**n)
        return factor if rest == 0 else to_sympy(factor) * _gamma(rest)


def _gamma(rest: Fraction) -> Any:
    import sympy

    return sympy.gamma(to_sympy(rest))


@dataclass(frozen=True)
class LogNormal:
    """`x = exp(mu + sigma z)` with z standard Gaussian: `E x^n = exp(n mu + n² sigma²/2)`.

    >>> LogNormal().moment(2)
    exp(2)
    """

    mu: Fraction = Fraction(0)
    sigma: Fraction = Fraction(1)
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"lognormal(mu={self.mu}, sigma={self.sigma})"

    def moment(self, n: int) -> Number:
        exponent = n * self.mu + Fraction(n * n) * self.sigma**2 / 2
        if exponent == 0:
            return Fraction(1)
        import sympy

        return sympy.exp(to_sympy(exponent))
