"""What of a sampled slope is known from the start alone: products of power sums of `x_1`, as control variates.

The slope of a sequence is a polynomial of degree six in `x_1`, even in each coordinate. Whatever its coefficients are,
much of its spread comes from `p_k = Σ_j x_j^(2k)` and their products of degree at most six, whose means a law knows. A
combination of them, taken off with its mean, leaves the mean of the slope as it is. The combination is fitted to a
sample of its own: the formula of the slope plays no part in it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from numeric_check.arrays import Real

Controls = Mapping[tuple[int, ...], float]
"""Coefficients of `p_{k1} p_{k2} …` by their sorted indices."""

PRODUCTS = ((1,), (2,), (3,), (1, 1), (1, 2), (1, 1, 1))
"""All products of power sums of degree at most six."""

HEAVY = 3
"""A sequence counts in the fit with `(E|x|² + |x|²)^-3`: slopes spread like the sixth power of `|x|`."""

SINGULAR = 1e-9
"""Columns, each of length one, that are dependent up to this are not told apart."""


def fitted(x1: Real, slopes: Real) -> Controls:
    """The combination that fits slopes `(m,)` best, weighted; starts are `(m, d)`."""
    products = _products(x1)
    weights = (products[:, 0] + np.mean(products[:, 0]) + np.finfo(float).tiny) ** -HEAVY
    table = np.column_stack([products, np.ones(len(products))]) * weights[:, None]
    lengths = np.linalg.norm(table, axis=0)
    lengths[lengths == 0] = 1
    found = np.linalg.lstsq(table / lengths, slopes * weights, rcond=SINGULAR)[0] / lengths
    return dict(zip(PRODUCTS, found[:-1].tolist(), strict=True))


def values(controls: Controls, x1: Real) -> Real:
    """The combination at starts `(m, d)`, as `(m,)`."""
    return np.asarray(_products(x1) @ np.array([controls[indices] for indices in PRODUCTS]))


def _products(x1: Real) -> Real:
    squares = x1 * x1
    sums = {1: squares.sum(axis=1), 2: (squares**2).sum(axis=1), 3: (squares**3).sum(axis=1)}
    return np.stack([np.prod([sums[k] for k in indices], axis=0) for indices in PRODUCTS], axis=1)
