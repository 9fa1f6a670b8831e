"""Training of settings: where runs end, what is said of them, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mesaproof.answers import exact_ends
from mesaproof.answers.deriving import PopulationLoss
from mesaproof.answers.setting_runs import ExactEnd, SettingRun
from mesaproof.answers.training import train as train_law
from mesaproof.documents.models.setting_run_record import run_record, write_run
from mesaproof.errors import InputError
from mesaproof.settings import (
    Family,
    Gaussian,
    Setting,
    Values,
    covariance,
    eye,
    loss,
    ones,
    parameter,
    scalar,
    simulate,
    size,
    train,
)
from numeric_check.compare.agreement import ROUNDING

TWO_POINT = "twopoint(2:1/3, -1:2/3)"
LAMBDA = [[Fraction(1), Fraction(1, 4)], [Fraction(1, 4), Fraction(3, 4)]]
SMALL = {
    "sizes": {"d": 2, "N": 1},
    "covariances": {"Λ": LAMBDA},
    "scalars": {"u": Fraction(1, 5)},
    "matrices": {"U": [[Fraction(1, 5), 0], [0, Fraction(1, 5)]]},
}
ONE = {"sizes": {"d": 1, "N": 1}, "covariances": {"Λ": [[1]]}}
ON_ONE = ONE | {"scalars": {"u": 1}, "matrices": {"U": [[1]]}}

d = size("d")
x, W, V = Gaussian("x", covariance("S", d)), parameter("W", [d]), parameter("V", [d])
DEEP = Setting(
    "deep",
    sizes=(d,),
    draws=(x,),
    parameters=(W, V),
    prediction=lambda: W @ V @ x,
    target=lambda: x,
    families={
        "letters": Family.only(W=scalar("a") * eye(d), V=eye(d)),
        "multiples": Family(W=scalar("a") * eye(d), V=scalar("b") * eye(d)),
        "square": Family(W=scalar("a") ** 2 * eye(d), V=eye(d)),
        "square letters": Family.only(W=scalar("a") ** 2 * eye(d), V=eye(d)),
        "ones": Family(W=scalar("a") * ones(d) @ ones(d).H, V=scalar("b") * eye(d)),
    },
)
TWO = {"sizes": {"d": 2}, "covariances": {"S": [[1, Fraction(1, 2)], [Fraction(1, 2), 2]]}}


@pytest.fixture(scope="module")
def zhang() -> SettingRun:
    """Zhang's model from a small reduced start, its covariance not diagonal."""
    return train("zhang2024", SMALL, "reduced", step=Fraction(1, 8))


@pytest.mark.slow
@pytest.mark.heavy
def test_from_a_small_reduced_start_zhangs_model_learns_the_inverse_of_gamma(zhang: SettingRun) -> None:
    """The gradient by U is `u Λ Γ (uU − Γ⁻¹) Λ`, so the distance of `uU` from `Γ⁻¹` is bounded by its norm."""
    assert zhang.ended == "settled"
    assert isinstance(zhang.exact, ExactEnd)
    covariances, trained = np.array(LAMBDA, dtype=float), zhang.parameters
    gamma = (1 + 1 / 1) * covariances + np.trace(covariances) / 1 * np.eye(2)
    u, U = trained["W_PV_22"].item(), trained["W_KQ_11"]
    wrong = np.linalg.norm(u * U - np.linalg.inv(gamma))
    inverses = np.linalg.norm(np.linalg.inv(gamma), 2) * np.linalg.norm(np.linalg.inv(covariances), 2) ** 2
    assert wrong <= inverses * zhang.exact.gradient_norm / abs(u)
    assert inverses * zhang.exact.gradient_norm / abs(u) < 1e-7
    assert abs(U[0, 1]) > 0.01


def test_the_record_says_where_the_run_was() -> None:
    run = train("zhang2024", SMALL, "reduced", step=Fraction(1, 8), steps=20)
    record = run_record(run)
    assert (record["setting"], record["sizes"], record["method"]) == ("zhang2024", {"d": 2, "N": 1}, "descent")
    assert record["exact"]["agrees"] is True
    assert record["exact"]["loss"]["float"] == pytest.approx(record["end"]["loss"]["float"])
    assert record["exact"]["gradient_norm"]["float"] == pytest.approx(record["end"]["gradient_norm"]["float"], rel=1e-3)
    family = record["family"]
    assert (family["at_start"], family["throughout"], family["at_end"]) == (True, True, True)
    assert np.array(family["letters"]["u"]) == pytest.approx(np.array(record["parameters"]["W_PV_22"]))
    assert np.array(family["letters"]["U"]) == pytest.approx(np.array(record["parameters"]["W_KQ_11"]))
    assert record["begin"]["loss"]["float"] == pytest.approx(
        float(loss("zhang2024", "reduced", SMALL).value or 0), rel=1e-12
    )
    assert repr(run).endswith("the run stayed on the family reduced")
    assert "exact at the end" in (run._repr_html_() or "")


