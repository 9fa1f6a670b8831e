"""Matrices and vectors at which second routes are taken: rational, of every size, without symmetry."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numeric_check.arrays import Real

Rows = tuple[tuple[Fraction, ...], ...]


def rows(name: str, d: int) -> Rows:
    """The d × d matrix of that name, or a vector as one column; raises KeyError for an unknown name.

    >>> rows("U", 1)
    ((Fraction(2, 5),),)
    """
    square = {"U": (2, 3, 1, 7, 5), "Z": (1, 2, 5, 11, 4)}
    if name in square:
        first, down, across, modulus, scale = square[name]
        table = [[(first + down * i * (i + 2) + across * j) % modulus for j in range(d)] for i in range(d)]
        return tuple(tuple(Fraction(entry, scale) for entry in row) for row in table)
    first, step, scale = {"w": (2, 3, 4), "p": (1, 2, 3), "v": (3, 1, 5)}[name]
    return tuple((Fraction((first + step * i) % 7 - 1, scale),) for i in range(d))


def array(name: str, d: int) -> Real:
    """The same in floating point."""
    return np.array(rows(name, d), dtype=np.float64)
