"""Derivatives of polynomials from finitely many values, exact in exact arithmetic, up to rounding in floats.

For a polynomial of degree at most 2K in one entry, with h = 1,

    f'(0) = Σ_{k=1..K} c_k (f(k) - f(-k)),    c_k = (-1)^(k+1) K!² / (k (K-k)! (K+k)!),

since both sides agree on 1, x, …, x^(2K).
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, prod

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.arithmetic.gaussian_rationals import objects
from numeric_check.described.placed import Blocks
from numeric_check.laws.gauss_rules import OutOfReach

MOST = 12
"""The highest degree in one entry of which a gradient is computed: beyond, values are too many and too large."""


def coefficients(degree: int) -> list[Fraction]:
    """`c_1, …, c_K` for a polynomial of a degree.

    >>> print(*coefficients(4))
    2/3 -1/12
    """
    K = (degree + 1) // 2
    return [
        Fraction((-1) ** (k + 1) * factorial(K) ** 2, k * factorial(K - k) * factorial(K + k)) for k in range(1, K + 1)
    ]


def moved(blocks: Blocks, name: str, shape: tuple[int, ...], degree: int, exact: bool) -> dict[str, Numbers]:
    """The blocks with one of them at all points that a derivative by each of its entries needs, entry by entry.

    Raises OutOfReach above degree `MOST`.
    """
    if degree > MOST:
        raise OutOfReach(
            f"the loss may have degree {degree} in an entry of {name}, and differences are taken up to {MOST}"
        )
    reaches = [sign * k for k in range(1, len(coefficients(degree)) + 1) for sign in (1, -1)]
    steps = np.array([[r * (n == e) for n in range(prod(shape))] for e in range(prod(shape)) for r in reaches])
    steps = steps.reshape(-1, *shape)
    here = blocks.get(name)
    if exact:
        return {**blocks, name: objects(steps.tolist()) if here is None else here + objects(steps.tolist())}
    return {**blocks, name: steps.astype(np.float64) if here is None else here + steps}


def differences(values: Numbers, shape: tuple[int, ...], degree: int) -> Numbers:
    """Derivatives from the values at the points of `moved`, which lie along the first axis: `(*shape, …)`."""
    factors = objects([sign * c for c in coefficients(degree) for sign in (1, -1)])
    table = np.moveaxis(values.reshape(prod(shape), len(factors), *values.shape[1:]), 1, -1)
    found = table @ (factors if values.dtype == object else factors.astype(np.float64))
    return np.asarray(found).reshape(*shape, *values.shape[1:])
