"""Coefficients of the engine as combinations of harmonic sums, against explicit sums over times."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.model.time_sums import as_time_sum
from symbolic.algebra.laurent import Laurent
from symbolic.expectation.characters import Count, OutOfReach
from symbolic.model.closed_sums.label_counts import count_laurent
from symbolic.model.closed_sums.label_sums import time_sum
from symbolic.model.letters import Named, Shifted
from symbolic.setting.affine import Affine

SHIFTS = {"t": -1, "T": -2}
FIRST, LAST = Affine((), 2), Affine.of({"T": 1}, -1)


def summed(count: Count, power: int) -> Laurent:
    weighted = count_laurent(count, "t", SHIFTS) * Laurent.atom(Shifted("t", -1), -power)
    return time_sum(weighted, "t", FIRST, LAST, SHIFTS, lambda affine: affine.constant + 3 * affine.slope("T") >= 0)


@given(
    st.integers(1, 3),
    st.lists(st.integers(-5, 5), max_size=4),
    st.dictionaries(st.integers(2, 8), st.integers(-4, 4).filter(bool), max_size=3),
)
def test_sums_over_times_are_the_explicit_ones(power: int, polynomial: list[int], single: dict[int, int]) -> None:
    count = Count(tuple(polynomial[: power + 1]), tuple(sorted(single.items())))
    total = as_time_sum(summed(count, power))
    for T in range(3, 15):
        assert total.at(T) == sum((Fraction(count.at(t), (t - 1) ** power) for t in range(2, T)), Fraction(0))


@pytest.mark.parametrize("other", [summed(Count((0, 0, 1)), 1), Laurent.atom(Named("a")), Laurent.atom(Shifted("T"))])
def test_another_form_is_refused(other: Laurent) -> None:
    with pytest.raises(OutOfReach, match="no harmonic sum"):
        as_time_sum(other)
