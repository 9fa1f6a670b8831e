"""Labels that are a polynomial of the covariates, neither linear nor without a linear part."""

from __future__ import annotations

from fractions import Fraction

from numeric_check.arrays import Real

LINEAR, PRODUCT = (Fraction(1), Fraction(1, 2)), Fraction(1, 2)
"""Of the first two covariates, and of their product."""


def labels(x: Real) -> Real:
    """`y = x_1 + x_2/2 + x_1 x_2/2`, for covariates `(…, d)` with d at least 2."""
    first, second = x[..., 0], x[..., 1]
    return float(LINEAR[0]) * first + float(LINEAR[1]) * second + float(PRODUCT) * first * second
