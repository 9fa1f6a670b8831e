"""The derivative of the loss of one eigenvalue from its values at whole steps."""

from __future__ import annotations

from fractions import Fraction
from math import comb


def slope_over_power(L: int, omega: Fraction, lam: Fraction, gamma: Fraction) -> Fraction:
    """Minus the derivative of `ωλ (1 − λγ/L)^(2L)`, by Newton's forward differences, over `ωλ² (1 − λγ/L)^(2L−1)`."""

    def loss(at: Fraction) -> Fraction:
        left = omega * lam
        for _ in range(2 * L):
            left *= 1 - lam * at / L
        return left

    values = [loss(gamma + k) for k in range(2 * L + 1)]
    differences = [sum((-1) ** (n - k) * comb(n, k) * values[k] for k in range(n + 1)) for n in range(2 * L + 1)]
    slope = sum((Fraction((-1) ** (n + 1), n) * differences[n] for n in range(1, 2 * L + 1)), Fraction(0))
    power = omega * lam**2
    for _ in range(2 * L - 1):
        power *= 1 - lam * gamma / L
    return -slope / power
