"""One rational number in three libraries: Python's `Fraction`, python-flint's `fmpq`, SymPy's `Rational`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import flint

if TYPE_CHECKING:
    import sympy


def to_flint(value: Fraction | int) -> flint.fmpq:
    """For heavy arithmetic.

    >>> to_flint(Fraction(2, 4))
    1/2
    """
    exact = Fraction(value)
    return flint.fmpq(exact.numerator, exact.denominator)


def to_fraction(value: flint.fmpq) -> Fraction:
    """For records that a person reads."""
    return Fraction(int(value.p), int(value.q))


def to_sympy(value: Fraction | int) -> sympy.Rational:
    """For expressions."""
    import sympy

    exact = Fraction(value)
    return sympy.Rational(exact.numerator, exact.denominator)
