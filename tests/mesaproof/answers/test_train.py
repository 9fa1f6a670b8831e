"""Training of the full model: where runs end, what is said of them, their files, and what is refused."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from click.testing import CliRunner, Result

from mesaproof import cli
from mesaproof.answers.training import train
from mesaproof.documents.training_files import write_arrays
from mesaproof.documents.training_record import training_record
from mesaproof.errors import InputError
from mesaproof.plots import matplotlib_settings, train_plots
from numeric_check.arrays import Complex, Real
from numeric_check.model.source import Source
from proofs.refusal import Interrupted
from proofs.zheng2024.answers.training_run import TrainingRun
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route.batch_tensor import BatchTensor, TooLarge
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import Atoms
from symbolic.laws.coordinates import MomentDoesNotExist

TWO_POINT = "twopoint(2:1/3, -1:2/3)"
COLUMNS = ("times", "losses", "a", "b", "ab", "ratio", "relative_error", "off_line")
UNEQUAL = Atoms.of([[1, 0], [-1, 0], [0, 2], [0, -2]], [Fraction(1, 4)] * 4)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, and the command on the command line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(cli.COMMANDS, "train", "Train the full model on a law.")
    return tmp_path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli.main, ["train", *arguments], env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def refused(*arguments: str) -> str:
    """The one sentence on stderr."""
    result = run(*arguments, code=2)
    assert not result.stdout
    assert result.stderr.startswith("mesaproof: got ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def exact(value: sympy.Expr | None) -> float:
    assert value is not None
    return float(value)


def stop_after(records: int) -> Callable[[str], None]:
    """A progress callback that presses Ctrl-C when so many records have been reported."""
    seen: list[str] = []

    def told(message: str) -> None:
        seen.append(message)
        if sum("loss " in one for one in seen) == records:
            raise KeyboardInterrupt

    return told


# where runs end


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", ["gaussian", "gaussian(sigma=1/2)", "sparse(c=1/2)", UNEQUAL], ids=str)
@pytest.mark.parametrize("start", [(0.1, 0.1), (Fraction(1, 2), Fraction(3, 2))])
def test_from_the_line_descent_ends_at_the_exact_best_point_of_the_line(law: Any, start: tuple[Any, Any]) -> None:
    found = train(law, 2, 6, start=start)
    if law is not UNEQUAL:
        assert all(found.on_line)
        assert found.line_statement.startswith("the run stayed on the line")
        assert found.trajectory.products[-1] == pytest.approx(exact(found.reference.ab_line), abs=1e-6)
        assert found.ratios[-1] == pytest.approx(exact(found.reference.mean_ratio), abs=1e-6)
        assert found.relative_errors[-1] == pytest.approx(exact(found.reference.relative_mse), abs=1e-9)
    else:
        assert found.relative_errors[-1] < exact(found.reference.relative_mse) - 0.01
        assert not found.on_line[-1]
    assert found.settled
    assert found.warnings == ()


@pytest.mark.slow
def test_default_step_is_a_tenth_of_the_largest_stable_one_and_stable_at_the_end() -> None:
    found = train("gaussian", 2, 6)
    assert found.end is not None
    assert found.step is not None
    assert found.step == pytest.approx(0.1 * min(found.begin.stable_step, found.end.stable_step), rel=1e-6)
    assert found.end.gradient_norm < 1e-8 * found.begin.gradient_norm
    again = train("gaussian", 2, 6, start=(3, 3))
    assert again.step == pytest.approx(0.1 * again.begin.stable_step)


def test_flow_and_descent_end_at_the_same_product() -> None:
    descent, flow = train("gaussian", 2, 6), train("gaussian", 2, 6, flow=40)
    assert flow.trajectory.products[-1] == pytest.approx(descent.trajectory.products[-1], abs=1e-6)
    assert flow.trajectory.times[-1] == 40
    assert (flow.step, flow.steps, flow.settled, len(flow.ratios)) == (None, None, None, 201)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("law", ["ones", TWO_POINT])
def test_a_run_that_leaves_the_line_says_so_and_beats_the_line(law: str) -> None:
    found = train(law, 2, 6)
    assert found.on_line[0]
    assert not found.on_line[-1]
    assert found.line_statement.startswith("the run left the line")
    assert "ab alone does not describe the model" in found.line_statement
    assert found.relative_errors[-1] < exact(found.reference.relative_mse) - 1e-5


def test_masked_training_on_ones_ends_at_the_best_point_of_the_line() -> None:
    found = train("ones", 2, 6, mask=True)
    assert found.trajectory.products[-1] == pytest.approx(exact(found.reference.ab_line), abs=1e-6)
    assert all(found.on_line)


def test_gaussian_start_is_repeatable_off_the_line_and_lowers_the_loss() -> None:
    first, second = (train("gaussian", 2, 5, gaussian=0.3, seed=4, steps=60) for _ in range(2))
    other = train("gaussian", 2, 5, gaussian=0.3, seed=5, steps=60)
    assert first.trajectory.losses.tolist() == second.trajectory.losses.tolist() != other.trajectory.losses.tolist()
    assert np.all(np.diff(first.trajectory.losses) < 0)
    assert all(block[0].all() for block in first.trajectory.parameters.values())
    assert first.line_statement.startswith("the run started off and did not reach the line")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("shifts", "said"),
    [
        ((0, 0, 0), "stayed on"),
        ((0, 1, 0), "left and came back to"),
        ((1, 1, 0), "reached"),
        ((0, 1, 1), "left"),
        ((1, 0, 1), "started off and did not reach"),
    ],
)
def test_statement_on_the_line_follows_the_largest_off_line_entry(shifts: tuple[int, ...], said: str) -> None:
    found = train("gaussian", 2, 4, steps=2)
    blocks = {name: block.copy() for name, block in found.trajectory.parameters.items()}
    blocks["W_KQ_23"][:, 0, 1] = 1e-5 * np.array(shifts)
    moved = replace(found, trajectory=replace(found.trajectory, parameters=blocks))
    assert moved.on_line == tuple(not shift for shift in shifts)
    assert moved.line_statement.startswith(f"the run {said} the line")
    assert ("does not describe" in moved.line_statement) == bool(shifts[-1])


def test_a_sample_ends_near_the_exact_point_and_is_never_exactly_on_the_line() -> None:
    found = train("sparse", 2, 5, samples=200, seed=1, steps=120)
    assert found.trajectory.products[-1] == pytest.approx(1, abs=0.02)
    assert "no finite sample keeps to it exactly" in found.line_statement
    near = train("gaussian", 2, 5, samples=1000, seed=1, steps=60)
    assert near.trajectory.products[-1] == pytest.approx(exact(near.reference.ab_line), rel=0.2)
    assert near.trajectory.products[-1] != pytest.approx(exact(near.reference.ab_line), rel=1e-6)


def test_a_sample_too_large_for_coefficients_is_trained_sequence_by_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = train("gaussian", 2, 5, samples=300, seed=2, steps=8)

    def too_large(x1: Real, lam: Complex, T: int) -> Source:
        raise TooLarge(2, T, 2, 1)

    monkeypatch.setattr(BatchTensor, "of", too_large)
    one_by_one = train("gaussian", 2, 5, samples=300, seed=2, steps=8)
    assert prepared.trajectory.losses == pytest.approx(one_by_one.trajectory.losses, rel=1e-10)
    for name, blocks in prepared.trajectory.parameters.items():
        assert blocks == pytest.approx(one_by_one.trajectory.parameters[name], rel=1e-9, abs=1e-12)


def test_a_stationary_start_settles_at_once() -> None:
    found = train("gaussian", 2, 5, start=(0, 0))
    assert (found.steps, found.settled, found.trajectory.products.tolist()) == (1, True, [0.0, 0.0])


def test_a_coordinate_that_is_always_zero_is_left_out_of_the_ratio() -> None:
    half = Atoms.of([[1, 0], [-1, 0]], [Fraction(1, 2), Fraction(1, 2)])
    found = train(half, None, 5, steps=20)
    assert found.ratios[0] == pytest.approx(0.01)
    assert found.reference.mean_ratio is None


# warnings and refusals


def test_a_step_beyond_the_stability_limit_is_warned_of(folder: Path) -> None:
    limit = train("gaussian", 2, 5, steps=1).begin.stable_step
    found = train("gaussian", 2, 5, start=(0.1, 0.1), step=1.5 * limit, steps=3)
    assert found.warnings[0].endswith("the largest stable step at the start of the run")
    told = run("gaussian", "-d", "2", "-T", "5", "--step", f"{1.5 * limit:.6f}", "--steps", "3", "--json")
    assert told.stderr.splitlines() == [f"warning: {sentence}" for sentence in json.loads(told.stdout)["warnings"]]
    assert told.stderr


def test_a_run_that_is_cut_off_before_it_settles_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofs.zheng2024.answers.trained_model.MOST_STEPS", 5)
    found = train("gaussian", 2, 5)
    assert (found.settled, found.steps) == (False, 5)
    assert found.warnings == ("the run had not settled after 5 steps: give --steps for a longer one",)


BASE = ("gaussian", "-d", "2", "-T", "5")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*BASE, "--step", "abc"), "'abc' as --step"),
        ((*BASE, "--step", "1e9"), "diverges: .* the largest stable step at the start is 0"),
        ((*BASE, "--step", "-1"), "step = -1, expected a positive number"),
        ((*BASE, "--steps", "0"), "steps = 0"),
        ((*BASE, "--flow", "0"), "flow = 0"),
        ((*BASE, "--flow", "1", "--steps", "3"), "either a flow or steps"),
        ((*BASE, "--start", "1"), "two numbers A0,B0"),
        ((*BASE, "--start", "1,x"), "'x' as B0"),
        ((*BASE, "--start", "1,1", "--gaussian", "1"), "one start"),
        ((*BASE, "--gaussian", "0"), "gaussian = 0"),
        ((*BASE, "--samples", "0"), "samples = 0"),
        ((*BASE, "--samples", "1e3"), "--samples '1e3'"),
        ((*BASE, "--every", "0"), "every = 0"),
        (("gaussian", "-d", "2"), "no length T"),
        (("gaussian", "-T", "5"), "without d"),
        (("gaussian", "-d", "2", "-T", "2"), "T = 2"),
        (("gaussian", "-d", "0", "-T", "5"), "d = 0"),
        (("gaussian", "-d", "2", "-T", "99999"), "T <= 2000"),
        (("gauss", "-d", "2", "-T", "5"), "gaussian"),
        (("finite(0:1)", "-d", "2", "-T", "5"), "something to predict"),
        ((f"gaussian(sigma={10**39})", "-d", "2", "-T", "5", "--start", "1e30,1e30"), "a start with a finite loss"),
        ((*BASE, "--steps", "999999999", "--every", "1"), "about .* GB, expected at most 4 GB"),
        ((*BASE, "--samples", "99999999999"), "samples of dimension 2, about .* GB"),
        (("gaussian", "-d", "9999999", "-T", "5"), "parameters each, about .* GB"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    assert re.search(said, refused(*arguments))


def test_a_population_loss_of_too_many_terms_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofs.zheng2024.answers.trained_model.MOST_BYTES", 10**6)
    assert re.search("terms or more .* about .* GB, .* train on samples", refused("ones", "-d", "5", "-T", "4"))


def test_laws_without_sixth_moments_are_refused() -> None:
    with pytest.raises(MomentDoesNotExist):
        train("student(df=5)", 2, 5)


def test_numbers_that_are_not_finite_are_refused() -> None:
    with pytest.raises(InputError, match="a_0, expected a finite number"):
        train("gaussian", 2, 5, start=(float("nan"), 1))
    with pytest.raises(InputError, match="step = nan"):
        train("gaussian", 2, 5, step=float("nan"))
    with pytest.raises(InputError, match="finite loss"):
        train("gaussian", 2, 5, start=(1e150, 1e150))


def test_a_folder_that_is_a_file_is_refused_before_training(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "taken").write_text("")
    monkeypatch.setattr("mesaproof.answers.training.train", pytest.fail)
    for name in ("taken", "taken/below"):
        assert "a folder that can be written" in refused(*BASE, "-o", name)


def test_missing_matplotlib_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matplotlib_settings, "find_spec", lambda name: None)
    assert "mesaproof[plot]" in refused(*BASE, "-o", "out")
    assert not Path("out").exists()


# the record, the tables, the files


def test_record_has_stable_keys_and_exact_numbers() -> None:
    arguments = ("gaussian", "-d", "2", "-T", "4", "--start", "-1/2,-1.5", "--step", "1/100", "--steps", "3")
    record = json.loads(run(*arguments, "--json").stdout)
    assert list(record)[:11] == [
        "schema",
        "law",
        "d",
        "T",
        "method",
        "samples",
        "seed",
        "mask",
        "start",
        "step",
        "steps",
    ]
    assert record["start"] == {"a": {"exact": "-1/2", "float": -0.5}, "b": {"exact": "-3/2", "float": -1.5}}
    assert record["step"] == {"exact": "1/100", "float": 0.01}
    assert record["on_line_exact"]["ab"] == {"exact": "4/23", "float": 4 / 23}
    assert set(record["end"]) == {*record["begin"]}
    assert record["begin"]["ab"] == {"exact": None, "float": 0.75}
    assert set(record["parameters"]) == set(BLOCKS)
    assert record["line"] == {"at_start": True, "throughout": True, "at_end": True}
    assert (record["steps"], record["records"], record["interrupted"]) == (3, 4, False)


def test_tables_compare_with_the_line_only_a_run_that_ended_there() -> None:
    stayed = run("gaussian", "-d", "2", "-T", "4", "--steps", "60").stdout
    assert "4/23 = 0.17391304" in stayed
    assert "not this run" not in stayed
    left = run("ones", "-d", "2", "-T", "4", "--steps", "60").stdout
    assert "ab of the mean diagonals" in left
    assert "exact, best on the line (not this run)" in left
    assert "the run left the line" in left


@pytest.mark.slow
def test_files_hold_the_same_numbers_and_can_be_read_back(folder: Path) -> None:
    told = run(TWO_POINT, "-d", "2", "-T", "4", "--steps", "12", "--every", "5", "-o", "deep/out", "--json")
    names = {path.name for path in (folder / "deep" / "out").iterdir()}
    plots = {f"{name}.{form}" for name in ("curves", "matrices") for form in ("png", "svg")}
    assert names == {"run.npz", "run.csv", "run.json", *plots}
    assert all(name in told.stderr for name in names)
    with np.load(folder / "deep/out/run.npz") as loaded:
        arrays = dict(loaded)
    with (folder / "deep/out/run.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    for name in COLUMNS:
        assert [float(row[name]) for row in rows] == arrays[name].tolist()
    assert set(arrays) == {*COLUMNS, *BLOCKS}
    assert all(arrays[name].shape == (4, 2, 2) for name in BLOCKS)
    record = json.loads(told.stdout)
    assert json.loads((folder / "deep/out/run.json").read_text()) == record
    last = {name: arrays[name][-1] for name in BLOCKS}
    assert Population(train(TWO_POINT, 2, 4, steps=1).law, 4).loss(last) == record["end"]["loss"]["float"]


@pytest.mark.slow
def test_plots_are_pictures_and_repeatable(folder: Path) -> None:
    found = train("ones", 1, 4, steps=3)
    first, second = folder / "first", folder / "second"
    for place in (first, second):
        place.mkdir()
        files = train_plots.write_plots(found, place)
        assert [file.read_bytes()[:4] for file in files if file.suffix == ".png"] == [b"\x89PNG"] * 2
        assert all(b"<svg" in file.read_bytes() for file in files if file.suffix == ".svg")
    for name in ("curves.svg", "matrices.svg"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.parametrize("how", [{"flow": 0.1}, {"steps": 30}, {"start": (0, 0)}], ids=str)
def test_curves_show_the_run_and_the_exact_line(how: Any) -> None:
    found = train("sparse", 2, 4, **how)
    product, *_, off = train_plots.curves(found).axes
    np.testing.assert_array_equal(product.lines[0].get_ydata(), found.trajectory.products)
    assert product.lines[1].get_ydata() == [1.0, 1.0]
    assert product.get_title(loc="left") == "$ab$"
    assert off.get_title(loc="left") == "largest off-line entry"


# interruption


def test_an_interrupted_run_keeps_what_was_recorded() -> None:
    with pytest.raises(Interrupted) as stopped:
        train("gaussian", 2, 5, progress=stop_after(4))
    found: TrainingRun = stopped.value.run
    assert found.steps == 3
    assert found.end is None
    assert found.warnings == ()
    assert isinstance(stopped.value, KeyboardInterrupt)


def test_interrupted_command_writes_arrays_and_exits_130(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any, **how: Any) -> TrainingRun:
        return train("gaussian", 2, 5, progress=stop_after(6))

    monkeypatch.setattr("mesaproof.answers.training.train", interrupted)
    told = run(*BASE, "-o", "out", code=130)
    assert "interrupted after 6 records" in told.stderr
    with np.load(folder / "out/run.npz") as arrays:
        assert len(arrays["times"]) == 6
    record = json.loads((folder / "out/run.json").read_text())
    assert record["interrupted"]
    assert record["end"]["gradient_norm"] is None
    assert not (folder / "out/curves.png").exists()


def test_interruption_before_the_first_record_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any, **how: Any) -> TrainingRun:
        return train("gaussian", 2, 5, progress=stop_at_once)

    def stop_at_once(message: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mesaproof.answers.training.train", interrupted)
    told = run(*BASE, "-o", "out", code=130)
    assert told.stderr == "interrupted before the first record: nothing is written\n"
    assert list((folder / "out").iterdir()) == []


def test_a_folder_that_vanishes_is_one_sentence(folder: Path) -> None:
    with pytest.raises(InputError, match="a folder that can be written"):
        write_arrays(train("sparse", 1, 3, steps=1), folder / "gone")


def test_a_law_whose_path_is_no_text_or_no_formula_has_its_title(folder: Path) -> None:
    law = folder / os.fsdecode(b"$_$\xff.json")
    law.write_text('{"atoms": [["1"], ["-1"]], "weights": ["1/2", "1/2"]}')
    found = train(f"atoms({law.name})", 1, 3, steps=1)
    for figure in (train_plots.curves(found), train_plots.matrices(found)):
        figure.draw_without_rendering()
        assert figure.get_suptitle().startswith(r"atoms($_$\udcff.json)")


@pytest.mark.parametrize(("law", "time"), [("scale(scale(uniform, 1e10), 8)", Fraction(7, 3)), ("gaussian", 10**12)])
def test_a_flow_for_too_long_a_time_is_refused_before_it_begins(law: str, time: Fraction | int) -> None:
    """It used to take steps for ever: a flow at rest is followed with stable steps only."""
    with pytest.raises(InputError, match="too many to follow a flow"):
        train(law, 2, 4, flow=time)


def test_a_flow_has_as_many_digits_at_a_large_scale_and_keeps_what_it_conserves() -> None:
    run = train("scale(gaussian, 1000)", 2, 4, flow=Fraction(1, 10**11))
    path = run.trajectory
    assert path.products[-1] == pytest.approx(4 / 23 * 1e-6, rel=1e-7)
    squares = [np.sum(path.parameters[name] ** 2, axis=(1, 2)) for name in ("W_PV_12", "W_KQ_32")]
    assert np.max(np.abs(squares[0] - squares[1])) < 1e-8 * squares[0][0]


@pytest.mark.slow
def test_a_tiny_step_does_not_make_a_run_settled() -> None:
    """A step of 1e-30 is short everywhere: a run has settled where one of the usual length would be."""
    run = train("gaussian", 1, 3, step=Fraction(1, 10**30))
    assert run.settled is False
    assert any("had not settled" in warning for warning in run.warnings)


def test_a_start_at_the_saddle_is_warned_of() -> None:
    run = train("rademacher", 2, 4, start=(0, 0))
    assert any("the start is at rest" in warning for warning in run.warnings)


def test_a_start_at_the_saddle_is_said_never_to_have_moved() -> None:
    found = CliRunner().invoke(cli.main, ["train", "rademacher", "-d", "2", "-T", "4", "--start", "0,0"])
    assert "the start is at rest and never moved" in " ".join(found.stdout.split())


def test_the_record_holds_the_imbalance() -> None:
    """2 (b² − a²) at the start, which a flow keeps."""
    found = training_record(train("rademacher", 2, 4, start=(Fraction(1, 2), 1), flow=1))
    assert [found[at]["imbalance"]["float"] for at in ("begin", "end")] == pytest.approx([1.5, 1.5])


def test_one_parameter_beside_a_huge_one_is_not_called_settled_before_it_is() -> None:
    run = train("gaussian", 1, 3, start=(10**30, 1))
    assert run.settled
    assert run.trajectory.products[-1] == pytest.approx(0.2, rel=1e-3)
