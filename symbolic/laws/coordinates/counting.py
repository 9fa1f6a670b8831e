"""Coordinate laws on the integers with infinite support: Poisson, geometric, negative binomial.

Moments are rationals; `mass(x)` is the probability of a value, which `P(x_j ≠ 0)` needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial
from typing import Any

from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import Finite, Number

MOST_BITS = 4000
"""A probability with longer numerators and denominators is held together as a product of powers and gamma functions."""


@dataclass(frozen=True)
class Poisson:
    """`P(x = k) = exp(-rate) rate^k / k!`.

    >>> Poisson(Fraction(1)).moment(4)  # Bell number
    Fraction(15, 1)
    """

    rate: Fraction
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"poisson(rate={self.rate})"

    def moment(self, n: int) -> Fraction:
        return _from_factorial_moments([self.rate**k for k in range(n + 1)])

    def mass(self, value: Fraction) -> Number:
        if value.denominator != 1 or value < 0:
            return Fraction(0)
        import sympy

        k, rest = int(value), sympy.exp(-to_sympy(self.rate))
        if _bits(self.rate, k) + k * k.bit_length() > MOST_BITS:
            from symbolic.algebra.held import Held

            return Held(_power(self.rate, value) * rest / sympy.gamma(k + 1, evaluate=False))
        return to_sympy(self.rate**k / factorial(k)) * rest


@dataclass(frozen=True)
class NegativeBinomial:
    """Failures before the `successes`-th success, `P(x = k) = C(r+k-1, k) p^r (1-p)^k`; r need not be an integer.

    >>> NegativeBinomial(Fraction(1), Fraction(1, 2)).moment(2)
    Fraction(3, 1)
    """

    successes: Fraction
    p: Fraction
    symmetric = False
    centre = None
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"negative_binomial(successes={self.successes}, p={self.p})"

    def moment(self, n: int) -> Fraction:
        odds, falling = (1 - self.p) / self.p, [Fraction(1)]
        for k in range(n):
            falling.append(falling[-1] * (self.successes + k) * odds)
        return _from_factorial_moments(falling)

    def mass(self, value: Fraction) -> Number:
        if value.denominator != 1 or value < 0:
            return Fraction(0)
        if _bits(self.p, value + self.successes) + value * (value + self.successes).numerator.bit_length() > MOST_BITS:
            return self._held_mass(value)
        ways = Fraction(1)
        for k in range(int(value)):
            ways = ways * (self.successes + k) / (k + 1)
        rest: Fraction = ways * (1 - self.p) ** int(value)
        if self.successes.denominator == 1:
            return rest * self.p ** int(self.successes)
        return to_sympy(rest) * to_sympy(self.p) ** to_sympy(self.successes)

    def _held_mass(self, value: Fraction) -> Number:
        """The probability as a product of powers and gamma functions, which keeps their size and not their digits."""
        import sympy

        from symbolic.algebra.held import Held

        powers = _power(1 - self.p, value) * _power(self.p, self.successes)
        if value == 0 or self.successes == 1:
            return Held(powers)
        arguments = (self.successes + value, self.successes, value + 1)
        above, *below = (sympy.gamma(to_sympy(argument), evaluate=False) for argument in arguments)
        return Held(powers * above / sympy.Mul(*below))


def held_power(base: Fraction, exponent: Fraction) -> Number:
    """A power with a whole exponent: a rational where that is short, else held together."""
    if _bits(base, exponent) <= MOST_BITS:
        return base ** int(exponent)
    from symbolic.algebra.held import Held

    return Held(_power(base, exponent))


def _power(base: Fraction, exponent: Fraction) -> Any:
    """As a SymPy expression, multiplied out only where it is short."""
    import sympy

    from symbolic.algebra.held import HeldPower

    arguments = to_sympy(base), to_sympy(exponent)
    return sympy.Pow(*arguments) if _bits(base, exponent) <= MOST_BITS else HeldPower(*arguments)


def _bits(base: Fraction, exponent: Fraction | int) -> Fraction | int:
    """About the length of the numerator and denominator of a power."""
    return exponent * max(base.numerator.bit_length(), base.denominator.bit_length())


def _from_factorial_moments(falling: Sequence[Fraction]) -> Fraction:
    """`E x^n = Σ_k S(n, k) E x(x-1)…(x-k+1)` with Stirling numbers of the second kind; n is the last index."""
    n = len(falling) - 1
    row = [1]
    for size in range(1, n + 1):
        row = [0, *((row[k] * k if k < size else 0) + row[k - 1] for k in range(1, size + 1))]
    return sum((s * moment for s, moment in zip(row, falling, strict=True)), Fraction(0))


def binomial(n: int, p: Fraction) -> Finite:
    """Number of successes in n trials, as a table of n + 1 values.

    >>> binomial(2, Fraction(1, 3)).atoms[2]
    (Fraction(2, 1), Fraction(1, 9))
    """
    table = ((Fraction(k), comb(n, k) * p**k * (1 - p) ** (n - k)) for k in range(n + 1))
    return Finite(tuple((x, w) for x, w in table if w), name=f"binomial(n={n}, p={p})")
