"""Sums over the times of the loss, `Σ_{t=2}^{T-1} count(t) / (t-1)^k`, as exact functions of `T`.

With `s = t - 1` running from 1 to `T - 2`, a polynomial count over a power of `s` sums to the number of times `T - 2`,
the harmonic numbers `H_{T-2}` and `H^{(2)}_{T-2}`, and, for each exceptional time, a constant that is present from
some `T` on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy

from symbolic.algebra.harmonics import harmonic_float, harmonic_number, harmonic_of
from symbolic.algebra.rationals import to_sympy
from symbolic.expectation.characters import FIRST_TIME


@dataclass(frozen=True, order=True)
class Power:
    """`Σ_{s=1}^{T-2} s^{-exponent}`: the number of times for exponent 0, `H_{T-2}` for 1, `H^{(2)}_{T-2}` for 2."""

    exponent: int


@dataclass(frozen=True, order=True)
class Present:
    """1 when the time `t` occurs in the loss, i.e. `t <= T - 1`, else 0. At `t = 2` always 1, since `T >= 3`."""

    t: int


Basis = Power | Present


@dataclass(frozen=True)
class TimeSum:
    """A rational combination of the basis functions of `T`; zero coefficients are absent.

    >>> TimeSum.of({Power(0): 2, Power(1): 1}).at(5)
    Fraction(47, 6)
    """

    terms: tuple[tuple[Basis, Fraction], ...] = ()

    @staticmethod
    def of(terms: Mapping[Basis, Fraction | int]) -> TimeSum:
        kept = {basis: Fraction(c) for basis, c in terms.items() if c}
        return TimeSum(tuple(sorted(kept.items(), key=lambda item: (type(item[0]).__name__, item[0]))))

    def __add__(self, other: TimeSum) -> TimeSum:
        total = dict(self.terms)
        for basis, c in other.terms:
            total[basis] = total.get(basis, Fraction(0)) + c
        return TimeSum.of(total)

    def __mul__(self, factor: Fraction | int) -> TimeSum:
        return TimeSum.of({basis: c * factor for basis, c in self.terms})

    def __bool__(self) -> bool:
        return bool(self.terms)

    def at(self, T: int) -> Fraction:
        """Exact value at an integer `T >= 3`."""
        return sum((c * _exact(basis, T) for basis, c in self.terms), Fraction(0))

    def approximately(self, T: int) -> float:
        """Value in floating point, in time independent of `T`."""
        return float(sum(float(c) * _approximate(basis, T) for basis, c in self.terms))

    def expression(self, T: sympy.Expr | int) -> sympy.Expr:
        """The same function as a SymPy expression, in a symbol T or at an integer (`H(n)` kept above T = 1000)."""
        return sympy.Add(*(to_sympy(c) * _sympy(basis, T) for basis, c in self.terms))


def _exact(basis: Basis, T: int) -> Fraction:
    if isinstance(basis, Present):
        return Fraction(int(basis.t <= T - 1))
    return Fraction(T - 2) if basis.exponent == 0 else harmonic_number(T - 2, basis.exponent)


def _approximate(basis: Basis, T: int) -> float:
    if isinstance(basis, Present):
        return float(basis.t <= T - 1)
    return float(T - 2) if basis.exponent == 0 else harmonic_float(T - 2, basis.exponent)


def _sympy(basis: Basis, T: sympy.Expr | int) -> sympy.Expr:
    if isinstance(basis, Power):
        return harmonic_of(T, basis.exponent) if basis.exponent else sympy.sympify(T) - 2
    if basis.t <= FIRST_TIME:
        return sympy.Integer(1)
    return sympy.Piecewise((1, T >= basis.t + 1), (0, True))
