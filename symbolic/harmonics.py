"""Harmonic numbers in SymPy expressions: functions of a symbolic T, exact rationals, or a symbol `H(n)` for large n."""

from __future__ import annotations

from typing import Any

import sympy

from symbolic.summation import harmonic_float, harmonic_number

EXACT_UP_TO = 1000
"""Above this T, `H_{T-2}` stays a symbol: its hundreds of digits help nobody, and Python refuses to print 4300."""


class HarmonicSymbol(sympy.Symbol):
    """`H^{(order)}_n` for one large integer n, kept unevaluated; prints as `H(n)` or `H(n, 2)`."""

    n: int
    order: int

    def __new__(cls, n: int, order: int = 1) -> HarmonicSymbol:
        symbol: HarmonicSymbol = sympy.Symbol.__xnew__(
            cls, f"H({n})" if order == 1 else f"H({n}, {order})", positive=True
        )
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
    return sympy.Rational(value.numerator, value.denominator)


def to_float(expression: sympy.Expr) -> float:
    """A closed expression as a float, each `H(n)` by its asymptotic series; raises TypeError where symbols remain.

    >>> f"{to_float(harmonic_of(10**6) / 10**6):.4e}"
    '1.4393e-05'
    """
    values = {
        symbol: sympy.Float(harmonic_float(symbol.n, symbol.order)) for symbol in expression.atoms(HarmonicSymbol)
    }
    return float(expression.xreplace(values))
