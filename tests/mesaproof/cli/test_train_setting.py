"""`train --setting`: what is printed and written, exit codes, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mesaproof.commands import setting_trained
from tests.mesaproof.cli.runs import record, run

TWO_LAYERS = """
from mesaproof.settings import Family, Gaussian, Setting, covariance, eye, parameter, scalar, size

d = size("d")
x, W, V = Gaussian("x", covariance("S", d)), parameter("W", [d]), parameter("V", [d])
mine = Setting(
    "mine", sizes=(d,), draws=(x,), parameters=(W, V), prediction=lambda: W @ V @ x, target=lambda: x,
    families={"multiples": Family(W=scalar("a") * eye(d), V=scalar("b") * eye(d))},
)
"""
SIZES = {"sizes": {"d": 2}, "covariances": {"S": [[1, "1/2"], ["1/2", 2]]}}
START = SIZES | {"scalars": {"a": "1/2", "b": 1}}


@pytest.fixture(autouse=True)
def model(folder: Path) -> None:
    """A setting and its values in the working folder."""
    (folder / "mine.py").write_text(TWO_LAYERS, encoding="utf-8")
    (folder / "start.json").write_text(json.dumps(START), encoding="utf-8")
    (folder / "sizes.json").write_text(json.dumps(SIZES), encoding="utf-8")


MINE = ("train", "--setting", "mine.py", "--at")


def test_the_screen_says_how_it_ended_and_what_the_exact_loss_is() -> None:
    printed = run(*MINE, "start.json", "--family", "multiples", "--step", "1/20", "--steps", "10").stdout
    assert printed.startswith(
        "mine, d = 2\ngradient descent, 10 steps of size 0.05 on the population loss; limit of steps"
    )
    assert "exact loss at the end: agrees" in printed
    assert "the run left the family multiples" in printed
    assert max(map(len, printed.splitlines())) <= 100


def test_the_record_has_its_parameters_by_block() -> None:
    found = record(*MINE, "start.json", "--family", "multiples", "--step", "1/20", "--steps", "10", "--every", "5")
    assert (found["steps"], found["records"]) == (10, 3)
    assert found["start"] == {"W": [[0.5, 0], [0, 0.5]], "V": [[1, 0], [0, 1]]}
    assert set(found["parameters"]) == {"W", "V"}
    assert found["exact"]["agrees"]
    assert not found["family"]["at_end"]
    flow = record(*MINE, "sizes.json", "--gaussian", "1/2", "--flow", "1/2")
    assert (flow["method"], flow["ended"], flow["family"]) == ("flow", "end of time", None)
    assert flow["start"] == {"gaussian": {"exact": "1/2", "float": 0.5}}


@pytest.mark.slow
def test_files_and_figures_are_written_and_written_again() -> None:
    line = (*MINE, "start.json", "--family", "multiples", "--steps", "4", "-o", "out")
    assert "curves.png" in run(*line).stderr
    names = {"run.npz", "run.csv", "run.json", "curves.png", "curves.svg", "matrices.png", "matrices.svg"}
    assert {file.name for file in Path("out").iterdir()} == names
    header, *rows = Path("out/run.csv").read_text().splitlines()
    assert header == "times,losses,gradient_norms,off_family"
    assert len(rows) == 5
    assert json.loads(Path("out/run.json").read_text())["setting"] == "mine"
    run(*line)
    Path("foreign").mkdir()
    Path("foreign/run.csv").write_text("1,2\n")
    assert "run.csv" in run(*line[:-1], "foreign", code=2).stderr
    assert Path("foreign/run.csv").read_text() == "1,2\n"


def test_a_run_that_diverges_is_recorded_and_ends_with_1() -> None:
    result = run(*MINE, "start.json", "--step", "40", "--family", "multiples", "--json", code=1)
    found = json.loads(result.stdout)
    assert found["ended"] == "diverged"
    assert "take a smaller step; the largest stable step at the start is" in result.stderr


def test_a_run_that_is_interrupted_prints_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    from mesaproof.answers import setting_training

    def pressed(what: str, done: float, total: float, width: int = 1) -> None:
        if done == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(setting_training, "counted", pressed)
    result = run(*MINE, "start.json", "--family", "multiples", code=setting_trained.INTERRUPTED)
    assert "interrupted" in result.stdout


BAD = {
    "no law": (("train",), "LAW, or --setting SETTING"),
    "a law and a setting": (("train", "gaussian", "--setting", "mine.py", "--at", "start.json"), "either of them"),
    "a setting without values": (("train", "--setting", "mine.py"), "--at VALUES.json"),
    "a family of a law": (("train", "gaussian", "-d", "2", "-T", "4", "--family", "line"), "--setting with it"),
    "values of a law": (("train", "gaussian", "-d", "2", "-T", "4", "--at", "start.json"), "--setting with it"),
    "a dimension": ((*MINE, "start.json", "-d", "2"), "in --at VALUES.json"),
    "a start": ((*MINE, "start.json", "--start", "1,1"), "in --at VALUES.json"),
    "a mask": ((*MINE, "start.json", "--mask"), "Family.only"),
    "letters without the family": ((*MINE, "start.json"), "there is no scalar a"),
    "a family that is unknown": ((*MINE, "start.json", "--family", "multple"), "did you mean multiples?"),
    "a setting that is unknown": (("train", "--setting", "zheng2042", "--at", "start.json"), "did you mean zheng2024?"),
    "a file that is missing": ((*MINE, "nowhere.json"), "nowhere.json"),
    "a flow with a step": ((*MINE, "sizes.json", "--gaussian", "1", "--flow", "1", "--step", "1"), "either a flow"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_trained_is_one_sentence(name: str) -> None:
    arguments, part = BAD[name]
    result = run(*arguments, code=2)
    assert part in result.stderr
    assert (result.stdout, result.stderr.count("\n")) == ("", 1)
