"""Moments of a law as SymPy numbers or expressions: at every coordinate, and summed over coordinates."""

from __future__ import annotations

from fractions import Fraction

import sympy

from symbolic.algebra.rationals import to_sympy
from symbolic.expectation.moments import Pattern, choices
from symbolic.laws import Law
from symbolic.laws.coordinates import Number


def number(value: Number) -> sympy.Expr:
    """A moment as a SymPy number or expression.

    >>> number(Fraction(3, 4))
    3/4
    """
    return to_sympy(value) if isinstance(value, (int, Fraction)) else value


def by_coordinate(law: Law, pattern: Pattern) -> tuple[sympy.Expr, ...]:
    """The moment at every coordinate; one value when the law is exchangeable.

    >>> from symbolic.laws import Atoms
    >>> by_coordinate(Atoms.of([(Fraction(1), Fraction(2))], [Fraction(1)]), Pattern((2,)))
    (1, 4)
    """
    return tuple(number(pattern.at(law, free)) for free in choices(pattern, law))


def total(law: Law, pattern: Pattern) -> sympy.Expr:
    """The moment summed over coordinates.

    >>> from symbolic.laws import Sparse
    >>> total(Sparse().at(5), Pattern((2,)))
    1
    """
    values = by_coordinate(law, pattern)
    return values[0] * law.d if law.exchangeable else sympy.Add(*values)