@pytest.mark.slow
def test_flow_and_descent_end_where_the_gradient_bounds_the_distance() -> None:
    """With d = N = 1 and Λ = 1 the gradient by U is `u (3 uU − 1)`."""
    for run, ended in (
        (train("zhang2024", ON_ONE, "reduced", step=Fraction(1, 5)), "settled"),
        (train("zhang2024", ON_ONE, "reduced", flow=5), "end of time"),
    ):
        u, U = (run.parameters[name].item() for name in ("W_PV_22", "W_KQ_11"))
        assert isinstance(run.exact, ExactEnd)
        assert run.ended == ended
        assert abs(u * U - 1 / 3) <= run.exact.gradient_norm / (3 * u) < 1e-2


@pytest.mark.slow
def test_zhengs_model_as_a_setting_trains_as_the_papers_second_route_does() -> None:
    """Two sources that share nothing but the loss: the description on numbers, and the paper's population."""
    point = {"sizes": {"d": 2, "T": 4}, "scalars": {"a": Fraction(1, 2), "b": Fraction(3, 4)}, "laws": {"x": TWO_POINT}}
    described = train("zheng2024", point, "line", step=Fraction(1, 1000), steps=30)
    by_hand = train_law(TWO_POINT, 2, 4, start=(Fraction(1, 2), Fraction(3, 4)), step=Fraction(1, 1000), steps=30)
    assert described.run.path.losses == pytest.approx(by_hand.trajectory.losses, rel=ROUNDING)
    for name, block in by_hand.trajectory.last.items():
        assert described.parameters[name] == pytest.approx(block, rel=ROUNDING, abs=ROUNDING)
    assert described.run.end is not None
    assert by_hand.end is not None
    assert described.run.end.stable_step == pytest.approx(by_hand.end.stable_step, rel=1e-6)
    assert described.on_family == by_hand.on_line


def test_a_random_start_is_off_the_family_and_repeats_with_its_seed() -> None:
    first = train("zhang2024", ONE, "reduced", gaussian=Fraction(1, 10), steps=5)
    assert first.on_family is not None
    assert not any(first.on_family)
    assert "started off and did not reach the family reduced" in first.family_statement
    again = train("zhang2024", ONE, gaussian=0.1, steps=5)
    other = train("zhang2024", ONE, gaussian=0.1, steps=5, seed=1)
    assert np.array_equal(again.run.path.losses, first.run.path.losses)
    assert not np.array_equal(again.run.path.losses, other.run.path.losses)


def test_a_family_that_training_leaves_is_named() -> None:
    """With S no multiple of the identity, W and V leave the multiples of it."""
    run = train(DEEP, TWO | {"scalars": {"a": Fraction(1, 2), "b": Fraction(1, 2)}}, "multiples", step=0.05, steps=20)
    assert run.departures is not None
    assert run.on_family is not None
    assert run.on_family[0]
    assert not run.on_family[-1]
    assert "left the family multiples: an entry is off it by" in run.family_statement


def test_of_a_masked_family_the_letters_alone_are_trained() -> None:
    run = train(DEEP, TWO | {"scalars": {"a": Fraction(1, 10)}}, "letters")
    assert run.ended == "settled"
    assert run.on_family is not None
    assert all(run.on_family)
    assert run.letters is not None
    assert run.letters["a"].item() == pytest.approx(1, abs=1e-9)
    assert np.array_equal(run.parameters["V"], np.eye(2))


def test_a_family_that_is_not_affine_has_no_distance() -> None:
    run = train(DEEP, TWO | {"scalars": {"a": Fraction(1, 2)}}, "square", steps=3)
    assert run.departures is None
    assert "not affine" in run.family_statement
    assert "off_family" not in run.columns


@pytest.mark.slow
def test_a_sample_has_its_own_loss_and_the_exact_one_is_the_populations() -> None:
    run = train("zhang2024", ON_ONE, "reduced", samples=300)
    assert isinstance(run.exact, ExactEnd)
    assert run.exact.agreement is None
    assert run.agrees
    assert run.ended == "settled"
    assert float(run.exact.loss) != pytest.approx(run.run.path.losses[-1], rel=1e-3)
    found = simulate("zhang2024", _at_the_end(run), samples=20_000)
    assert found.agrees
    assert found.loss == run.exact.loss


def _at_the_end(run: SettingRun) -> Values:
    blocks = {name: tuple(tuple(map(Fraction, row)) for row in b.tolist()) for name, b in run.parameters.items()}
    return replace(run.values, parameters=blocks)


def test_a_wrong_exact_loss_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(*given: Any, **named: Any) -> PopulationLoss:
        found = loss(*given, **named)
        return replace(found, value=(found.value or 0) + Fraction(1, 10**8))

    monkeypatch.setattr(exact_ends, "loss", moved)
    run = train("zhang2024", ON_ONE, "reduced", steps=2)
    assert not run.agrees
    assert "one of the two routes is wrong" in run.warnings[-1]


