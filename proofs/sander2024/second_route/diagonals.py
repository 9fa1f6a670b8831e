"""Fixed diagonals for numbers about diagonal blocks, and losses at them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numeric_check.arrays import Complex, Real
from proofs.sander2024.second_route import forward

FIRST = (Fraction(1, 2), Fraction(-3, 4), Fraction(1, 4), Fraction(1))
SECOND = (Fraction(3, 4), Fraction(1, 2), Fraction(-1), Fraction(1, 4))
"""The diagonals of `A_32` and of `B_12`, as far as d goes."""


def losses(start: Real, lam: Complex, T: int) -> Real:
    """The loss of each sequence at these diagonals, all other blocks zero, every token with a predecessor."""
    d = np.shape(start)[1]
    blocks = {name: np.diag([float(x) for x in row[:d]]) for name, row in (("A_32", FIRST), ("B_12", SECOND))}
    return forward.losses(blocks, start, lam, T, paired=True)


def tilted(start: Real, lam: Complex, T: int, step: float, a: float, b: float) -> Real:
    """The loss at `A_32 = aI`, `B_12 = bI` with one entry of `B_12` off the diagonal."""
    d = np.shape(start)[1]
    blocks = forward.on_six(d, a_3=a, b_1=b)
    blocks["B_12"][0, 1] = step
    return forward.losses(blocks, start, lam, T, paired=True)
