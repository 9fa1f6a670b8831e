"""Is an exact number zero: for all values of its parameters, for none, or only for some?"""

from __future__ import annotations

from fractions import Fraction

import sympy

from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.notation import d
from symbolic.algebra.surds import Surd
from symbolic.laws.coordinates import Number


def is_zero(value: Number) -> bool | None:
    """True or False where that does not depend on parameters; the dimension d is any integer from 1 on.

    >>> is_zero((d - 1) ** 2), is_zero(d**2 + 1), is_zero(Fraction(0))
    (None, False, True)
    """
    if isinstance(value, (int, Fraction, Surd)):
        return value == 0
    answer = same(value, sympy.Integer(0))
    if isinstance(answer, Same):
        return True
    return False if isinstance(answer, Different) and _never(value) else None


def _never(value: sympy.Expr) -> bool:
    """Whether a number that is not formally zero is zero at no parameter."""
    numerator = sympy.numer(sympy.together(value))
    if not numerator.free_symbols:
        return True
    if numerator.free_symbols != {d} or not numerator.is_polynomial(d):
        return False
    roots = sympy.Poly(numerator, d).ground_roots()
    return not any(root.is_Integer and root >= 1 for root in roots)
