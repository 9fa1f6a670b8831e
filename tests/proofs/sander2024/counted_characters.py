"""Losses of both models from dictionaries of exponents: each monomial of a prediction is written down and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

Exponents = tuple[int, ...]
Polynomial = defaultdict[Exponents, Fraction]


def augmented_loss(letters: Sequence[Fraction], d: int, T: int, paired: bool) -> Fraction:
    """At a_1, a_2, a_3, a_4, b_1, b_2, the start being the vector of ones."""
    return sum((_at_time(letters, d, t, j, paired) for t in range(2, T + 1) for j in range(d)), Fraction(0))


def _at_time(letters: Sequence[Fraction], d: int, t: int, j: int, paired: bool) -> Fraction:
    a1, a2, a3, a4, b1, b2 = letters
    first = 0 if paired else 1
    found: Polynomial = defaultdict(Fraction, {_powers(d, (j, t + 1 - first)): Fraction(-1)})
    for i in range(1, t + 1):
        for b, value in ((b1, i), (b2, i - 1)):
            for a, key, query in ((a1, i, t), (a2, i, t - 1), (a3, i - 1, t), (a4, i - 1, t - 1)):
                for k in range(d if min(value, key, query) >= first else 0):
                    place = _powers(d, (j, value - first), (k, query - key))
                    found[place] += a * b
    return _squares(found)


def plain_loss(C: Sequence[Sequence[Fraction]], p: Sequence[Fraction]) -> Fraction:
    """At a matrix C of the heads and a row p; the query is one behind the last key."""
    d, total = len(C), Fraction(0)
    for j in range(d):
        found: Polynomial = defaultdict(Fraction, {_powers(d, (j, len(p))): Fraction(-1)})
        for i, weight in enumerate(p):
            for k in range(d):
                found[_powers(d, (j, i), (k, i - (len(p) - 2)))] += weight * C[j][k]
        total += _squares(found)
    return total


def _powers(d: int, *factors: tuple[int, int]) -> Exponents:
    out = [0] * d
    for coordinate, power in factors:
        out[coordinate] += power
    return tuple(out)


def _squares(found: Polynomial) -> Fraction:
    return sum((c**2 for c in found.values()), Fraction(0))
