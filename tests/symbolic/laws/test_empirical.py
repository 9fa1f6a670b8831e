"""Datasets of many rows: packed a block at a time, with the moments of their rows by plain sums of fractions."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.laws import integer_column
from symbolic.laws.empirical import Empirical
from symbolic.laws.integer_column import Block, IntegerColumn

EDGES = [0, -1, 2**63 - 1, -(2**63), 2**63, -(2**63) - 1, 2**71 - 1, 2**71, -(2**71) - 1, 10**400]


@given(st.lists(st.integers() | st.sampled_from(EDGES), min_size=1, max_size=20))
def test_packed_integers_are_those_that_were_given(values: list[int]) -> None:
    block = Block.of(values)
    assert block.values() == values == [block[n] for n in range(len(block))]


@pytest.mark.parametrize("edge", EDGES)
def test_numbers_at_the_ends_of_words_are_kept(edge: int) -> None:
    assert Block.of([edge]).values() == [edge]


def test_columns_of_several_blocks_are_read_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integer_column, "BLOCK", 3)
    values = [1, 2, 3, 10**30, -5, 6, 7]
    column = IntegerColumn.of(values)
    assert [block.width for block in column.blocks] == [8, 13, 8]
    assert list(column) == [column[n] for n in range(7)] == column[:] == values
    assert (column[-1], column[-4], len(column)) == (7, 10**30, 7)
    with pytest.raises(IndexError):
        column[7]


@pytest.mark.parametrize("size", [9, 10**8, 10**23], ids=["digits", "eight digits", "beyond 64 bits"])
def test_moments_over_several_blocks_are_the_sums_over_rows(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integer_column, "BLOCK", 4)
    draws = random.Random(size)
    rows = [[draws.randint(-size, size) for _ in range(3)] for _ in range(11)]
    law = Empirical(tuple(zip(*rows, strict=True)), 7)
    for powers in product(range(4), repeat=3):
        total = sum(prod(x**n for x, n in zip(row, powers, strict=True)) for row in rows)
        assert law.moment(powers) == Fraction(total, 11 * 7 ** sum(powers))
    for indices in [(), (2,), (2, 1), (1, 1, 3)]:
        total = sum(prod(sum(x ** (2 * k) for x in row) for k in indices) for row in rows)
        assert law.power_sum_mean(indices) == Fraction(total, 11 * 7 ** (2 * sum(indices)))
    assert law.nonzero_probability(1) == Fraction(sum(row[1] != 0 for row in rows), 11)


def test_sums_beyond_64_bits_do_not_wrap() -> None:
    largest = 2**63 - 1
    law = Empirical(((largest,) * 300,), 1)
    assert [law.moment((n,)) for n in range(7)] == [largest**n for n in range(7)]


@pytest.mark.parametrize(
    ("rows", "symmetric"),
    [
        ([(1, 2), (-1, 2), (1, -2), (-1, -2)], True),
        ([(1, 2), (-1, -2)], False),
        ([(1, 0), (-1, 0)], True),
        ([(3, 0), (-1, 0), (-2, 0)], False),
        ([(1, 2), (-1, 2), (1, -2), (-1, -2), (1, 2), (-1, -2)], False),
    ],
)
def test_reversed_rows_are_counted(rows: list[tuple[int, int]], symmetric: bool) -> None:
    assert Empirical(tuple(zip(*rows, strict=True)), 3).sign_symmetric is symmetric


def test_moments_of_many_coordinates_are_taken_alone() -> None:
    rows = [[n + j for j in range(8)] for n in range(3)]
    law = Empirical(tuple(zip(*rows, strict=True)), 1)
    assert law.moment((2,) * 8) == Fraction(sum(prod(row) ** 2 for row in rows), 3)
