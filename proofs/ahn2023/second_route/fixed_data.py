"""Data and matrices at which second routes are taken: rational, of every size, without symmetry where none is asked."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numeric_check.arrays import Real

Rows = tuple[tuple[Fraction, ...], ...]

SQUARE = ("U", "Z", "A", "A_0", "A_1", "A_2")
SYMMETRIC = ("S", "S_0", "S_1", "S_2")
VECTORS = ("a", "w", "q", "f", "z", "p", "v", "k")
"""Of d entries."""

NAMES = (*SQUARE, *SYMMETRIC, *VECTORS, "X", "e", "M", "F", "G")
"""M is symmetric, F and G are polynomials in it."""


def rows(name: str, d: int, n: int) -> Rows:
    """The d × d matrix or the column of that name, the samples X, d × n, or the column e of n entries.

    Raises KeyError for an unknown name.

    >>> rows("S", 2, 1)
    ((Fraction(-5, 6), Fraction(0, 1)), (Fraction(0, 1), Fraction(4, 3)))
    """
    if name in POLYNOMIALS:
        return _polynomial(POLYNOMIALS[name], _symmetric("M", d))
    if name == "M" or name in SYMMETRIC:
        return _symmetric(name, d)
    height, width = _shape(name, d, n)
    return tuple(tuple(_entry(name, i, j) for j in range(width)) for i in range(height))


POLYNOMIALS = {"F": (Fraction(1), Fraction(-1, 2)), "G": (Fraction(1), Fraction(1, 3))}
"""Constant and slope."""


def _symmetric(name: str, d: int) -> Rows:
    return tuple(tuple(_entry(name, min(i, j), max(i, j)) for j in range(d)) for i in range(d))


def _polynomial(coefficients: tuple[Fraction, Fraction], of: Rows) -> Rows:
    constant, slope = coefficients
    return tuple(tuple(constant * (i == j) + slope * x for j, x in enumerate(row)) for i, row in enumerate(of))


def _shape(name: str, d: int, n: int) -> tuple[int, int]:
    if name in SQUARE:
        return d, d
    if name in VECTORS:
        return d, 1
    return {"X": (d, n), "e": (n, 1)}[name]


def _entry(name: str, i: int, j: int) -> Fraction:
    return Fraction((7 * NAMES.index(name) + 3 * i * (i + 1) + 5 * j + 2 * i * j) % 19 - 9, 6)


def array(name: str, d: int, n: int) -> Real:
    """The same in floating point."""
    return np.array(rows(name, d, n), dtype=np.float64)