def test_complex_parameters_are_trained_and_have_an_exact_loss() -> None:
    C = parameter("C", [d], field="complex")
    setting = Setting("c", sizes=(d,), draws=(x,), parameters=(C,), prediction=lambda: C @ x, target=lambda: x)
    run = train(setting, TWO, gaussian=1)
    assert run.ended == "settled"
    assert set(run.parameters) == {"C", "C.imag"}
    assert run.parameters["C"] == pytest.approx(np.eye(2), abs=1e-6)
    assert run.parameters["C.imag"] == pytest.approx(np.zeros((2, 2)), abs=1e-6)
    assert run.agrees
    assert isinstance(run.exact, ExactEnd)
    assert run.exact.gradient_norm == pytest.approx(run.run.gradient_norms[-1], abs=1e-12)
    start = train(setting, TWO, gaussian=1, steps=1, step=Fraction(1, 10**9))
    assert isinstance(start.exact, ExactEnd)
    assert start.exact.gradient_norm == pytest.approx(start.run.gradient_norms[-1], rel=1e-9)


def test_a_start_at_rest_is_warned_of() -> None:
    run = train("zhang2024", ONE)
    assert "may be a saddle" in run.warnings[0]


@pytest.mark.slow
def test_an_unstable_step_and_a_divergent_one() -> None:
    unstable = train("zhang2024", ON_ONE, "reduced", step=Fraction(1, 2), steps=200)
    assert unstable.ended == "unstable step"
    assert any("beyond" in warning for warning in unstable.warnings)
    diverged = train("zhang2024", ON_ONE, "reduced", step=50)
    assert diverged.ended == "diverged"
    assert any("a tenth of it a safe one" in warning for warning in diverged.warnings)
    assert run_record(diverged)["end"]["largest_stable_step"] is None


def test_arrays_hold_the_run(tmp_path: Any) -> None:
    run = train("zhang2024", ON_ONE, "reduced", steps=4)
    names = [file.name for file in write_run(run, tmp_path)]
    assert names == ["run.npz", "run.csv", "run.json"]
    with np.load(tmp_path / "run.npz") as arrays:
        assert {"times", "losses", "gradient_norms", "off_family", "W_KQ_11"} <= set(arrays)
        assert arrays["W_KQ_11"].shape == (5, 1, 1)
    write_run(train("zhang2024", ON_ONE, "reduced", steps=3), tmp_path)


def test_a_parameter_with_the_name_of_a_series_is_kept(tmp_path: Any) -> None:
    own, other = parameter("losses", [d]), parameter("file", [d])
    setting = Setting(
        "names", sizes=(d,), draws=(x,), parameters=(own, other), prediction=lambda: own @ other @ x, target=lambda: x
    )
    write_run(train(setting, TWO, gaussian=1, steps=2), tmp_path)
    with np.load(tmp_path / "run.npz") as arrays:
        assert arrays["losses"].shape == (3,)
        assert arrays["losses_"].shape == arrays["file_"].shape == (3, 2, 2)


REFUSED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "no values": (DEEP, {"at": {}}, "missing for the size d"),
    "two starts": ("zhang2024", {"at": ONE | {"parameters": {"W_PV_22": 1}}, "gaussian": 1}, "one start"),
    "letters and a random start": ("zhang2024", {"at": ON_ONE, "family": "reduced", "gaussian": 1}, "there is no"),
    "a missing letter": ("zhang2024", {"at": ONE, "family": "reduced"}, "a value is missing for u"),
    "an unknown family": ("zhang2024", {"at": ONE, "family": "reducd"}, "did you mean reduced?"),
    "a flow with steps": ("zhang2024", {"at": ONE, "flow": 1, "steps": 3}, "either a flow or steps"),
    "no positive step": ("zhang2024", {"at": ONE, "step": 0}, "step"),
    "no positive scale": ("zhang2024", {"at": ONE, "gaussian": -1}, "gaussian"),
    "many data sets": ("zhang2024", {"at": ONE, "samples": 10**7}, "at most"),
    "many combinations": (
        "zhang2024",
        {"at": {"sizes": {"d": 2, "N": 9}, "covariances": {"Λ": LAMBDA}}},
        "take smaller sizes, or a sample",
    ),
    "a large family": (
        "zhang2024",
        {
            "at": {"sizes": {"d": 40, "N": 2}, "covariances": {"Λ": np.eye(40).astype(int).tolist()}},
            "family": "reduced",
            "gaussian": 1,
            "samples": 100,
            "steps": 1,
        },
        "too many for distances",
    ),
    "many records": (
        DEEP,
        {"at": TWO, "gaussian": 1, "steps": 10**9, "every": 1},
        "are too many",
    ),
    "letters that are not affine": (DEEP, {"at": TWO | {"scalars": {"a": 1}}, "family": "square letters"}, "affine"),
    "a stiff flow": ("zhang2024", {"at": ON_ONE, "family": "reduced", "flow": 10**7}, "too many to follow a flow"),
    "an enormous start": (DEEP, {"at": TWO, "gaussian": 10**200}, "range of floating point"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_trained_is_one_sentence(name: str) -> None:
    setting, given, part = REFUSED[name]
    with pytest.raises(InputError, match=part.replace("?", r"\?")):
        train(setting, **given)
