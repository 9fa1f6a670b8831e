"""Mixed moments of `x_1` at distinct coordinates, summed from the nodes of `rules`; no moment is asked of the law."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from numeric_check.arrays import Integers, Real
from numeric_check.laws.gauss_rules import OutOfReach, Rule

NEGLIGIBLE = 1e-13
"""A moment smaller than this part of the absolute moment is a rounding error of a zero."""

LIMIT = 100_000_000

Moments = tuple[Integers, Real]
"""Coordinates `(n, k)` and moments `(n,)`."""


class TooManyTerms(OutOfReach):
    """An array has more entries than the limit."""

    def __init__(self, terms: int, limit: int) -> None:
        super().__init__(f"the loss needs an array of {terms} entries, more than the limit of {limit}: take smaller d")
        self.terms = terms
        self.limit = limit


def nonzero(rules: Sequence[Rule], powers: Sequence[int], limit: int = LIMIT) -> Moments:
    """The tuples of distinct coordinates `(j_1, …, j_k)` with `E Π_s x_{j_s}^{powers[s]} ≠ 0`, and these moments.

    Raises TooManyTerms where an array over all tuples would exceed `limit` entries, and ValueError where a moment
    leaves the range of floating point.

    >>> import numpy as np
    >>> atom = np.array([[2.0, 3.0]]), np.array([1.0])
    >>> [part.tolist() for part in nonzero([atom], (1, 2))]  # x_1 x_2² and x_2 x_1² at (2, 3)
    [[[0, 1], [1, 0]], [18.0, 12.0]]
    """
    with np.errstate(over="ignore", invalid="ignore"):
        value, size = _tensors(rules, powers, limit)
    if not np.all(np.isfinite(size)):
        raise ValueError(f"moments of order {sum(powers)} leave the range of floating point: rescale the law")
    places = np.nonzero(np.abs(value) > NEGLIGIBLE * size)
    apart = np.all([places[n] != places[m] for n in range(len(places)) for m in range(n)] or [places[0] >= 0], axis=0)
    return np.stack(places, axis=1)[apart], value[places][apart]


def _tensors(rules: Sequence[Rule], powers: Sequence[int], limit: int) -> tuple[Real, Real]:
    """The moments and the absolute moments, `(d, …, d)`; entries with equal indices mean nothing."""
    if all(points.shape[1] == 1 for points, _ in rules):
        return _independent(rules, powers, limit)
    d = sum(points.shape[1] for points, _ in rules)
    _check(d ** len(powers), limit)
    value, size = np.ones((d,) * len(powers)), np.ones((d,) * len(powers))
    for points, weights in _padded(rules, d):
        value *= _joint(points, weights, powers).reshape(value.shape)
        size *= _joint(np.abs(points), weights, powers).reshape(size.shape)
    return value, size


def _independent(rules: Sequence[Rule], powers: Sequence[int], limit: int) -> tuple[Real, Real]:
    """Products of the coordinates' own moments; empty where one factor is 0 at every coordinate."""
    tables = [np.array([(w @ x[:, 0] ** n, w @ np.abs(x[:, 0]) ** n) for x, w in rules]) for n in powers]
    values = [np.where(np.abs(table[:, 0]) > NEGLIGIBLE * table[:, 1], table[:, 0], 0.0) for table in tables]
    if not all(value.any() for value in values):
        return np.zeros((0,) * len(powers)), np.zeros((0,) * len(powers))
    _check(len(rules) ** len(powers), limit)
    return reduce(np.multiply.outer, values), reduce(np.multiply.outer, [table[:, 1] for table in tables])


def _check(entries: int, limit: int) -> None:
    if entries > limit:
        raise TooManyTerms(entries, limit)


def _padded(rules: Sequence[Rule], d: int) -> list[Rule]:
    """Each group of coordinates as points `(n, d)`, 1 at the coordinates of other groups."""
    found, start = [], 0
    for points, weights in rules:
        padded = np.ones((len(points), d))
        padded[:, start : start + points.shape[1]] = points
        found.append((padded, weights))
        start += points.shape[1]
    return found


def _joint(points: Real, weights: Real, powers: Sequence[int]) -> Real:
    """`Σ_n w_n Π_s points[n, j_s]^{powers[s]}`, flat over `(j_1, …)`: one matrix product of two halves."""
    half = len(powers) // 2
    left, right = (_products(points, part) for part in (powers[:half], powers[half:]))
    return np.asarray((weights[:, None] * left).T @ right, dtype=np.float64)


def _products(points: Real, powers: Sequence[int]) -> Real:
    rows = np.ones((len(points), 1))
    for power in powers:
        rows = (rows[:, :, None] * (points**power)[:, None]).reshape(len(points), -1)
    return rows
