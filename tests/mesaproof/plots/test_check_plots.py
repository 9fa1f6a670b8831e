"""Pictures of a law: what is in the panels against exact values and the full model, files, refusals."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import mesaproof as mp
from mesaproof import cli
from mesaproof.documents.json_records import law_record
from mesaproof.errors import InputError
from mesaproof.plots import matplotlib_settings
from mesaproof.plots.check_plots import Drawing, draw, drawing, targets
from mesaproof.plots.check_plots import plane as plane_room
from mesaproof.plots.check_plots import whole_figure as figure
from mesaproof.plots.check_plots.start import Starts, moments
from proofs.zheng2024.answers import model_paths
from proofs.zheng2024.answers import scene as scene_room
from proofs.zheng2024.answers.law_report import LawReport
from proofs.zheng2024.answers.model_paths import followed
from proofs.zheng2024.answers.off_line import START, off_line_limit
from proofs.zheng2024.answers.scene import Scene, Training
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.population import Population

BASE = ("rademacher", "-d", "2", "-T", "4")
ATOMS = {"atoms": [["1", "0"], ["-1/2", "3/2"], ["0", "-1"]], "weights": ["1/4", "1/4", "1/2"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, and quick pictures: few dots, few arrows, few starts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(figure, "DOTS", 40)
    monkeypatch.setattr(plane_room, "SPARSE", 0.2)
    monkeypatch.setattr(scene_room, "STARTS", scene_room.STARTS[:1])
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli.main, ["check", *arguments], env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


@cache
def report(law: str, d: int | None = None, T: int | None = None) -> LawReport:
    found: LawReport = mp.check(law, d, T)
    return found


@cache
def drawn(law: str, d: int | None = None, T: int | None = None) -> Drawing:
    return drawing(report(law, d, T))


def words(made: Drawing) -> str:
    """All words of a figure, spaces and breaks as one space."""
    from matplotlib.text import Text

    return " ".join(" ".join(found.get_text() for found in made.figure.findobj(Text)).split())


# the plane


def test_curves_end_where_the_reduced_flow_goes_and_keep_what_it_conserves() -> None:
    scene = Scene.of(report("rademacher", 2, 4))
    plane = scene.plane
    assert scene.ab_line is not None
    for start, limit, curve in zip(plane.starts, plane.limits, plane.curves, strict=True):
        side = np.sign(round(sum(start), 12))
        assert np.prod(limit) == pytest.approx(side**2 * float(scene.ab_line), abs=1e-12)
        assert np.sign(sum(limit)) == side
        np.testing.assert_allclose(curve[[0, -1]], [start, limit], atol=1e-12)
        np.testing.assert_allclose(curve[:, 0] ** 2 - curve[:, 1] ** 2, start[0] ** 2 - start[1] ** 2, atol=1e-12)
    assert {float(np.sign(round(sum(start), 12))) for start in plane.starts} == {-1.0, 0.0, 1.0}


def test_the_full_model_follows_the_curve_of_the_reduced_flow() -> None:
    scene = Scene.of(report("rademacher", 2, 4))
    start = scene.starts[1]
    path = followed(Population(scene.law, scene.T), on_line(2, *start))
    plane = scene.plane
    end = plane.limits[plane.starts.index(start)]
    run = path.trajectory
    assert path.settled
    np.testing.assert_allclose(run.a**2 - run.b**2, start[0] ** 2 - start[1] ** 2, atol=1e-8)
    np.testing.assert_allclose((run.a[-1], run.b[-1]), end, atol=1e-8)
    assert np.all(np.diff(run.times) > 0)
    assert np.all(np.diff(run.losses) < 1e-12)


@pytest.mark.slow
def test_off_the_line_the_path_ends_at_the_exact_limit() -> None:
    scene = Scene.of(report("ones", 2, 4))
    training = Training.of(scene)
    limit = off_line_limit(scene.law, scene.T)
    assert limit is not None
    assert len(training.paths) == len(scene.starts) == 2
    last = training.paths[0].trajectory.last
    ones = np.ones((2, 2)) - np.eye(2)
    np.testing.assert_allclose(last["W_KQ_32"], limit.a * np.eye(2) + limit.alpha * ones, atol=1e-7)
    np.testing.assert_allclose(last["W_PV_12"], limit.b * np.eye(2) + limit.beta * ones, atol=1e-7)
    assert training.relative_loss == pytest.approx(limit.relative_mse, rel=1e-8)
    assert training.paths[0].trajectory.first["W_KQ_32"][0, 0] == START


def test_a_path_that_does_not_rest_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_paths, "ROUNDS", 1)
    made = drawing(report("ones", 2, 4))
    assert "The flow had not come to rest." in words(made)
    assert "path1_a" not in made.arrays


# the start law


def test_atoms_have_their_exact_weights_and_draws_follow_the_seed(folder: Path) -> None:
    (folder / "law.json").write_text(json.dumps(ATOMS))
    table = Starts.of(Scene.of(mp.check("atoms(law.json)", T=4)), 0)
    assert table is not None
    assert table.points.tolist() == [[1, 0], [-0.5, 1.5], [0, -1]]
    assert table.written == ("1/4", "1/4", "1/2")
    sparse = Starts.of(Scene.of(report("sparse", 3, 4)), 0)
    assert sparse is not None
    assert sparse.weights is not None
    weights = {tuple(point): weight for point, weight in zip(sparse.points.tolist(), sparse.weights, strict=True)}
    assert weights[0.0, 0.0] == pytest.approx(1 / 3)
    assert len(weights) == 5
    first, again, other = (Starts.of(Scene.of(report("gaussian", 2, 4)), seed) for seed in (0, 0, 1))
    assert first is not None
    assert again is not None
    assert other is not None
    np.testing.assert_array_equal(first.points, again.points)
    assert not np.array_equal(first.points, other.points)


def test_draws_of_a_discrete_law_are_points_with_frequencies() -> None:
    found = Starts.of(Scene.of(report("poisson(rate=1)", 2, 4)), 0)
    assert found is not None
    assert found.weights is not None
    assert found.weights.sum() == pytest.approx(1)
    assert len(np.unique(found.points, axis=0)) == len(found.points)


def test_moments_are_exact_and_by_coordinate_where_they_differ() -> None:
    assert moments(report("student(df=8)", 2, 4)) == "m2 = 4/3,  κ1 = 8,  κ2 = 160,  κ3 = 32/3"
    assert moments(report("gaussian")).endswith("κ3 = 3·d - 3")
    assert moments(report("product(gaussian, rademacher)", 2, 4)).startswith("m2 = 1,  κ1 = (3, 1)")


# the figure


def test_three_panels_with_their_captions() -> None:
    made = drawn("rademacher", 2, 4)
    said = words(made)
    for part in ("(a) start law", "(b) flow in the (a, b)-plane", "(c) learned matrices", "The line is invariant"):
        assert part in said
    assert "m2 = 1, κ1 = 1, κ2 = 1, κ3 = 1" in said.replace("\u00a0", " ")
    images = [axes.images[0].get_array() for axes in made.figure.axes if axes.images]
    blocks = made.arrays
    assert set(BLOCKS) <= set(blocks)
    pv = np.hstack([blocks["W_PV_12"], blocks["W_PV_13"]])
    kq = np.block([[blocks["W_KQ_22"], blocks["W_KQ_23"]], [blocks["W_KQ_32"], blocks["W_KQ_33"]]])
    np.testing.assert_array_equal(np.asarray(images[0]), pv)
    np.testing.assert_array_equal(np.asarray(images[1]), kq)


@pytest.mark.slow
def test_an_invariant_line_has_a_boundary_and_one_that_is_left_has_paths() -> None:
    kept, left = words(drawn("rademacher", 2, 4)), words(drawn("ones", 2, 4))
    assert "$a+b=0$" in kept
    assert "minima: $ab$" in kept
    assert "$a+b=0$" not in left
    assert "The line is not invariant" in left
    assert "largest off-line entry" in left


def test_symbolic_sizes_are_replaced_and_named() -> None:
    scene = Scene.of(report("rademacher"))
    assert (scene.law.d, scene.T, scene.chosen) == (3, 20, "drawn at d = 3, T = 20")
    assert Scene.of(report("rademacher", 2)).chosen == "drawn at d = 2, T = 20"
    assert Scene.of(report("rademacher", 2, 4)).chosen == ""
    assert "(drawn at d = 2, T = 20)" in words(drawn("rademacher", 2))


@pytest.mark.parametrize(
    ("law", "d", "T", "said"),
    [
        ("ones", 2, 600, "not trained: T = 600 is longer than T = 500"),
        ("finite(0:1)", 2, 4, "x_1 = 0 almost surely"),
        ("gaussian(sigma=1e25)", 2, 4, "leave the range of floating point"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(law: str, d: int, T: int, said: str) -> None:
    made = drawn(law, d, T)
    assert said.lower() in words(made).replace("\u00a0", " ").lower()
    assert not set(BLOCKS) & set(made.arrays)


def test_a_loss_with_too_many_terms_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene_room, "MOST_TERMS", 10)
    assert "more than the 10" in words(drawing(report("rademacher", 2, 4)))


def test_a_law_without_sixth_moments_is_refused_before_anything_is_drawn(folder: Path) -> None:
    assert "E x_j^6 of student(df=6)" in run("student(df=6)", "-d", "2", "-T", "4", "--plot", "out", code=2).output
    assert not list((folder / "out").iterdir())


# files


@pytest.mark.slow
def test_a_folder_gets_both_pictures_and_the_arrays(folder: Path) -> None:
    told = run(*BASE, "--plot", "deep/out", "--json")
    assert json.loads(told.stdout) == {"schema": 1} | law_record(report("rademacher", 2, 4))
    place = folder / "deep" / "out"
    assert {path.name for path in place.iterdir()} == {"check.png", "check.svg", "check.npz"}
    assert all(f"check.{form}" in told.stderr for form in ("png", "svg", "npz"))
    assert (place / "check.png").read_bytes()[:4] == b"\x89PNG"
    with np.load(place / "check.npz") as loaded:
        product = loaded["path0_a"][-1] * loaded["path0_b"][-1]
    assert product == pytest.approx(float(report("rademacher", 2, 4).ab_limit or 0), rel=1e-8)


def test_a_file_is_of_its_ending_and_the_same_again(folder: Path) -> None:
    files = [draw(report("gaussian", 1, 4), folder / name / "law.svg") for name in ("one", "two")]
    assert [path.name for path in files[0]] == ["law.svg", "law.npz"]
    assert files[0][0].read_bytes() == files[1][0].read_bytes()
    assert b"<svg" in files[0][0].read_bytes()


@pytest.mark.parametrize("path", ["law.pdf", "law.txt"])
def test_another_ending_is_refused_before_the_law_is_read(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mesaproof.answers.checking.check", pytest.fail)
    assert ".png or .svg, or a folder" in run(*BASE, "--plot", path, code=2).output


def test_what_cannot_be_written_is_refused(folder: Path) -> None:
    (folder / "taken").write_text("")
    for path in ("taken", "taken/below", "taken/below.png"):
        assert "a file or folder that can be written" in run(*BASE, "--plot", path, code=2).output


def test_a_folder_may_have_an_ending(folder: Path) -> None:
    (folder / "out.d").mkdir()
    assert targets("out.d") == (Path("out.d/check.png"), Path("out.d/check.svg"))
    assert targets("new.d/") == (Path("new.d/check.png"), Path("new.d/check.svg"))


def test_missing_matplotlib_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matplotlib_settings, "find_spec", lambda name: None)
    assert "mesaproof[plot]" in run(*BASE, "--plot", "out", code=2).output
    assert not Path("out").exists()


def test_a_disk_that_is_full_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        figure.written(drawn("rademacher", 2, 4), targets("law.png"))
