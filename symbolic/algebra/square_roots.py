"""Square roots of exact numbers of any size: SymPy factors, which fails or never ends for large ones."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

import flint
import sympy

from symbolic.algebra.rationals import to_sympy

SMALL = 2**30
"""Up to this size SymPy's own root is exact in no time."""

TRIAL = 2**15
"""Squares of primes up to this size are taken out of a root."""


class Root(sympy.Function):
    """The positive square root of a positive number, kept as it is; even powers of it are numbers again."""

    nargs = 1
    is_positive = True
    is_real = True
    is_finite = True

    def _eval_power(self, exponent: sympy.Expr) -> sympy.Expr | None:
        if not exponent.is_Integer or abs(exponent) < 2:
            return None
        half, rest = divmod(abs(int(exponent)), 2)
        whole = self.args[0] ** half * (self if rest else sympy.Integer(1))
        return whole if exponent > 0 else 1 / whole

    def _eval_evalf(self, precision: int) -> sympy.Expr:
        return sympy.sqrt(self.args[0]._evalf(precision))

    def _sympystr(self, printer: Any) -> str:
        return f"sqrt({printer._print(self.args[0])})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        root = rf"\sqrt{{{printer._print(self.args[0])}}}"
        return root if exp is None else rf"{root}^{{{exp}}}"


def square_root(value: sympy.Expr | Fraction | int) -> sympy.Expr:
    """The positive root of a positive rational or closed expression (or 0), never by factoring a large number.

    >>> square_root(8), square_root(Fraction(4, 9 * 10**40)), square_root(2 * 10**40 + 4)
    (2*sqrt(2), 1/150000000000000000000, 2*sqrt(5000000000000000000000000000000000000001))
    """
    exact = to_sympy(value) if isinstance(value, (int, Fraction)) else value
    if not exact.is_Rational:
        return Root(exact) if _has_large(exact) else sympy.sqrt(exact)
    if max(abs(exact.p), exact.q) <= SMALL:
        return sympy.sqrt(exact)
    outside, inside = _without_squares(int(exact.p) * int(exact.q))
    return sympy.Rational(outside, exact.q) * (1 if inside == 1 else Root(sympy.Integer(inside)))


def _has_large(value: sympy.Expr) -> bool:
    return bool(value.has(Root)) or any(max(abs(n.p), n.q) > SMALL for n in value.atoms(sympy.Rational))


def _without_squares(number: int) -> tuple[int, int]:
    """`(m, n)` with `number = m² n`, without a square of a prime up to `TRIAL` in n, and n no square but 1."""
    outside, inside = 1, 1
    for prime, power in flint.fmpz(number).factor(trial_limit=TRIAL):
        outside, inside = outside * int(prime) ** (power // 2), inside * int(prime) ** (power % 2)
    root = isqrt(inside)
    return (outside * root, 1) if root * root == inside else (outside, inside)
