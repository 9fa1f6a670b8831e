"""The description of the model, run on numbers, against the transformer by hand and against the derived loss."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numeric_check.described import Disagrees, demand_agreement, exact_gradient, exact_loss, gradient, loss, simulated
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.arithmetic.gaussian_rationals import random_rationals
from numeric_check.described.handwritten import RandomData
from numeric_check.described.placed import Blocks
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.second_route import forward
from proofs.zheng2024.second_route.written import WRITTEN
from proofs.zheng2024.setting import ZHENG, K, P, T, d, i, t, x
from symbolic.laws import IID, Law, Sparse
from symbolic.laws.coordinates import Gaussian, two_point
from symbolic.setting import Array, Setting, Time, Values, block, stack, total, zero
from symbolic.setting.point import Matrix

BIASED = IID(two_point(Fraction(1), Fraction(1, 3), Fraction(-2)))
CASES = [(IID(Gaussian()).at(1), 3), (BIASED.at(1), 6), (IID(Gaussian()).at(2), 4), (Sparse(Fraction(2)).at(2), 5)]


def point(d: int, seed: int = 0) -> dict[str, Matrix]:
    rng = np.random.default_rng(seed)
    return {name: tuple(map(tuple, random_rationals(rng, (d, d)).tolist())) for name in forward.BLOCKS}


def values(law: Law, T: int) -> Values:
    return Values({"d": law.d, "T": T}, laws={"x_1": law}, parameters=point(law.d))


@pytest.mark.parametrize(("law", "T"), CASES)
def test_the_loss_of_the_description_is_the_derived_one(law: Law, T: int) -> None:
    derived = evaluation.loss(law, T, point(law.d))
    assert exact_loss(ZHENG, values(law, T)) == derived
    assert loss(ZHENG, values(law, T)) == pytest.approx(float(derived), rel=1e-11)


@pytest.mark.parametrize(("law", "T"), CASES[:3])
def test_its_gradient_is_the_derived_one(law: Law, T: int) -> None:
    derived, found = evaluation.gradient(law, T, point(law.d)), exact_gradient(ZHENG, values(law, T))
    assert {name: found[name] for name in derived} == derived
    zero = tuple((Fraction(0),) * law.d for _ in range(law.d))
    assert all(found[name] == zero for name in found if name not in derived)
    floats = gradient(ZHENG, values(law, T))
    scale = max(abs(float(x)) for block in derived.values() for row in block for x in row)
    for name, claimed in derived.items():
        np.testing.assert_allclose(floats[name], np.array(claimed, float), rtol=0, atol=1e-10 * scale)


def test_the_transformer_and_the_description_agree_exactly() -> None:
    points = [Values({"d": law.d, "T": T}, laws={"x_1": law}) for law, T in CASES]
    found = demand_agreement(ZHENG, WRITTEN, points)
    assert (found.predictions, found.losses, found.populations) == (3 * (1 + 4 + 2 * 2 + 3 * 2), 12, 4)


def test_a_transformer_without_a_conjugate_disagrees() -> None:
    def unconjugated(blocks: Blocks, data: RandomData) -> Numbers:
        turned = {**data._made, ("W", None): data.phases("W").conj()}
        return WRITTEN.predictions(blocks, replace(data, _made=turned))

    with pytest.raises(Disagrees, match="the predictions of zheng2024 at d = 2, T = 4"):
        demand_agreement(ZHENG, replace(WRITTEN, predictions=unconjugated), [replace(values(*CASES[2]), parameters={})])


def variant(**changes: Any) -> Setting:
    """The description with a slip or without."""
    slips: dict[str, Any] = {
        "low": 1,
        "shift": 1,
        "ahead": 1,
        "last": T - 1,
        "factor": Fraction(1, 2),
        "offset": 1,
    } | changes

    def token(s: Time) -> Array:
        return stack(zero(d), x[s], x[s - slips["shift"]])

    def prediction(t: Time) -> Array:
        context = total(token(i) @ token(i).H, i, slips["low"], t)
        return block(P @ context @ K @ token(t) / (t - slips["offset"]), 1)

    return Setting(
        "zheng2024",
        sizes=(d, T),
        draws=(x,),
        parameters=(P, K),
        prediction=prediction,
        target=lambda t: x[t + slips["ahead"]],
        over=(t, 2, slips["last"]),
        factor=slips["factor"],
    )


SLIPS: list[dict[str, Any]] = [
    {"low": 2},
    {"shift": 2},
    {"shift": 0},
    {"ahead": 0},
    {"last": T},
    {"factor": Fraction(1)},
    {"offset": 0},
]


@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_a_slip_in_the_description_is_noticed(slip: dict[str, Any]) -> None:
    given = values(IID(Gaussian()).at(1), 4)
    derived = evaluation.loss(IID(Gaussian()).at(1), 4, point(1))
    assert exact_loss(variant(), given) == derived
    assert exact_loss(variant(**slip), given) != derived
    with pytest.raises(Disagrees):
        demand_agreement(variant(**slip), WRITTEN, [given])


def test_exact_numbers_stay_exact_in_the_transformer() -> None:
    data = RandomData(ZHENG, values(*CASES[2]), 0)
    blocks = {name: np.array(block, dtype=object) for name, block in point(2).items()}
    exact = forward.losses(blocks, data.copy("x_1"), data.phases("W"), 4)
    floats = forward.losses(
        {name: block.astype(float) for name, block in blocks.items()},
        data.copy("x_1").astype(float),
        data.phases("W").astype(complex),
        4,
    )
    assert floats.dtype == np.float64
    assert all(not value.imag for value in exact)
    np.testing.assert_allclose([float(value.real) for value in exact], floats, rtol=1e-12)


def test_samples_agree_with_the_derived_loss_and_gradient() -> None:
    law, T = IID(Gaussian()).at(2), 4
    parameters = {name: block for name, block in point(2).items() if name in ("W_PV_12", "W_KQ_32")}
    claims = evaluation.loss(law, T, parameters), evaluation.gradient(law, T, parameters)
    given = Values({"d": 2, "T": T}, laws={"x_1": law}, parameters=parameters)
    found = simulated(ZHENG, given, *claims, samples=2000, seed=0)
    assert found.agrees
    assert len(found.gradient) == 24
    assert not simulated(ZHENG, given, 2 * claims[0], {}, samples=20_000, seed=0).agrees
