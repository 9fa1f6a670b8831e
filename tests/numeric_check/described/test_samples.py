"""Random data sets of a description: what they say of claims, true and false, and that training descends them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numeric_check.described import (
    data_sets,
    exact_gradient,
    exact_loss,
    population_source,
    sample_source,
    sampled,
    simulated,
)
from numeric_check.described.data_sets import DataSets, drawn
from numeric_check.model.source import Masked
from numeric_check.model.training import descent, flowing
from symbolic import laws
from symbolic.laws.coordinates import Gaussian as Normal
from symbolic.setting import (
    AnyLaw,
    Gaussian,
    Orbit,
    Setting,
    Torus,
    Values,
    WrongValues,
    covariance,
    given,
    parameter,
    size,
    time,
    total,
)

d, N, T, t, i = size("d"), size("N"), size("T", at_least=2), time("t"), time("i")
x, w = Gaussian("x", covariance("C", d)).each(i), Gaussian("w", 1, mean=given("m", [], []))
V, c = parameter("V", [d]), parameter("c", [], [], field="complex")
z = Gaussian("z", 3, field="complex")
REGRESSION = Setting(
    "regression",
    sizes=(d, N),
    draws=(x, w, z),
    parameters=(V, c),
    prediction=lambda: V @ total(x[i], i, 1, N) * w / N + c @ z * (x[1] * 0 + x[N]),
    target=lambda: x[N + 1] + x[1],
)
VALUES = Values(
    {"d": 2, "N": 2},
    {"C": ((Fraction(2), Fraction(1)), (Fraction(1), Fraction(1)))},
    matrices={"m": ((Fraction(1, 2),),)},
    parameters={"V": ((Fraction(1, 2), Fraction(1, 3)), (Fraction(-1), Fraction(0))), "c": ((Fraction(1, 4),),)},
    imaginary={"c": ((Fraction(-1, 5),),)},
)
s = Orbit("s", by=Torus(d), start=AnyLaw(d, "s_1"))
TURNING = Setting(
    "turning",
    sizes=(d, T),
    draws=(s,),
    parameters=(V,),
    prediction=lambda t: V @ s[t] @ (s[t - 1].H @ s[t]),
    target=lambda t: s[t + 1],
    over=(t, 1, T),
)
STARTS = Values(
    {"d": 2, "T": 2},
    laws={"s_1": laws.IID(Normal())},
    parameters={"V": ((Fraction(1, 2), Fraction(0)), (Fraction(1, 3), Fraction(-1)))},
)


@pytest.mark.parametrize(("setting", "values"), [(REGRESSION, VALUES), (TURNING, STARTS)])
def test_samples_agree_with_exact_numbers(setting: Setting, values: Values) -> None:
    claims = exact_loss(setting, values), exact_gradient(setting, values)
    found = simulated(setting, values, *claims, samples=10_000, seed=1)
    assert found.agrees
    assert found.assumes == ""
    assert len(found.gradient) == sum(len(block) * len(block[0]) for block in claims[1].values())
    assert sum(one.false_alarm for one in found.comparisons) <= 1e-9 * (1 + 1e-12)
    assert found.loss.resolution < claims[0]


@pytest.mark.parametrize(("setting", "values"), [(REGRESSION, VALUES), (TURNING, STARTS)])
def test_claims_off_by_a_few_resolutions_are_refused(setting: Setting, values: Values) -> None:
    claims = exact_loss(setting, values), exact_gradient(setting, values)
    right = simulated(setting, values, *claims, samples=10_000, seed=2)
    moved = float(claims[0]) + 3 * right.loss.resolution_sure
    off = {name: np.array(block, dtype=np.float64) for name, block in claims[1].items()}
    for (name, r, column), one in right.gradient.items():
        off[name][r - 1, column - 1] += 3 * one.resolution_sure
    wrong = simulated(setting, values, moved, off, samples=10_000, seed=2)
    assert not wrong.loss.agrees
    assert [place for place, one in wrong.gradient.items() if one.agrees and one.resolution] == []


def test_beyond_reach_the_variance_is_that_of_other_data_sets() -> None:
    claims = exact_loss(REGRESSION, VALUES), exact_gradient(REGRESSION, VALUES)
    found = simulated(REGRESSION, VALUES, *claims, samples=5_000, seed=1, limit=10)
    assert found.agrees
    assert found.assumes == "variances of at most 4 times those of 5000 other data sets"
    exact = simulated(REGRESSION, VALUES, *claims, samples=5_000, seed=1)
    assert exact.loss.resolution < found.loss.resolution < 4 * exact.loss.resolution


def test_a_claim_about_an_unknown_block_is_refused() -> None:
    with pytest.raises(ValueError, match=r"there is no block U; the blocks are V, c, c\.imag"):
        simulated(REGRESSION, VALUES, 1, {"U": ((1,),)}, samples=5, seed=0)
    with pytest.raises(ValueError, match="a sample has at least one data set; given 0"):
        sampled(REGRESSION, VALUES, samples=0, seed=0)
    with pytest.raises(WrongValues, match="a value is missing for the given matrix m"):
        sampled(REGRESSION, replace(VALUES, matrices={}), samples=5, seed=0)


def test_a_sample_depends_on_its_seed_only() -> None:
    first, second = (sampled(REGRESSION, VALUES, samples=50, seed=3) for _ in range(2))
    other = sampled(REGRESSION, VALUES, samples=50, seed=4)
    assert first[0] == second[0] != other[0]
    assert all((first[1][name] == second[1][name]).all() for name in first[1])


def test_what_is_drawn_again_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = {"V": np.eye(2)}
    monkeypatch.setattr(data_sets, "BATCH", 40)
    kept = DataSets(TURNING, STARTS, 100, seed=0)
    first = kept.losses(blocks)
    assert first.shape == (1, 100)
    assert len(np.unique(first)) == 100
    monkeypatch.setattr(data_sets, "HELD", 0)
    again = DataSets(TURNING, STARTS, 100, seed=0)
    for _ in range(2):
        assert (again.losses(blocks) == first).all()


def test_the_gradient_of_each_data_set_is_its_own() -> None:
    data = DataSets(REGRESSION, VALUES, 7, seed=0)
    blocks = {name: np.array(block, dtype=float) for name, block in VALUES.parameters.items()}
    blocks["c.imag"] = np.array([[-0.2]])
    steps = {sign: {**blocks, "V": blocks["V"] + sign * 1e-3 * np.eye(2)[:1].T @ np.eye(2)[1:]} for sign in (1, -1)}
    slopes = (data.losses(steps[1])[0] - data.losses(steps[-1])[0]) / 2e-3
    np.testing.assert_allclose(data.gradients(blocks)["V"][:, 0, 1], slopes, rtol=1e-8, atol=1e-8)
    for name, mean in data.mean_gradient(blocks).items():
        np.testing.assert_allclose(mean, np.mean(data.gradients(blocks)[name], axis=0), rtol=1e-12, atol=1e-12)


def test_singular_and_circular_draws() -> None:
    C = ((Fraction(4), Fraction(2)), (Fraction(2), Fraction(1)))
    values, rng = Values({"d": 2}, {"C": C}), np.random.default_rng(0)
    real = drawn(Gaussian("x", covariance("C", d)).draw, values, rng, 4000)
    np.testing.assert_allclose(real[:, 0], 2 * real[:, 1], rtol=1e-12)
    turned = drawn(Gaussian("x", covariance("C", d), field="complex").draw, values, rng, 40_000)
    assert abs(np.mean(np.abs(turned[:, 0]) ** 2) - 4) < 0.2
    assert abs(np.mean(turned[:, 0] ** 2)) < 0.2


START = {"V": np.array([[0.3, 0.1], [0.0, -0.2]])}


def test_descent_finds_the_best_matrix_of_a_regression() -> None:
    """`E w = 1/2`, `E w² = 5/4`, and the sum of two has twice the covariance: `V = (1/2)/(5/4) · 1`, `c = 0`."""
    values = replace(VALUES, sizes={"d": 1, "N": 2}, covariances={"C": ((Fraction(2),),)}, parameters={}, imaginary={})
    source = population_source(REGRESSION, values)
    *_, last = descent(source, {"V": np.ones((1, 1)), "c.imag": np.ones((1, 1))}, step=0.3, steps=150)
    np.testing.assert_allclose(last.point, [0.4, 0, 0], atol=1e-12)


def test_descent_on_a_sample_descends_its_mean() -> None:
    source = sample_source(TURNING, STARTS, samples=100, seed=0)
    losses = [record.loss for record in descent(source, START, step=0.002, steps=30)]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == pytest.approx(DataSets(TURNING, STARTS, 100, 0).losses(START).mean(), rel=1e-12)


def test_a_flow_keeps_entries_that_are_masked() -> None:
    source = Masked(population_source(TURNING, STARTS), {"V": np.eye(2)})
    *_, last = flowing(source, START, time=0.05, records=3)
    end = last.point.reshape(2, 2)
    assert end[0, 1] == START["V"][0, 1]
    assert end[0, 0] != START["V"][0, 0]
    assert last.loss < source.loss(START)
