"""The descriptions of one layer, run on numbers, against the model by hand and against formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numeric_check.described import Disagrees, demand_agreement, exact_loss
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.handwritten import Handwritten, RandomData
from numeric_check.described.placed import Blocks
from proofs.ahn2023.many_layers.any_depth import ERROR
from proofs.ahn2023.many_layers.powers_of_covariance import CUBE, FIFTH, FOURTH, SQUARE
from proofs.ahn2023.second_route import forward
from proofs.ahn2023.second_route.one_layer_means import prompts
from proofs.ahn2023.second_route.written import WRITTEN
from proofs.ahn2023.setting import AHN, COIN
from proofs.zhang2024.second_route.regression import Degrees, Regression
from proofs.zhang2024.setting import ZHANG
from symbolic.laws import IID
from symbolic.laws.coordinates import two_point
from symbolic.model.derived_model import Derived
from symbolic.setting import Setting, Values

HALF = Fraction(1, 2)
ONE = ((Fraction(3, 2),),)
TWO = ((Fraction(2), HALF), (HALF, Fraction(1)))
POINTS = [Values({"d": len(C), "n": n}, {"Σ": C}) for C, n in ((ONE, 1), (ONE, 3), (TWO, 1), (TWO, 2))]
FAIR = IID(two_point(0, HALF, 1)).at(1)
BLOCKS = {
    "P_21": ((Fraction(1), Fraction(-1, 2)),),
    "P_22": ((Fraction(1, 3),),),
    "Q_11": ((Fraction(-1), HALF), (Fraction(1, 4), Fraction(-2, 3))),
    "Q_21": ((HALF, Fraction(-1)),),
}


def test_the_model_by_hand_and_its_description_agree_exactly() -> None:
    found = demand_agreement(AHN, WRITTEN, POINTS)
    assert (found.predictions, found.losses, found.populations) == (12, 12, 4)


def test_a_query_that_is_a_key_is_another_model() -> None:
    """The mask of the model by hand is missing in that of Zhang, Frei and Bartlett."""
    values = Values({"d": 1, "N": 1}, {"Λ": ONE}, parameters={"W_PV_21": ONE, "W_KQ_11": ONE})
    masked = Values({"d": 1, "n": 1}, {"Σ": ONE}, parameters={"P_21": ONE, "Q_11": ((-ONE[0][0],),)})
    assert exact_loss(ZHANG, values) * 2 != exact_loss(AHN, masked)


def test_the_loss_by_hand_must_have_the_factor_of_the_description() -> None:
    with pytest.raises(Disagrees):
        demand_agreement(
            AHN, replace(WRITTEN, losses=lambda blocks, data: WRITTEN.losses(blocks, data) / 2), POINTS[:1]
        )


@pytest.mark.parametrize("n", [1, 2, 3])
def test_one_dimension_by_hand(n: int) -> None:
    """`λ(a²λ²(1 + 2/n) + 2aλ + 1)` with `a = uU`; with a fair coin `λ(a²λ²(1/4 + 5/(4n)) + aλ + 1)`."""
    u, U, lam = Fraction(2), Fraction(-1, 3), Fraction(3, 2)
    a = u * U
    values = Values({"d": 1, "n": n}, {"Σ": ONE}, parameters={"P_22": ((u,),), "Q_11": ((U,),)})
    assert exact_loss(AHN, values) == lam * (a**2 * lam**2 * (1 + Fraction(2, n)) + 2 * a * lam + 1)
    kept = replace(values, laws={"b": FAIR})
    expected = lam * (a**2 * lam**2 * (Fraction(1, 4) + Fraction(5, 4 * n)) + a * lam + 1)
    assert exact_loss(COIN, kept) == Derived(COIN).loss_at(kept) == expected


@pytest.mark.parametrize("n", [1, 2])
def test_the_loss_with_relu_is_that_with_a_fair_coin(n: int) -> None:
    """At parameters without a zero block: the layer with ReLU over nodes, and the derived loss."""
    values = Values({"d": 2, "n": n}, {"Σ": TWO}, laws={"b": FAIR}, parameters=BLOCKS)
    point = {name: np.array(rows, dtype=np.float64) for name, rows in BLOCKS.items()}
    source = prompts(np.array(TWO, dtype=np.float64), n)
    found = source.mean(lambda x, q, w: forward.losses(point, x, q, w, forward.relu))
    assert found == pytest.approx(float(Derived(COIN).loss_at(values)), rel=1e-12)
    assert found != pytest.approx(float(Derived(AHN).loss_at(replace(values, laws={}))), rel=1e-3)


def power_by_hand(power: int) -> Handwritten:
    """`A S^m` times a vector, or times each sample, with the mean over nodes."""

    def predictions(blocks: Blocks, x: Numbers, e: Numbers) -> Numbers:
        columns = x if power % 2 else e[:, None]
        for _ in range(power // 2):
            columns = np.einsum("mid,mir,mtr->mtd", x, x, columns) * Fraction(1, x.shape[1])
        return np.asarray(columns @ np.asarray(blocks["A"]).T)

    def losses(blocks: Blocks, x: Numbers, e: Numbers) -> Numbers:
        squares = np.sum(predictions(blocks, x, e) ** 2, axis=(1, 2))
        return np.asarray(squares * Fraction(1, x.shape[1] if power % 2 else 1))

    def draws(data: RandomData) -> tuple[Numbers, Numbers]:
        x = data.copies("x", range(1, data.values.sizes["n"] + 1))
        return x, x[:, 0] if power % 2 else data.copy("e")

    def population(blocks: Blocks, data: RandomData) -> float:
        sizes = data.values.sizes
        source = Regression(np.eye(sizes["d"]), sizes["n"], Degrees(2 * power, 2, 0))
        floats = {"A": np.array(blocks["A"], dtype=np.float64)}
        return source.mean(lambda x, q, w: losses(floats, x, q).astype(np.float64))

    return Handwritten(
        lambda blocks, data: predictions(blocks, *draws(data)),
        lambda blocks, data: losses(blocks, *draws(data)),
        population,
    )


@pytest.mark.parametrize(("power", "setting"), [(2, SQUARE), (3, CUBE), (4, FOURTH), (5, FIFTH)])
def test_mean_traces_of_powers_by_hand_and_as_described_agree_exactly(power: int, setting: Setting) -> None:
    values = [Values({"d": d, "n": n}) for d, n in ((1, 2), (2, 1))]
    demand_agreement(setting, power_by_hand(power), values)
    with pytest.raises(Disagrees):
        demand_agreement(setting, power_by_hand(power + 2), values)


def test_the_mean_squared_error_by_hand_and_as_described_agree_exactly() -> None:
    """`wᵀ A q` of independent standard normal w and q has the mean square `Σ A_jk²`."""

    def predictions(blocks: Blocks, data: RandomData) -> Numbers:
        left = np.einsum("mj,jk,mk->m", data.copy("t"), np.asarray(blocks["A"]), data.copy("r"))
        return np.asarray(left[:, None, None])

    written = Handwritten(
        predictions,
        lambda blocks, data: predictions(blocks, data)[:, 0, 0] ** 2,
        lambda blocks, data: float(np.sum(np.array(blocks["A"], dtype=np.float64) ** 2)),
    )
    values = [Values({"d": size}) for size in (1, 2)]
    demand_agreement(ERROR, written, values)
    with pytest.raises(Disagrees):
        demand_agreement(ERROR, replace(written, population=lambda blocks, data: 1.0), values)


def test_the_model_by_hand_names_its_blocks() -> None:
    with pytest.raises(ValueError, match="unknown parameter block 'Q_13'; the blocks are P_11"):
        forward.whole({"Q_13": np.zeros((1, 1))}, 1)
