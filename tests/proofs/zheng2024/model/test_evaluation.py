"""Exact loss and gradient at parameters: against the definition multiplied out, and against each other."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix, Parameters
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, two_point
from tests.proofs.zheng2024 import parseval
from tests.strategies_of_laws import atom_laws, parameters, small_fractions

SKEW = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1)))
TABLE = Atoms.of([[1, Fraction(-1, 2)], [Fraction(1, 3), 2]], [Fraction(1, 4), Fraction(3, 4)])
LAWS = [
    IID(Gaussian(Fraction(1, 2))).at(2),
    IID(Laplace()).at(1),
    SKEW.at(2),
    Sparse(Fraction(3, 2)).at(2),
    Ones().at(2),
    TABLE,
]


def moved(blocks: Parameters, name: str, p: int, q: int, by: Fraction) -> dict[str, Matrix]:
    rows = [list(row) for row in blocks[name]]
    rows[p][q] += by
    return {**blocks, name: tuple(tuple(row) for row in rows)}


def central_difference(law: Law, T: int, blocks: Parameters, name: str, p: int, q: int, step: Fraction) -> Fraction:
    """Exact, whatever the step: the loss is a polynomial of degree two in each single entry."""
    ahead, behind = (evaluation.loss(law, T, moved(blocks, name, p, q, sign * step)) for sign in (1, -1))
    return (ahead - behind) / (2 * step)


@given(st.data(), atom_laws(most_d=2), st.integers(3, 5))
def test_loss_is_the_definition_multiplied_out(data: st.DataObject, law: Atoms, T: int) -> None:
    blocks = data.draw(parameters(law.d))
    assert evaluation.loss(law, T, blocks) == parseval.loss(law, T, blocks)


@settings(max_examples=5)
@given(st.data(), atom_laws(least_d=3, most_d=3, most_atoms=2))
def test_loss_in_three_dimensions(data: st.DataObject, law: Atoms) -> None:
    blocks = data.draw(parameters(3))
    assert evaluation.loss(law, 4, blocks) == parseval.loss(law, 4, blocks)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["an entry", "each entry"])
@pytest.mark.parametrize("law", LAWS, ids=lambda law: str(law.description))
@settings(max_examples=3)
@given(data=st.data(), T=st.integers(3, 7), step=small_fractions().filter(bool))
def test_gradient_is_the_derivative_of_the_loss(
    law: Law, every: bool, data: st.DataObject, T: int, step: Fraction
) -> None:
    """By an entry of each block that is drawn, or by all."""
    blocks = data.draw(parameters(law.d))
    gradient = evaluation.gradient(law, T, blocks)
    entries = list(product(range(law.d), repeat=2))
    for name in BLOCKS:
        for p, q in entries if every else [data.draw(st.sampled_from(entries))]:
            assert gradient[name][p][q] == central_difference(law, T, blocks, name, p, q, step)


def test_gradient_at_the_origin_vanishes_and_the_loss_is_that_of_predicting_zero() -> None:
    zero = Fraction(0)
    assert evaluation.loss(TABLE, 6, {}) == Fraction(4, 2) * (TABLE.moment((2, 0)) + TABLE.moment((0, 2)))
    assert all(entry == zero for block in evaluation.gradient(TABLE, 6, {}).values() for row in block for entry in row)


def test_a_missing_block_is_a_block_of_zeros() -> None:
    one, nothing = ((Fraction(2), Fraction(1)), (Fraction(0), Fraction(-1))), ((Fraction(0),) * 2,) * 2
    few = {"W_PV_13": one, "W_KQ_23": one}
    full = {name: few.get(name, nothing) for name in BLOCKS}
    assert evaluation.loss(TABLE, 5, few) == evaluation.loss(TABLE, 5, full)
    assert evaluation.gradient(TABLE, 5, few) == evaluation.gradient(TABLE, 5, full)


def test_an_unknown_block_is_named() -> None:
    with pytest.raises(ValueError, match="'W_PV_11'"):
        evaluation.loss(TABLE, 4, {"W_PV_11": ((Fraction(1),),)})


@given(st.data(), atom_laws(most_d=2), st.integers(3, 6), small_fractions().filter(bool))
def test_scaling_the_start_scales_the_loss(data: st.DataObject, law: Atoms, T: int, c: Fraction) -> None:
    """`x_1 → c x_1` together with `W_PV → W_PV/c²` multiplies predictions and targets by c."""
    blocks = data.draw(parameters(law.d))
    scaled = Atoms.of([[c * x for x in point] for point, _ in law.atoms], [weight for _, weight in law.atoms])
    shrunk = {
        name: tuple(tuple(entry / c**2 for entry in row) for row in block) if "PV" in name else block
        for name, block in blocks.items()
    }
    assert evaluation.loss(scaled, T, shrunk) == c**2 * evaluation.loss(law, T, blocks)
