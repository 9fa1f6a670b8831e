"""Phases and scalings of blocks: the weights against the model's exponents, the conclusions against exact gradients."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS, TERMS
from proofs.zheng2024.model.charges import LINE_BLOCKS, Weights, monomials, phases, scalings, staying_zero
from proofs.zheng2024.model.evaluation import Matrix, Parameters
from symbolic.laws import Atoms
from tests.strategies_of_laws import atom_laws, matrices, small_fractions

SKEWED = Atoms.of([[2, 1], [-1, 3]], [Fraction(1, 3), Fraction(2, 3)])
ONE, TWO = Fraction(1), Fraction(2)
FULL = tuple(((ONE, TWO + n), (-ONE, Fraction(3, n + 1))) for n in range(len(BLOCKS)))
"""A matrix without zeros for each block."""


@st.composite
def laws_and_parameters(draw: DrawFn, blocks: tuple[str, ...] = BLOCKS) -> tuple[Atoms, dict[str, Matrix]]:
    """A table of atoms with any matrices in the given blocks."""
    law = draw(atom_laws(most_d=2))
    shapes: dict[str, SearchStrategy[Matrix]] = {block: matrices(law.d) for block in blocks}
    return law, draw(st.fixed_dictionaries(shapes))


def scaled(theta: Parameters, factors: dict[str, Fraction]) -> dict[str, Matrix]:
    return {name: tuple(tuple(factors[name] * x for x in row) for row in block) for name, block in theta.items()}


def inner(theta: Parameters, gradient: Parameters, block: str) -> Fraction:
    pairs = zip(theta[block], gradient[block], strict=True)
    return sum((x * y for left, right in pairs for x, y in zip(left, right, strict=True)), Fraction(0))


def test_weights_of_the_phase_are_minus_the_charges_of_the_model() -> None:
    ((*weights,),) = phases(LINE_BLOCKS)
    table = dict(zip(BLOCKS, weights, strict=True))
    assert [table[term.pv_block] + table[term.kq_block] for term in TERMS] == [-term.charge for term in TERMS]


@pytest.mark.parametrize("weights", phases())
def test_every_monomial_has_weight_zero_under_a_phase(weights: Weights) -> None:
    assert {monomial.weight(weights, -1) for monomial in monomials()} == {0}
    moved = (weights[0] + 1, *weights[1:])
    assert {monomial.weight(moved, -1) for monomial in monomials()} != {0}


def test_phases_are_those_of_the_matrix_and_of_the_exchange_between_the_two_factors() -> None:
    """Two dimensions: `W_PV → e^{iφ} W_PV, W_KQ → e^{-iφ} W_KQ` leaves every prediction as it is; the other is W's."""
    (exchange,), (ours,) = scalings(), phases(LINE_BLOCKS)
    first, second = phases()
    assert second == ours
    assert tuple(x + y for x, y in zip(first, second, strict=True)) == exchange


SUBSETS = [kept for size in range(len(BLOCKS) + 1) for kept in combinations(BLOCKS, size)]


def reached(kept: tuple[str, ...], law: Atoms, T: int) -> set[str]:
    """The blocks that the flow from full matrices in the kept ones fills: those with a gradient, then with these, …"""
    found, before = set(kept), set[str]()
    while found != before:
        before = set(found)
        gradient = evaluation.gradient(law, T, {block: FULL[BLOCKS.index(block)] for block in sorted(found)})
        found |= {block for block in BLOCKS if any(map(any, gradient[block]))}
    return found


@pytest.mark.sampled(12)
@pytest.mark.parametrize("kept", SUBSETS, ids=lambda kept: "+".join(kept) or "none")
def test_what_stays_zero_is_not_reached(kept: tuple[str, ...]) -> None:
    assert not reached(kept, SKEWED, 5) & set(staying_zero(kept))


@pytest.mark.parametrize("kept", [one for one in SUBSETS if set(LINE_BLOCKS) <= set(one)], ids="+".join)
def test_what_does_not_stay_zero_is_reached_from_the_blocks_of_the_line(kept: tuple[str, ...]) -> None:
    assert reached(kept, SKEWED, 5) == set(BLOCKS) - set(staying_zero(kept))


def test_phases_find_the_same_blocks_as_the_lattice_where_no_single_angle_helps() -> None:
    for kept in SUBSETS:
        turned = {block for block, *weights in zip(BLOCKS, *phases(kept), strict=True) if any(weights)}
        assert turned <= set(staying_zero(kept))
    assert phases((*LINE_BLOCKS, "W_KQ_23")) == ()


@given(laws_and_parameters(LINE_BLOCKS), st.integers(3, 6))
def test_four_blocks_have_no_gradient_where_they_vanish(drawn: tuple[Atoms, dict[str, Matrix]], T: int) -> None:
    law, theta = drawn
    gradient = evaluation.gradient(law, T, theta)
    assert [block for block in staying_zero() if any(map(any, gradient[block]))] == []


@given(laws_and_parameters(), st.integers(3, 6))
def test_the_phase_at_half_a_turn_leaves_the_loss(drawn: tuple[Atoms, dict[str, Matrix]], T: int) -> None:
    law, theta = drawn
    (weights,) = phases(LINE_BLOCKS)
    signs = {block: Fraction((-1) ** w) for block, w in zip(BLOCKS, weights, strict=True)}
    assert evaluation.loss(law, T, scaled(theta, signs)) == evaluation.loss(law, T, theta)


def test_other_signs_of_blocks_change_the_loss() -> None:
    theta = dict(zip(BLOCKS, FULL, strict=True))
    signs = dict.fromkeys(BLOCKS, ONE) | {"W_KQ_22": -ONE}
    assert evaluation.loss(SKEWED, 5, scaled(theta, signs)) != evaluation.loss(SKEWED, 5, theta)


@given(laws_and_parameters(), st.integers(3, 6), small_fractions().filter(lambda s: s > 0))
def test_scalings_leave_the_loss(drawn: tuple[Atoms, dict[str, Matrix]], T: int, s: Fraction) -> None:
    law, theta = drawn
    (weights,) = scalings()
    factors = {block: s**w for block, w in zip(BLOCKS, weights, strict=True)}
    assert evaluation.loss(law, T, scaled(theta, factors)) == evaluation.loss(law, T, theta)


@given(laws_and_parameters(), st.integers(3, 6))
def test_the_weighted_norm_is_conserved(drawn: tuple[Atoms, dict[str, Matrix]], T: int) -> None:
    """Its rate is `−2 Σ w_B <B, ∂L/∂B>`."""
    law, theta = drawn
    gradient = evaluation.gradient(law, T, theta)
    for weights in scalings():
        assert sum(w * inner(theta, gradient, block) for block, w in zip(BLOCKS, weights, strict=True)) == 0


def test_plain_norm_is_not_conserved() -> None:
    theta = dict(zip(BLOCKS, FULL, strict=True))
    gradient = evaluation.gradient(SKEWED, 5, theta)
    assert sum(inner(theta, gradient, block) for block in BLOCKS) != 0


def test_a_monomial_with_another_charge_would_be_noticed() -> None:
    (weights,) = phases(LINE_BLOCKS)
    known = next(m for m in monomials() if m.conjugated and m.entries[0][0] == "W_PV_12")
    changed = replace(known, entries=(("W_PV_13", *known.entries[0][1:]), known.entries[1]))
    assert (known.weight(weights, -1), changed.weight(weights, -1)) == (0, 1)
