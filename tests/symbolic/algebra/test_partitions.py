"""Set partitions: each once, and sums over all labels split into sums over distinct ones."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra.partitions import canonical, set_partitions, sizes


@pytest.mark.parametrize(("size", "bell"), [(0, 1), (1, 1), (2, 2), (3, 5), (4, 15), (5, 52), (6, 203)])
def test_there_are_bell_number_many(size: int, bell: int) -> None:
    found = list(set_partitions(size))
    assert len(found) == len(set(found)) == bell
    assert all(canonical(blocks) == blocks for blocks in found)


@given(st.lists(st.integers(0, 5), max_size=7))
def test_canonical_names_the_coincidences(labels: list[int]) -> None:
    blocks = canonical(labels)
    pairs = list(product(range(len(labels)), repeat=2))
    assert all((blocks[x] == blocks[y]) == (labels[x] == labels[y]) for x, y in pairs)
    assert sum(sizes(blocks)) == len(labels)
    assert list(dict.fromkeys(blocks)) == list(range(len(sizes(blocks))))


@pytest.mark.parametrize("d", [1, 2, 3, 5])
def test_all_choices_of_labels_are_the_distinct_choices_pattern_by_pattern(d: int) -> None:
    chosen = [
        tuple(values[block] for block in blocks)
        for blocks in set_partitions(4)
        for values in permutations(range(d), len(sizes(blocks)))
    ]
    assert sorted(chosen) == sorted(product(range(d), repeat=4))
