"""The loss of Zheng et al. derived for this model alone, with exponents and first indices typed by hand.

`x_n` carries `λ^{n-1}`, `x_0 = 0`, the key is conjugated; the target `x_{t+1}` carries `λ^t`. A family of monomials is
given by the shifts of value, key and query, 0 for the newer half of a token and 1 for the older.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from symbolic.algebra.partitions import Blocks, set_partitions
from symbolic.expectation.summation import TimeSum
from tests.box_counts import solutions, weighted_sum

Shifts = tuple[int, int, int]
Exponent = tuple[int, int, int]
"""Coefficients of `i`, of `t`, and the constant."""

FAMILIES: tuple[Shifts, ...] = tuple((v, k, q) for v in (0, 1) for k in (0, 1) for q in (0, 1))
TARGET: Exponent = (0, 1, 0)


def exponents(shifts: Shifts) -> tuple[Exponent, Exponent, Exponent]:
    value, key, query = shifts
    return (1, 0, -1 - value), (-1, 0, 1 + key), (0, 1, -1 - query)


def low(shifts: Shifts) -> int:
    value, key, _ = shifts
    return 1 + max(value, key)


def quadratic(left: Shifts, right: Shifts, pattern: Blocks) -> TimeSum:
    """`Σ_t (t-1)^{-2} · #{(i, i')}`; labels `(k, l, m)` of the left family, then of the conjugated right one."""
    rows = [(i, 0, t, c) for i, t, c in exponents(left)] + [(0, -i, -t, -c) for i, t, c in exponents(right)]
    return weighted_sum(solutions(_equations(rows, pattern), (low(left), low(right))), 2)


def cross(shifts: Shifts, pattern: Blocks) -> TimeSum:
    """`Σ_t (t-1)^{-1} · #{i}`; labels `(j, k, l, m)`, j being the conjugated target's."""
    i, t, c = TARGET
    return weighted_sum(solutions(_equations([(-i, -t, -c), *exponents(shifts)], pattern), (low(shifts),)), 1)


def _equations(rows: Sequence[tuple[int, ...]], pattern: Blocks) -> tuple[tuple[int, ...], ...]:
    """One equation a block: the exponents of the coinciding labels add up to zero."""
    blocks: dict[int, tuple[int, ...]] = {}
    for row, block in zip(rows, pattern, strict=True):
        blocks[block] = tuple(map(sum, zip(blocks.get(block, (0,) * len(row)), row, strict=True)))
    return tuple(row for row in blocks.values() if any(row))


def quadratic_terms() -> Iterator[tuple[Shifts, Shifts, Blocks, TimeSum]]:
    for left, right, pattern in product(FAMILIES, FAMILIES, tuple(set_partitions(6))):
        if coefficient := quadratic(left, right, pattern):
            yield left, right, pattern, coefficient


def cross_terms() -> Iterator[tuple[Shifts, Blocks, TimeSum]]:
    for shifts, pattern in product(FAMILIES, tuple(set_partitions(4))):
        if coefficient := cross(shifts, pattern):
            yield shifts, pattern, coefficient
