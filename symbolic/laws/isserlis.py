"""Moments of a centred Gaussian vector."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def isserlis(covariance: Sequence[Sequence[Fraction]], exponents: tuple[int, ...]) -> Fraction:
    """`E Π z_i^{r_i}` for a centred Gaussian vector (Isserlis 1918), by removing one factor at a time.

    >>> isserlis([[Fraction(1), Fraction(1, 2)], [Fraction(1, 2), Fraction(1)]], (2, 2))
    Fraction(3, 2)
    """
    known: dict[tuple[int, ...], Fraction] = {}

    def mean(powers: tuple[int, ...]) -> Fraction:
        if powers not in known:
            known[powers] = _removed(powers)
        return known[powers]

    def _removed(powers: tuple[int, ...]) -> Fraction:
        first = next((i for i, n in enumerate(powers) if n), None)
        if first is None:
            return Fraction(1)
        rest = tuple(n - (i == first) for i, n in enumerate(powers))
        partners = ((j, n) for j, n in enumerate(rest) if n and covariance[first][j])
        left = (n * covariance[first][j] * mean(tuple(m - (i == j) for i, m in enumerate(rest))) for j, n in partners)
        return sum(left, Fraction(0))

    return Fraction(0) if sum(exponents) % 2 else mean(exponents)
