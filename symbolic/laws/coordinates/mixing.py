"""Laws of the number s in `s · z`: what makes a Student vector out of a Gaussian one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod

from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import Number
from symbolic.laws.coordinates.existence import require_moment

LARGEST_FACTORIALS = 100
"""Gamma functions of larger degrees of freedom stay unevaluated: as factorials they have as many digits."""


@dataclass(frozen=True)
class StudentScale:
    """`s = sqrt(ν/χ²_ν)`: s times a Gaussian vector is a multivariate Student vector with ν = df degrees of freedom.

    `E s^n = (ν/2)^{n/2} Γ((ν-n)/2)/Γ(ν/2)` for `n < ν`, rational for even n.

    >>> StudentScale(Fraction(8)).moment(2)
    Fraction(4, 3)
    """

    df: Fraction
    symmetric = False
    centre = None
    atoms = None

    @property
    def moments_below(self) -> Fraction:
        return self.df

    @property
    def description(self) -> str:
        return f"student_scale(df={self.df})"

    def moment(self, n: int) -> Number:
        require_moment(self, n)
        if n % 2 == 0:
            return prod((self.df / (self.df - 2 * k) for k in range(1, n // 2 + 1)), start=Fraction(1))
        import sympy

        from symbolic.algebra.held import Held

        half, order = to_sympy(self.df) / 2, sympy.Rational(n, 2)
        if self.df > LARGEST_FACTORIALS:
            return half**order * Held(sympy.gamma(half - order, evaluate=False) / sympy.gamma(half, evaluate=False))
        return half**order * sympy.gamma(half - order) / sympy.gamma(half)
