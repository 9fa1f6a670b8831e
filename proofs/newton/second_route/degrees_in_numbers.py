"""Degrees of polynomials that are known by their values at whole numbers alone."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

Step = Callable[[int, int], int]


def next_degrees(k: int) -> tuple[int, int]:
    """After k + 1 layers: of Newton's iteration and of the Gram matrix of GD++, in one dimension."""
    inverse = degree(lambda x: iterated(lambda p, s: 2 * p - p * s * p, x, k + 1))
    gram = degree(lambda x: iterated(lambda p, s: (1 - p) * p * (1 - p), x, k + 1))
    return inverse, gram


def iterated(step: Step, x: int, times: int) -> int:
    """The iteration from x, at x."""
    value = x
    for _ in range(times):
        value = step(value, x)
    return value


def degree(function: Callable[[int], int | Fraction]) -> int:
    """How often differences of the values are taken until they are constant; the constant is not 0."""
    count = 8
    while True:
        values, order = [function(x) for x in range(count)], 0
        while len(set(values)) > 1:
            values, order = [b - a for a, b in pairwise(values)], order + 1
        if len(values) > 4:
            return order
        count *= 2
