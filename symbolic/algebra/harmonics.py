"""Sums of powers, and harmonic numbers: exact, in floats, and in SymPy expressions of a symbolic or a large T."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb, inf, log
from typing import Any

import flint
import sympy

from symbolic.algebra.rationals import to_fraction, to_sympy

EXACT_UP_TO = 1000
"""Above this T, `H_{T-2}` stays a symbol: its hundreds of digits help nobody, and Python refuses to print 4300."""

TERMS_ADDED = 100
"""Below this index harmonic numbers are summed term by term in floats."""

FAR = 10**300
"""From here on `1/n` is nothing beside the rest of a harmonic number of order two or more."""

EULER_GAMMA = 0.57721566490153286061


def faulhaber(exponent: int) -> dict[int, Fraction]:
    """The coefficients of `1^k + 2^k + … + n^k` by powers of n, with Bernoulli's numbers (`B_1 = 1/2`).

    >>> faulhaber(2)
    {3: Fraction(1, 3), 2: Fraction(1, 2), 1: Fraction(1, 6)}
    """
    k = exponent
    bernoulli = [to_fraction(flint.fmpq.bernoulli(j)) * (-1 if j == 1 else 1) for j in range(k + 1)]
    return {k + 1 - j: number * comb(k + 1, j) / (k + 1) for j, number in enumerate(bernoulli) if number}


@lru_cache(maxsize=256)
def harmonic_number(n: int, order: int = 1) -> Fraction:
    """`H^{(order)}_n` exactly, by binary splitting.

    >>> harmonic_number(4)
    Fraction(25, 12)
    """

    def split(low: int, high: int) -> flint.fmpq:
        if high - low < 16:
            return sum((flint.fmpq(1, s**order) for s in range(low, high)), flint.fmpq(0))
        middle = (low + high) // 2
        return split(low, middle) + split(middle, high)

    value = split(1, n + 1)
    return to_fraction(value)


def harmonic_float(n: int, order: int = 1) -> float:
    """`H^{(order)}_n` in floating point and in bounded time.

    From n = 100 on by the Euler–Maclaurin series, which is exact to rounding: the next term is relatively below 1e-15.

    >>> harmonic_float(10**6)
    14.392726722865724
    """
    if n < TERMS_ADDED:
        return float(sum(1 / s**order for s in range(n, 0, -1)))
    if order == 1:
        return log(n) + EULER_GAMMA + 1 / (2 * n) - 1 / (12 * n**2) + 1 / (120 * n**4)
    m, tail = order, float(n) if n < FAR else inf
    rest = tail ** (1 - m) / (m - 1) - tail**-m / 2 + m * tail ** (-m - 1) / 12
    return _zeta(m) - (rest - m * (m + 1) * (m + 2) * tail ** (-m - 3) / 720)


@lru_cache(maxsize=16)
def _zeta(order: int) -> float:
    return float(sympy.zeta(order))


class HarmonicSymbol(sympy.Symbol):
    """`H^{(order)}_n` for one large integer n, kept unevaluated; prints as `H(n)` or `H(n, 2)`."""

    n: int
    order: int

    def __new__(cls, n: int, order: int = 1) -> HarmonicSymbol:
        name = f"H({n})" if order == 1 else f"H({n}, {order})"
        symbol: HarmonicSymbol = sympy.Symbol.__xnew__(cls, name, positive=True)
        symbol.n, symbol.order = n, order
        return symbol

    def __getnewargs_ex__(self) -> tuple[tuple[int, int], dict[str, Any]]:
        return (self.n, self.order), {}

    def _latex(self, printer: Any) -> str:
        return f"H_{{{self.n}}}" + (f"^{{({self.order})}}" if self.order > 1 else "")


def harmonic_of(T: Any, order: int = 1) -> sympy.Expr:
    """`H^{(order)}_{T-2}` for a symbolic T, an integer T up to 1000 (a rational), or a larger one (a symbol).

    >>> harmonic_of(5), harmonic_of(10**6)
    (11/6, H(999998))
    """
    if not isinstance(T, int):
        return sympy.harmonic(T - 2) if order == 1 else sympy.harmonic(T - 2, order)
    if T > EXACT_UP_TO:
        return HarmonicSymbol(T - 2, order)
    value = harmonic_number(T - 2, order)
    return to_sympy(value)


def to_float(expression: sympy.Expr) -> float:
    """A closed expression as a float, each `H(n)` in floating point; raises TypeError where symbols remain.

    >>> f"{to_float(harmonic_of(10**6) / 10**6):.4e}"
    '1.4393e-05'
    """
    values = {
        symbol: sympy.Float(harmonic_float(symbol.n, symbol.order)) for symbol in expression.atoms(HarmonicSymbol)
    }
    return float(expression.xreplace(values))
