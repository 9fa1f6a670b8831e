"""A number held together as one generator: printed as it is written, multiplied and added as one letter.

The moments of a truncated law are polynomials in one or two numbers such as `φ(b)/(Φ(b) - Φ(a))`. Kept whole, they cost
what a letter costs; taken apart, each has six irrational parts.
"""

from __future__ import annotations

from functools import lru_cache

import sympy
from mpmath import mpf, workprec
from mpmath.libmp import prec_to_dps

GUARD = 2
"""Digits computed beyond those asked for."""

GUARD_BITS = 8


class Held(sympy.UnevaluatedExpr):
    """A real number; `doit` gives the expression itself.

    >>> k = Held(1 / (sympy.E - 1))
    >>> sympy.expand((k + 1) ** 2).as_coefficients_dict()[k], k.is_real
    (2, True)
    """

    is_real = True
    is_finite = True

    def _eval_evalf(self, prec: int) -> sympy.Expr:
        """To this precision also where terms of the number cancel, which SymPy's inner `_evalf` does not look after."""
        return _evaluated(self.args[0], prec_to_dps(prec) + GUARD)


@lru_cache(maxsize=1024)
def _evaluated(expression: sympy.Expr, digits: int) -> sympy.Expr:
    """Computed once: the polynomials in a held number have it in thousands of places."""
    return expression.evalf(digits)


class HeldPower(sympy.Function):
    """`base ** exponent` of positive rationals, never multiplied out: it may have more digits than there is memory.

    >>> print(HeldPower(2, 10**12), HeldPower(2, 10).evalf())
    2**1000000000000 1024.00000000000
    """

    nargs = 2
    is_positive = True
    is_real = True
    is_finite = True

    def _eval_evalf(self, prec: int) -> sympy.Expr:
        base, exponent = self.args
        with workprec(prec + GUARD_BITS + int(exponent).bit_length()):
            found = (mpf(base.p) / base.q) ** (mpf(exponent.p) / exponent.q)
        return sympy.Float._new(found._mpf_, prec)

    def _sympystr(self, printer: sympy.StrPrinter) -> str:
        base, exponent = (printer.parenthesize(part, sympy.printing.precedence.PRECEDENCE["Pow"]) for part in self.args)
        return f"{base}**{exponent}"

    def _latex(self, printer: sympy.printing.latex.LatexPrinter, exp: str | None = None) -> str:
        base, exponent = map(printer._print, self.args)
        return rf"\left({base}\right)^{{{exponent}}}" + (f"^{{{exp}}}" if exp else "")
