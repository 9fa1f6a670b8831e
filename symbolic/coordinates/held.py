"""A number held together as one generator: printed as it is written, multiplied and added as one letter.

The moments of a truncated law are polynomials in one or two numbers such as `φ(b)/(Φ(b) - Φ(a))`. Kept whole, they cost
what a letter costs; taken apart, each has six irrational parts.
"""

from __future__ import annotations

import sympy
from mpmath.libmp import prec_to_dps

GUARD = 2
"""Digits computed beyond those asked for."""


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
        return self.args[0].evalf(prec_to_dps(prec) + GUARD)
