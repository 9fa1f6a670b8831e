"""The figures of Zhang et al. and of Garg et al., tiny: their numbers, their comparisons, and that these can fail."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mesaproof.plots.figures import draw, files
from numeric_check.arrays import Real
from proofs.garg2022.answers.eight_rows import rows
from proofs.garg2022.figures import shift_curves, shifts_studio
from proofs.garg2022.second_route.baselines import least_squares
from proofs.garg2022.second_route.eight_prompts import Drawing, normal_points
from proofs.vonoswald2023b.figures import mesa_curves
from proofs.vonoswald2023b.second_route import running_layers
from proofs.zhang2024.answers.limit import Trained
from proofs.zhang2024.figures import loss_by_time, regression_studio
from proofs.zhang2024.second_route import forward
from proofs.zhang2024.second_route.full_population import of_sample, population
from proofs.zhang2024.second_route.regression import Regression
from proofs.zhang2024.setting import ZHANG
from symbolic.model.derived_model import Derived
from symbolic.setting import Values

TINY = regression_studio.PromptSizes(1, 3, 200, 30.0)
FEW = shifts_studio.CurveSizes(2, 3, 200)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regression_studio, "QUICK", TINY)
    monkeypatch.setattr(shifts_studio, "QUICK", FEW)
    monkeypatch.setattr(loss_by_time, "RECORDS", 30)
    monkeypatch.setattr(files, "DOTS", 30)
    monkeypatch.setattr(mesa_curves, "QUICK", mesa_curves.SequenceSizes(2, 30, 60))


@pytest.mark.parametrize(
    "paper", ["vonoswald2023b", *(pytest.param(p, marks=pytest.mark.slow) for p in ("zhang2024", "garg2022"))]
)
def test_a_figure_is_drawn_with_its_numbers(paper: str, tmp_path: Path) -> None:
    (outcome,) = draw(paper, tmp_path, quick=True)
    assert outcome.failure is None
    record = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    (figure,) = record["figures"]
    assert figure["agrees"]
    assert (tmp_path / figure["files"][0]).read_bytes().startswith(b"\x89PNG")
    assert len((tmp_path / figure["files"][2]).read_text(encoding="utf-8").splitlines()) > 20


def studio(quick: bool = True) -> Any:
    return regression_studio.studio(quick, 0, lambda _: None)


def test_a_wrong_limit_and_a_wrong_reduced_flow_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.agrees for one in loss_by_time.contents(studio()).findings] == [True, True, True]
    whole = loss_by_time._reduced
    monkeypatch.setattr(
        loss_by_time, "_reduced", lambda *given: replace(whole(*given), error=whole(*given).error + 2e-6)
    )
    assert [one.agrees for one in loss_by_time.contents(studio()).findings] == [True, False, True]
    monkeypatch.undo()
    monkeypatch.setattr(regression_studio, "QUICK", TINY)
    true = Trained.error
    monkeypatch.setattr(Trained, "error", lambda self, *given: true(self, *given) + Fraction(2))
    found = loss_by_time.contents(studio()).findings
    assert [one.agrees for one in found] == [False, True, False]


def test_a_wrong_error_of_a_shift_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shifts_studio, "QUICK", shifts_studio.CurveSizes(2, 3, 2_000))
    monkeypatch.setattr(shift_curves, "PANELS", ("noisy output",))
    made = shifts_studio.studio(True, 0, lambda _: None)
    assert all(one.agrees for one in shift_curves.contents(made).findings)

    def doubled(*given: Any) -> Any:
        return (replace(row, error=None if row.error is None else 2 * row.error) for row in rows(*given))

    monkeypatch.setattr(shift_curves, "rows", doubled)
    assert not any(one.agrees for one in shift_curves.contents(made).findings)


def whole_parameters(d: int) -> dict[str, Real]:
    random = np.random.default_rng(d)
    return {name: random.integers(-3, 4, (d + 1, d + 1)) / 4 for name in ("W_PV", "W_KQ")}


def cut(parameters: dict[str, Real], d: int) -> dict[str, Real]:
    ends = {1: slice(0, d), 2: slice(d, d + 1)}
    return {f"{name}_{r}{c}": m[ends[r], ends[c]] for name, m in parameters.items() for r in (1, 2) for c in (1, 2)}


@pytest.mark.parametrize(("d", "N"), [(1, 1), (1, 4), (2, 3)])
def test_the_loss_of_all_entries_is_the_derived_one(d: int, N: int) -> None:
    known = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))
    spread = tuple(row[:d] for row in known[:d])
    parameters = whole_parameters(d)
    blocks = {
        name: tuple(tuple(map(Fraction, row)) for row in block.tolist()) for name, block in cut(parameters, d).items()
    }
    values = Values({"d": d, "N": N}, {"Λ": spread}, parameters=blocks)
    source = population(Regression(np.array(spread, dtype=np.float64), N))
    assert abs(source.loss(parameters) - float(Derived(ZHANG).loss_at(values))) < 1e-10
    derived, found = Derived(ZHANG).gradient_at(values), cut(source.gradient(parameters), d)
    assert all(np.allclose(found[name], np.array(derived[name], dtype=float), atol=1e-10) for name in derived)


def test_the_loss_of_a_sample_is_the_mean_over_its_prompts() -> None:
    regression, parameters = Regression(np.eye(2), 3), whole_parameters(2)
    found = of_sample(regression, np.random.default_rng(5), 50).loss(parameters)
    values = forward.losses(cut(parameters, 2), *regression.data(np.random.default_rng(5), 50))
    assert abs(found - values.mean()) < 1e-12 * values.mean()


def test_the_last_entry_alone_is_that_of_the_output() -> None:
    blocks = cut(whole_parameters(3), 3)
    x, y, q, _ = Drawing(normal_points(np.eye(3)), 3, 4).noisy(np.random.default_rng(1), 20, 0.5)
    assert np.allclose(forward.last_entries(blocks, x, y, q), forward.predicted(blocks, x, y, q), rtol=1e-12)


@pytest.mark.parametrize("M", [1, 3, 7])
def test_least_squares_are_the_shortest_ones(M: int) -> None:
    random = np.random.default_rng(M)
    x, y, q = random.standard_normal((5, M, 3)), random.standard_normal((5, M)), random.standard_normal((5, 3))
    expected = [np.linalg.lstsq(a, b)[0] @ c for a, b, c in zip(x, y, q, strict=True)]
    assert np.allclose(least_squares(x, y, q), expected)


def test_layers_on_sequences_are_noticed_when_they_go_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    made = mesa_curves.studio(True, 0, lambda _: None)
    assert all(one.agrees for one in mesa_curves.contents(made).findings)
    s = running_layers.sequences(np.random.default_rng(2), 4, 9, 2)
    assert np.allclose(np.linalg.norm(s, axis=2), np.linalg.norm(s[:, :1], axis=2))
    for t in range(2, 9):
        right = running_layers.ridge_regression(s, t, 0.5)
        assert np.allclose(running_layers.mesa_layer(s, 0.5)[:, t - 2], right)
        assert np.allclose(running_layers.attention(s)[:, t - 2], running_layers.gradient_step(s, t))
    whole = running_layers.ridge_regression
    monkeypatch.setattr(running_layers, "ridge_regression", lambda s, t, ridge: whole(s, t, 1.001 * ridge))
    wrong = [one.run for one in mesa_curves.contents(made).findings if not one.agrees]
    assert wrong == ["mesa-layer, 1/λ = 1", "mesa-layer, 1/λ = 5"]


def test_a_share_that_is_not_that_of_orthogonal_matrices_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesa_curves, "QUICK", mesa_curves.SequenceSizes(3, 6, 1_500))
    made = mesa_curves.studio(True, 0, lambda _: None)
    true = running_layers.unseen
    monkeypatch.setattr(running_layers, "unseen", lambda s, t: np.sqrt(true(s, t)))
    assert not all(one.agrees for one in mesa_curves.contents(made).findings)
