"""Exact expectations over `x_1` a second time: from atoms, or from the equation that a density satisfies.

A law's own moment formulas are never asked. For a density the moments follow two by two from integration by parts:
`f' = -x f/σ²` (Gaussian), `s² f'' = f` away from 0 with the jump there (Laplace), `f = 1/(2w)` (uniform),
`(1 + x²/ν) f' = -(ν+1) x f/ν` (Student), each with `E x^0 = 1` and `E x = 0`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import prod
from typing import Any

from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Law
from symbolic.laws.coordinates import Gaussian, Laplace, Student, Uniform


def expectation(law: Law, exponents: tuple[int, ...]) -> Fraction:
    """`E Π_j x_j^{exponents[j]}` for rational parameters; raises TypeError for a density that is not listed here."""
    if law.atoms is not None:
        terms = (
            w * prod((x**n for x, n in zip(point, exponents, strict=True)), start=Fraction(1)) for point, w in law.atoms
        )
        return sum(terms, Fraction(0))
    family = getattr(law, "family", None)
    if not isinstance(family, IID):
        raise TypeError(f"no second way to the moments of {law.description}")
    return prod((coordinate_moment(family.coordinate, n) for n in exponents), start=Fraction(1))


def coordinate_moment(coordinate: Any, n: int) -> Fraction:
    """`E x^n` of one coordinate with a density.

    >>> coordinate_moment(Gaussian(Fraction(1, 2)), 6)
    Fraction(15, 64)
    """
    if n % 2:
        return Fraction(0)
    return prod((_ratio(coordinate, k) for k in range(0, n, 2)), start=Fraction(1))


def _ratio(coordinate: Any, k: int) -> Fraction:
    """`E x^{k+2} / E x^k`."""
    match coordinate:
        case Gaussian(sigma=sigma):
            return Fraction((k + 1) * sigma**2)
        case Laplace(scale=scale):
            return Fraction((k + 2) * (k + 1) * scale**2)
        case Uniform(half_width=w):
            return Fraction((k + 1) * w**2) / (k + 3)
        case Student(df=df):
            return Fraction((k + 1) * df) / (df - k - 2)
    raise TypeError(f"no second way to the moments of {coordinate!r}")


def pattern_value(law: Law, pattern: Pattern, free: tuple[int, ...]) -> Fraction:
    """The value of a moment pattern, its summed indices running over all distinct other coordinates, one by one."""
    others = [r for r in range(law.d) if r not in free]
    return sum(
        (
            expectation(law, _powers(law.d, (*free, *chosen), pattern))
            for chosen in permutations(others, len(pattern.summed))
        ),
        Fraction(0),
    )


def _powers(d: int, indices: tuple[int, ...], pattern: Pattern) -> tuple[int, ...]:
    at = dict(zip(indices, (*pattern.free, *pattern.summed), strict=True))
    return tuple(at.get(j, 0) for j in range(d))
