"""The eight families of monomials add up to the prediction."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.model.attention import BLOCKS, KQ_BLOCKS, TERMS, target_exponent, term_with, time_weight
from proofs.zheng2024.model.evaluation import Parameters
from tests.proofs.zheng2024 import written_by_hand
from tests.proofs.zheng2024.parseval import Laurent, Point, prediction, target
from tests.strategies_of_laws import parameters, small_fractions


def by_terms(point: Point, t: int, blocks: Parameters) -> list[Laurent]:
    d = len(point)
    out: list[Laurent] = [defaultdict(Fraction) for _ in range(d)]
    for term, (j, k, l, m) in product(TERMS, product(range(d), repeat=4)):
        weight = blocks[term.pv_block][j][k] * blocks[term.kq_block][l][m] * point[k] * point[l] * point[m] / (t - 1)
        for i in range(term.low, t + 1):
            where = [0] * d
            for label, (by_i, by_t, constant) in zip((k, l, m), term.exponents, strict=True):
                where[label] += by_i * i + by_t * t + constant
            out[j][tuple(where)] += weight
    return out


def nonzero(polynomial: Laurent) -> Laurent:
    return {where: c for where, c in polynomial.items() if c}


@given(st.data(), st.integers(1, 2), st.integers(2, 5))
def test_terms_add_up_to_the_prediction(data: st.DataObject, d: int, t: int) -> None:
    point, blocks = data.draw(st.tuples(*[small_fractions()] * d)), data.draw(parameters(d))
    ours, direct = by_terms(point, t, blocks), prediction(point, t, blocks)
    assert [nonzero(one) for one in ours] == [nonzero(one) for one in direct]


@pytest.mark.parametrize("t", [2, 3, 7])
def test_the_target_is_the_next_state(t: int) -> None:
    by_i, by_t, constant = target_exponent()
    assert by_i == 0
    assert target((Fraction(5),), t, 0) == ((by_t * t + constant,), Fraction(5))


def test_exponents_and_first_indices_are_those_written_by_hand() -> None:
    assert [(term.value, term.key, term.query) for term in TERMS] == list(written_by_hand.FAMILIES)
    assert [term.exponents for term in TERMS] == [*map(written_by_hand.exponents, written_by_hand.FAMILIES)]
    assert [term.low for term in TERMS] == [*map(written_by_hand.low, written_by_hand.FAMILIES)]
    assert (target_exponent(), time_weight()) == (written_by_hand.TARGET, 1)


def test_each_pair_of_blocks_has_one_family() -> None:
    assert len({(term.pv_block, term.kq_block) for term in TERMS}) == len(TERMS) == 8
    assert {name for term in TERMS for name in (term.pv_block, term.kq_block)} == set(BLOCKS)
    assert {term_with(block, value) for block in KQ_BLOCKS for value in (0, 1)} == set(TERMS)
    assert all(term_with(term.kq_block, term.value) == term for term in TERMS)
