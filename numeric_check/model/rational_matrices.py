"""Matrices of rational numbers as arrays of fractions: fixed ones by name and size, exact products and inverses.

What is proved of words of matrices is computed here in numbers: nothing is rounded, and no rule for words is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rational = NDArray[np.object_]
Rows = tuple[tuple[Fraction, ...], ...]


def fixed(name: str, rows: int, columns: int) -> Rational:
    """The matrix of that name and size, always the same, without symmetry and as a rule of full rank.

    >>> fixed("A", 1, 2).shape
    (1, 2)
    """
    random = Random(f"{name} {rows} {columns}")
    entries = [[Fraction(random.randint(-5, 5), random.randint(1, 4)) for _ in range(columns)] for _ in range(rows)]
    return array(entries, rows, columns)


def array(entries: Any, rows: int, columns: int) -> Rational:
    """Entries as fractions in an array of that size."""
    found = np.empty((rows, columns), dtype=object)
    for k, row in enumerate(entries):
        for m, entry in enumerate(row):
            found[k, m] = Fraction(entry)
    return found


def identity(size: int) -> Rational:
    return diagonal([Fraction(1)] * size)


def diagonal(entries: list[Fraction]) -> Rational:
    size = len(entries)
    return array([[entries[k] * (k == m) for m in range(size)] for k in range(size)], size, size)


def orthonormal(name: str, rows: int, columns: int) -> Rational:
    """Orthonormal columns: those of a reflection along a fixed vector without zeros.

    >>> U = orthonormal("U", 3, 2)
    >>> bool((U.T @ U == identity(2)).all())
    True
    """
    random = Random(f"{name} {rows}")
    axis = array([[random.randint(1, 4)] for _ in range(rows)], rows, 1)
    found: Rational = identity(rows) - axis @ axis.T * (2 / (axis.T @ axis)[0, 0])
    return found[:, :columns]


def inverse(matrix: Rational) -> Rational:
    """The exact inverse by elimination; raises ZeroDivisionError for a singular matrix.

    >>> A = fixed("A", 2, 2)
    >>> bool((A @ inverse(A) == identity(2)).all())
    True
    """
    size = len(matrix)
    work = np.hstack([matrix, identity(size)])
    for k in range(size):
        pivot = next((m for m in range(k, size) if work[m, k] != 0), None)
        if pivot is None:
            raise ZeroDivisionError("the matrix is singular")
        work[[k, pivot]] = work[[pivot, k]]
        work[k] = work[k] / work[k, k]
        for m in range(size):
            if m != k:
                work[m] = work[m] - work[k] * work[m, k]
    found: Rational = work[:, size:]
    return found


def product(*matrices: Rational) -> Rational:
    """The product of all of them, from the left."""
    return reduce(np.matmul, matrices)


def power(matrix: Rational, exponent: int) -> Rational:
    """A power by repeated multiplication."""
    return product(identity(len(matrix)), *([matrix] * exponent))


def trace(matrix: Rational) -> Fraction:
    return sum((matrix[k, k] for k in range(len(matrix))), Fraction(0))


def paired(other: Rational, matrix: Rational) -> Fraction:
    """`tr(Zᵀ M)`."""
    return trace(other.T @ matrix)


def rows_of(matrices: Mapping[str, Rational]) -> dict[str, Rows]:
    """Matrices as tuples of rows, by name.

    >>> rows_of({"A": identity(1)})
    {'A': ((Fraction(1, 1),),)}
    """
    return {name: tuple(map(tuple, matrix.tolist())) for name, matrix in matrices.items()}
