"""Polynomials in the coordinates of `x_1` at one d, and those whose expectations the moment patterns are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

from symbolic.expectation.moments import Pattern

Polynomial = Mapping[tuple[int, ...], Fraction]
"""Coefficient of each monomial, by its exponents at the d coordinates."""


def polynomial_of(pattern: Pattern, free: tuple[int, ...], d: int) -> dict[tuple[int, ...], Fraction]:
    """The polynomial whose expectation the pattern is, at concrete coordinates."""
    out: dict[tuple[int, ...], Fraction] = {}
    others = [r for r in range(d) if r not in free]
    for summed in permutations(others, len(pattern.summed)):
        powers = [0] * d
        for index, power in zip((*free, *summed), pattern.exponents, strict=True):
            powers[index] += power
        out[tuple(powers)] = out.get(tuple(powers), Fraction(0)) + 1
    return out


def difference(one: Polynomial, other: Polynomial) -> dict[tuple[int, ...], Fraction]:
    """One polynomial minus another."""
    out = dict(one)
    for powers, c in other.items():
        out[powers] = out.get(powers, Fraction(0)) - c
    return {powers: c for powers, c in out.items() if c}
