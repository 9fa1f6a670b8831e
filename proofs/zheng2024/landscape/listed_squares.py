"""Squares that add up to the energy of two blocks, beside that of their diagonals: a certificate and nothing else."""

from __future__ import annotations

from fractions import Fraction

from symbolic.goals.energy_squares import Row, Squares

HALF = Fraction(1, 2)

LISTED: tuple[Row, ...] = (
    ((1, -1, 0, 0), "k", "", "kj", ("kkk",)),
    ((0, 0, 1, 0), "", "k", "kj", ("kkk", "jkj")),
    ((0, 1, -1, 0), "k", "", "kj", ("kkk", "jkj")),
    ((0, 1, 0, 0), "kr", "", "kr rj", ("kkr", "rkk")),
    ((1, -1, 0, 0), "kr", "", "kr rj", ("kkr",)),
    ((1, 0, 0, 0), "k", "", "kj", ("kkj",)),
    ((0, 0, 1, 0), "k", "l", "kj kl", ("klk",)),
    ((0, 1, -1, 0), "kl", "", "kj kl", ("klk",)),
    ((0, 0, 0, HALF), "km", "l", "km kl lm", ("klm", "mlk")),
    ((0, 0, 1, -1), "km", "l", "km kl lm", ("klm",)),
    ((0, 0, HALF, -HALF), "kml", "", "km kl lm", ("klm", "mlk")),
    ((0, 1, -2, 1), "kml", "", "km kl lm", ("klm",)),
)
"""Weight in `T−2`, `H`, `H^(2)`, 1; outer and inner labels; which differ; `klm` is `b[j,k] a[l,m] x_k x_l x_m`."""

SQUARES = Squares("W_PV_12", "W_KQ_32", ("T", -2), ((3, 3), (1, 3), (1, 5), (1, 2, 3)), LISTED)
"""Of the model's loss: b is `W_PV_12` and a is `W_KQ_32`."""
