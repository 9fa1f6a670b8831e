"""Quotients in lowest terms: SymPy's `cancel`, where it ends.

SymPy reads `exp(7/1000)` as the seventh power of `exp(1/1000)`; a sum of a few exponentials is then a polynomial of a
degree in the thousands, whose greatest common divisors take minutes and gigabytes.
"""

from __future__ import annotations

import math

import sympy

LARGEST_DEGREE = 40
"""Powers of an exponential up to which a greatest common divisor is looked for: those of a log-normal law have 36."""


def quotient(numerator: sympy.Expr, denominator: sympy.Expr = sympy.S.One) -> sympy.Expr:
    """`numerator / denominator`, with common factors cancelled unless they hold high powers of an exponential.

    It is 0 exactly where `sympy.cancel` says so: exponentials of different rational numbers are linearly independent.

    >>> from sympy import exp, Rational
    >>> quotient(exp(2) - 1, exp(1) - 1), quotient(exp(Rational(9000, 7)) - 1, exp(Rational(4000, 7)))
    (1 + E, -exp(-4000/7) + exp(5000/7))
    """
    if not _is_high(numerator, denominator):
        return sympy.cancel(numerator / denominator)
    above, below = sympy.expand(numerator), sympy.expand(denominator)
    unit = below.args[0] if below.is_Add else below
    return sympy.expand(above / unit) / sympy.expand(below / unit)


def _is_high(*parts: sympy.Expr) -> bool:
    """Whether exponentials are large powers of the one whose powers all of them are."""
    found = {power.exp for part in parts for power in sympy.sympify(part).atoms(sympy.exp) if power.exp.is_Rational}
    unit = math.lcm(*(int(exponent.q) for exponent in found))
    return any(abs(exponent) * unit > LARGEST_DEGREE for exponent in found)
