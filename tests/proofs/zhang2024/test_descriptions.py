"""The description of the regression model, run on numbers, against the model by hand and against formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numeric_check.described import (
    Disagrees,
    combinations,
    demand_agreement,
    exact_gradient,
    exact_loss,
    loss,
    simulated,
)
from numeric_check.described.joint_points import exact_points, float_points
from numeric_check.laws.gauss_rules import TooLarge
from proofs.zhang2024.noisy import NOISY
from proofs.zhang2024.second_route import forward
from proofs.zhang2024.second_route.written import WRITTEN
from proofs.zhang2024.setting import ZHANG
from symbolic.setting import Values
from symbolic.setting.point import Matrix

ONE = ((Fraction(3, 2),),)
TWO = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))
POINTS = [Values({"d": len(C), "N": N}, {"Λ": C}) for C, N in ((ONE, 1), (ONE, 3), (TWO, 1), (TWO, 2))]


def on_family(C: Matrix, N: int, u: Fraction, U: Matrix, sigma: Fraction | None = None) -> Values:
    scalars = {} if sigma is None else {"sigma": sigma}
    return Values({"d": len(C), "N": N}, {"Λ": C}, scalars, parameters={"W_PV_22": ((u,),), "W_KQ_11": U})


def test_the_model_by_hand_and_its_description_agree_exactly() -> None:
    found = demand_agreement(ZHANG, WRITTEN, POINTS)
    assert (found.predictions, found.losses, found.populations) == (12, 12, 4)


def test_noisy_labels_are_not_the_model_by_hand() -> None:
    with pytest.raises(Disagrees, match="the predictions of zhang2024-noisy at d = 1, N = 1"):
        demand_agreement(NOISY, WRITTEN, [replace(POINTS[0], scalars={"sigma": Fraction(1)})])


@pytest.mark.parametrize("N", [1, 2, 3])
def test_one_dimension_by_hand(N: int) -> None:
    """`½λ(a²λ²(1 + 2/N) - 2aλ + 1)` with `a = uU`, and `½ a² σ² λ²/N` from noise."""
    u, U, lam, sigma = Fraction(2), Fraction(1, 3), Fraction(3, 2), Fraction(1, 2)
    a = u * U
    expected = lam / 2 * (a**2 * lam**2 * (1 + Fraction(2, N)) - 2 * a * lam + 1)
    assert exact_loss(ZHANG, on_family(ONE, N, u, ((U,),))) == expected
    assert exact_loss(NOISY, on_family(ONE, N, u, ((U,),), Fraction(0))) == expected
    assert exact_loss(NOISY, on_family(ONE, N, u, ((U,),), sigma)) == expected + a**2 * sigma**2 * lam**2 / (2 * N)


@pytest.mark.parametrize("N", [1, 2])
def test_two_dimensions_on_the_family(N: int) -> None:
    """`½(u² tr(ΓΛUΛUᵀ) - 2u tr(ΛUΛ) + tr Λ)`, `Γ = (1 + 1/N)Λ + tr(Λ)/N`; the gradient by U is `u²ΓΛUΛ - uΛ²`."""
    u, U = Fraction(3, 2), ((Fraction(1), Fraction(-1, 3)), (Fraction(0), Fraction(1, 2)))
    L, M = (np.array(rows, dtype=object) for rows in (TWO, U))
    G = (1 + Fraction(1, N)) * L + np.trace(L) / N * np.array([[Fraction(1), 0], [0, Fraction(1)]], dtype=object)
    expected = (u**2 * np.trace(G @ L @ M @ L @ M.T) - 2 * u * np.trace(L @ M @ L) + np.trace(L)) / 2
    values = on_family(TWO, N, u, U)
    assert exact_loss(ZHANG, values) == expected
    assert loss(ZHANG, values) == pytest.approx(float(expected), rel=1e-12)
    if N == 1:
        by_U = exact_gradient(ZHANG, values)["W_KQ_11"]
        assert np.array(by_U, dtype=object).tolist() == (u**2 * G @ L @ M @ L - u * L @ L).tolist()


def test_a_small_family_needs_few_points() -> None:
    assert combinations(ZHANG, on_family(TWO, 2, Fraction(1), TWO)) == 3**4 * 2**4
    every = set(ZHANG.blocks)
    assert exact_points(ZHANG, POINTS[3], every).count == float_points(ZHANG, POINTS[3], every).count == 3**6 * 4**2
    assert exact_points(ZHANG, POINTS[0], every).count == 5**2 * 7


def test_samples_at_a_length_that_no_rule_reaches() -> None:
    """With `N = 30` the exact loss is the formula's."""
    u, U, lam, N = Fraction(1), Fraction(1, 2), Fraction(3, 2), 30
    expected = lam / 2 * (U**2 * lam**2 * (1 + Fraction(2, N)) - 2 * U * lam + 1)
    found = simulated(ZHANG, on_family(ONE, N, u, ((U,),)), expected, {}, samples=4000, seed=0)
    assert found.agrees
    assert "variances" in found.assumes
    moved = float(expected) + 3 * found.loss.resolution_sure
    assert not simulated(ZHANG, on_family(ONE, N, u, ((U,),)), moved, {}, samples=4000, seed=0).agrees


def test_the_model_by_hand_names_its_blocks() -> None:
    with pytest.raises(ValueError, match="unknown parameter block 'W_KQ_13'; the blocks are W_PV_11"):
        forward.full({"W_KQ_13": np.zeros((1, 1))}, "W_KQ", 1)
    with pytest.raises(TooLarge):
        forward.population_loss({}, np.eye(2), 6)
