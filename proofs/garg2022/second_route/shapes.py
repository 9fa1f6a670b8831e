"""Matrices of the shifts at which second routes are taken; roots of G and Q, and a projection."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numeric_check.arrays import Real
from proofs.zhang2024.second_route import fixed_letters

Rows = tuple[tuple[Fraction, ...], ...]

ROOTS = {"G": "U", "Q": "Z"}
"""`G = U Uᵀ` and `Q = Z Zᵀ` with the matrices of `fixed_letters`."""


def root(name: str, d: int) -> Real:
    """That of G or of Q in floating point."""
    return fixed_letters.array(ROOTS[name], d)


def projection(d: int) -> Rows:
    """Onto the complement of `(1, 2, …, d)`.

    >>> projection(1)
    ((Fraction(0, 1),),)
    """
    axis = [Fraction(k + 1) for k in range(d)]
    square = sum(x * x for x in axis)
    return tuple(tuple((m == n) - axis[m] * axis[n] / square for n in range(d)) for m in range(d))


def floats(rows: Rows) -> Real:
    return np.array(rows, dtype=np.float64)


def labels(x: Real, weights: Real) -> Real:
    """`w·x + (w·x)²/2`, which is not linear, for covariates `(…, d)`."""
    projected = x @ weights
    return np.asarray(projected + projected**2 / 2)
