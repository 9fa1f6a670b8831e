"""Expressions on the screen, written short and by hand: `(T-2)/(5 (T-2) + (d-1) H(T-2))`."""

from __future__ import annotations

import re

import sympy

from symbolic.typeset.printing import text
from symbolic.typeset.screen_text import by_hand

_SHORT = re.compile(r"\([^()]{1,9}\)")


def shown(value: sympy.Expr) -> str:
    """An expression as it is written by hand: factors taken out, and sums by harmonic numbers.

    >>> from symbolic.algebra.notation import T, d
    >>> shown((T - 2) / (5 * T + d * sympy.harmonic(T - 2) - sympy.harmonic(T - 2) - 10))
    '(T-2)/(5 (T-2) + (d-1) H(T-2))'
    """
    if not value.free_symbols or not value.is_rational_function(*value.atoms(sympy.Symbol, sympy.harmonic)):
        return _close(text(value))
    above, below = map(_by_harmonics, value.as_numer_denom())
    if below == 1:
        return _close(text(above))
    return _close(f"{_in_brackets(above, above.is_Add)}/{_in_brackets(below, below.is_Add or below.is_Mul)}")


def _close(code: str) -> str:
    """Written by hand, short brackets without spaces, so that no line breaks in them."""
    return _SHORT.sub(lambda found: found[0].replace(" + ", "+").replace(" - ", "-"), by_hand(code))


def _in_brackets(part: sympy.Expr, needed: bool) -> str:
    return f"({text(part)})" if needed else text(part)


def _by_harmonics(part: sympy.Expr) -> sympy.Expr:
    """A polynomial as a common factor times a sum over monomials in harmonic numbers, with factored coefficients."""
    harmonics = sorted(part.atoms(sympy.harmonic), key=str)
    if not harmonics:
        return sympy.factor(part)
    terms = sympy.Poly(part, *harmonics).as_dict(native=False)
    common = sympy.gcd_list([*terms.values()])
    monomials = {powers: sympy.Mul(*map(sympy.Pow, harmonics, powers)) for powers in terms}
    parts = [
        sympy.Mul(*_factors(sympy.factor(coefficient / common)), *_factors(monomials[powers]), evaluate=False)
        for powers, coefficient in terms.items()
    ]
    total = sympy.Add(*(term for part in parts for term in sympy.Add.make_args(part)), evaluate=False)
    return sympy.Mul(*_factors(sympy.factor(common)), total, evaluate=False) if common != 1 else total


def _factors(product: sympy.Expr) -> tuple[sympy.Expr, ...]:
    return () if product == 1 else sympy.Mul.make_args(product)
