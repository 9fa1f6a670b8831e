"""What is written: whole or not at all, over nothing of somebody else's, and nothing is left of what fails."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from matplotlib.figure import Figure

from mesaproof import cli
from mesaproof.answers.training import train
from mesaproof.documents import derivations, tex_engine
from mesaproof.documents.pages.page_folder import pages
from mesaproof.documents.training_files import write_arrays
from mesaproof.documents.typst_document import DoesNotCompile
from mesaproof.errors import InputError
from mesaproof.output import marks
from mesaproof.output.file import replaced, written
from mesaproof.plots import train_plots
from mesaproof.plots.check_plots import Drawing, targets
from mesaproof.plots.check_plots.whole_figure import written as written_drawing
from mesaproof.plots.figures import draw, drawing
from mesaproof.plots.figures.picture import Picture
from mesaproof.running.sweeps import sweep
from mesaproof.running.sweeps.sweep_store import JOURNAL, RECORD, TABLE, journal, write_tables
from proofs.catalogue import find
from proofs.figure import Recipe, Studio
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024.answers.training_run import TrainingRun

KEY = "zheng2024/gradient"
NOBODY = 65534
FOREIGN = b"a person's own work"

FORMS = {
    "report": (
        "index.html",
        "report.json",
        "claims/zheng2024-gradient.html",
        "assets/mesaproof.css",
        "assets/mesaproof.js",
    ),
    "figures": ("fig2-ones.png", "fig2-ones.svg", "fig2-ones.csv", "fig2-ones.npz", "figures.json"),
    "arrays": ("run.npz", "run.csv", "run.json"),
    "plots": ("curves.png", "curves.svg", "matrices.png", "matrices.svg"),
    "drawing": ("check.png", "check.svg", "check.npz"),
    "tables": (TABLE, RECORD),
}
"""The files of each kind of result."""

COMMANDS = {
    "report": ("report", KEY, "--exact-only", "-o"),
    "figures": ("figures", "zheng2024", "--quick", "--only", "fig2-ones", "-o"),
    "arrays": ("train", "sparse", "-d", "1", "-T", "3", "--steps", "1", "-o"),
    "plots": ("train", "sparse", "-d", "1", "-T", "3", "--steps", "1", "-o"),
    "drawing": ("check", "sparse", "-d", "1", "-T", "3", "--plot"),
    "tables": ("sweep", "sparse", "-d", "1", "-T", "3", "-o"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder; figures of the paper and of a run are small ones."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(drawing, "made", small_picture)
    for name in ("curves", "matrices"):
        monkeypatch.setattr(train_plots, name, small_figure)
    return tmp_path


def small_figure(*_: object) -> Figure:
    made = Figure(figsize=(1, 1))
    made.subplots().plot([1, 2], [3, 5])
    return made


def small_picture(recipe: Recipe, studio: Studio) -> Picture:
    return Picture("", small_figure(), {}, ("x",), ((1.0,),), {"x": np.arange(3.0)}, ())


@cache
def trained() -> TrainingRun:
    return train("sparse", 1, 3, steps=1)


def write_report(place: Path) -> None:
    pages([Verdict(find(KEY), Outcome.UNDECIDED, (), "not run")]).write(place)


def write_drawing(place: Path) -> None:
    written_drawing(Drawing(small_figure(), {"x": np.arange(3.0)}), targets(place))


def write_sweep(place: Path) -> None:
    write_tables(place, ["law", "d"], [["sparse", 1]] * 2000, {"version": "0", "what": "check", "cells": ["x"] * 2000})


WRITERS: dict[str, Callable[[Path], object]] = {
    "report": write_report,
    "figures": lambda place: draw("zheng2024", place, only=["fig2-ones"], quick=True),
    "arrays": lambda place: write_arrays(trained(), place),
    "plots": lambda place: train_plots.write_plots(trained(), place),
    "drawing": write_drawing,
    "tables": write_sweep,
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk on which no file grows beyond so many bytes: what does not fit is cut off, and the system says so."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# a disk that is full, and Ctrl-C


@pytest.mark.parametrize("kind", WRITERS)
def test_a_full_disk_leaves_the_earlier_results_and_nothing_else(kind: str, folder: Path) -> None:
    WRITERS[kind](folder)
    before = contents(folder)
    assert set(before) == set(FORMS[kind])
    with room_for(min(map(len, before.values())) - 1), pytest.raises(InputError, match="that can be written"):
        WRITERS[kind](folder)
    assert contents(folder) == before


@pytest.mark.parametrize("kind", WRITERS)
def test_ctrl_c_while_writing_leaves_the_earlier_results_and_nothing_else(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    WRITERS[kind](folder)
    before, flush, calls = contents(folder), os.fsync, iter(range(100))

    def stopped(descriptor: int) -> None:
        flush(descriptor)
        if next(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        WRITERS[kind](folder)
    assert contents(folder) == before


@pytest.mark.sampled(1)
@pytest.mark.parametrize("form", ["latex", "markdown", "html"])
def test_a_document_that_does_not_fit_leaves_the_earlier_one(form: str, folder: Path) -> None:
    (folder / "out").write_bytes(FOREIGN)
    with room_for(100):
        told = run("derive", KEY, "--to", form, "-o", "out")
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "a file that can be written" in told.stderr
    assert contents(folder) == {"out": FOREIGN}


def test_a_journal_that_does_not_fit_keeps_its_complete_lines(folder: Path) -> None:
    sweep(["sparse"], [1], [3], folder)
    size = (folder / JOURNAL).stat().st_size
    with room_for(size + 100), pytest.raises(InputError, match="what was finished is kept"):
        sweep(["sparse"], [1], [3, 4], folder)
    found = sweep(["sparse"], [1], [3, 4], folder)
    assert (found.resumed, found.dropped) == (1, 1)
    assert sweep(["sparse"], [1], [3, 4], folder).dropped == 0


# files of somebody else


@pytest.mark.parametrize("kind", WRITERS)
def test_results_are_written_over_those_of_an_earlier_run(kind: str, folder: Path) -> None:
    for _ in range(2):
        WRITERS[kind](folder)
    assert set(contents(folder)) == set(FORMS[kind])
    assert all(marks.is_own(folder / name) for name in FORMS[kind])


FOREIGN_FILES = [(kind, name) for kind, names in FORMS.items() for name in names]


@pytest.mark.parametrize(("kind", "name"), [*FOREIGN_FILES, ("tables", JOURNAL)])
def test_a_file_of_somebody_else_is_refused_before_any_work(kind: str, name: str, folder: Path) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(FOREIGN)
    told = run(*COMMANDS[kind], str(folder))
    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert Path(name).name in told.stderr
    assert contents(folder).pop(name) == FOREIGN
    assert set(contents(folder)) <= {name, JOURNAL}


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("kind", "name"), FOREIGN_FILES)
def test_a_file_of_somebody_else_is_not_overwritten_later_either(kind: str, name: str, folder: Path) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(FOREIGN)
    with pytest.raises(InputError, match="not a file of mesaproof's"):
        WRITERS[kind](folder)
    assert contents(folder) == {name: FOREIGN}


def test_arrays_beside_a_picture_are_not_written_over_those_of_somebody_else(folder: Path) -> None:
    np.savez(folder / "results.npz", x=np.arange(3))
    (folder / "results.png").write_bytes(FOREIGN)
    before = contents(folder)
    told = run("check", "sparse", "-d", "1", "-T", "3", "--plot", "results.png")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "--plot in '.', where 'results.npz' is not a file of mesaproof's" in told.stderr
    assert contents(folder) == before


@pytest.mark.parametrize(
    "content",
    [
        b'{"event": "login"}\n{"event": "logout"}',
        b"a note without an end",
        b'{"key": 3, "record": {}}\n',
        b'{"key": "a", "record": {}}\n{"key": "b", "record": {',
        b"[" * 100_000 + b"\n",
    ],
    ids=["log", "note", "like one", "much like one", "nested"],
)
def test_a_journal_of_somebody_else_is_neither_added_to_nor_cut_off(content: bytes, folder: Path) -> None:
    (folder / JOURNAL).write_bytes(content)
    with pytest.raises(InputError, match="not the journal of a sweep"), journal(folder):
        pytest.fail("opened")
    assert contents(folder) == {JOURNAL: content}


def test_a_last_line_that_no_sweep_began_is_not_cut_off(folder: Path) -> None:
    sweep(["sparse"], [1], [3], folder)
    with (folder / JOURNAL).open("ab") as file:
        file.write(b"a note")
    found = sweep(["sparse"], [1], [3, 4], folder)
    assert (found.resumed, found.dropped) == (1, 1)
    assert (folder / JOURNAL).read_bytes().split(b"\n")[1] == b"a note"
    assert sweep(["sparse"], [1], [3, 4], folder).resumed == 2


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    "damage",
    [
        {"status": "stopped"},
        {"status": "fine"},
        {"agrees": "yes"},
        {"false_alarm": "1"},
        {"false_alarm": -1},
        {"because": None},
        {"found": {}},
        {"found": []},
        {"found": {"ab_line": "4"}},
        {"found": {"ab_line": {"exact": 4}}},
        {"found": {"ab_line": {"float": "4"}}},
        {"T": 4},
    ],
    ids=str,
)
def test_a_record_of_the_journal_of_the_wrong_shape_is_run_again(damage: dict[str, object], folder: Path) -> None:
    whole = sweep(["sparse"], [1], [3], folder)
    line = json.loads((folder / JOURNAL).read_text())
    (folder / JOURNAL).write_text(json.dumps(line | {"record": line["record"] | damage}) + "\n")
    found = sweep(["sparse"], [1], [3], folder)
    assert (found.resumed, found.rows) == (0, whole.rows)
    assert sweep(["sparse"], [1], [3], folder).resumed == 1


def test_a_law_whose_path_is_no_text_is_written_and_found_again(folder: Path) -> None:
    law = folder / os.fsdecode(b"$_$\xff.json")
    law.write_text('{"atoms": [["1"], ["-1"]], "weights": ["1/2", "1/2"]}')
    found = [sweep([f"atoms({law})"], [1], [3], folder) for _ in range(2)]
    assert (found[0].rows, found[0].resumed, found[1].resumed) == (found[1].rows, 0, 1)
    assert r"\udcff" in (folder / TABLE).read_text()
    made = train(f"atoms({law})", 1, 3, steps=1)
    write_arrays(made, folder)
    assert json.loads((folder / "run.json").read_text())["law"] == made.law.description


def test_a_run_of_another_program_with_keys_like_ours_is_kept(folder: Path) -> None:
    foreign = json.dumps({"method": "nuts", "samples": 500, "seed": 3, "start": [0.1]}, indent=2).encode()
    (folder / "run.json").write_bytes(foreign)
    with pytest.raises(InputError, match=r"run\.json"):
        write_arrays(train("sparse", 1, 3, steps=1), folder)
    assert contents(folder) == {"run.json": foreign}


def test_a_document_that_does_not_compile_is_kept_beside_files_of_somebody_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = "every line checked by mesaproof 0"

    def refused(*_: object) -> bytes:
        raise DoesNotCompile("tex", "no", stamp, ".tex")

    monkeypatch.setattr(tex_engine, "compiled", refused)
    (folder / "out.failed.tex").write_bytes(FOREIGN)
    printed = derivations.Printed(find(KEY), ())
    for _ in range(2):
        with pytest.raises(InputError, match=r"out\.failed-2\.tex"):
            printed.write_pdf(folder / "out.pdf", "tex")
    assert contents(folder) == {"out.failed.tex": FOREIGN, "out.failed-2.tex": stamp.encode()}


# one file


def test_what_was_named_keeps_its_mode_and_a_new_file_has_the_usual_one(folder: Path) -> None:
    for name, mode in (("private", 0o600), ("program", 0o755)):
        (folder / name).write_bytes(FOREIGN)
        (folder / name).chmod(mode)
        written(Path(name), b"new")
        assert ((folder / name).stat().st_mode & 0o777, (folder / name).read_bytes()) == (mode, b"new")
    before = os.umask(0o027)
    try:
        written(Path("new"), b"new")
    finally:
        os.umask(before)
    assert (folder / "new").stat().st_mode & 0o777 == 0o640


def test_a_file_that_may_not_be_written_is_not_replaced(folder: Path) -> None:
    place = folder / "mine"
    place.mkdir()
    (place / "out").write_bytes(FOREIGN)
    (place / "out").chmod(0o444)
    place.chmod(0o777)
    user = os.geteuid()
    os.seteuid(user or NOBODY)
    try:
        with pytest.raises(InputError, match="Permission denied"):
            written(Path("mine/out"), b"new")
    finally:
        os.seteuid(user)
    assert contents(place) == {"out": FOREIGN}


def test_a_derivation_is_not_written_over_its_own_claim(folder: Path) -> None:
    (folder / "mine.py").write_bytes(FOREIGN)
    (folder / "link").symlink_to("mine.py")
    for output in ("mine.py", "./mine.py", "link"):
        told = run("derive", "mine.py", "-o", output)
        assert (told.exit_code, "which is the file of the claim" in told.stderr) == (2, True)
    assert (folder / "mine.py").read_bytes() == FOREIGN


def test_what_is_open_already_is_added_to(folder: Path) -> None:
    with (folder / "log").open("ab") as log:
        log.write(FOREIGN)
        log.flush()
        written(Path("/dev/fd") / str(log.fileno()), b", and more")
    assert contents(folder) == {"log": FOREIGN + b", and more"}


def test_of_several_files_none_is_moved_where_one_cannot_be_written(folder: Path) -> None:
    (folder / "taken").mkdir()
    (folder / "one").write_bytes(FOREIGN)
    with pytest.raises(IsADirectoryError):
        replaced({folder / "one": b"new", folder / "taken": b"new"})
    with pytest.raises(FileNotFoundError):
        replaced({folder / "one": b"new", folder / "nowhere" / "two": b"new"})
    assert contents(folder) == {"one": FOREIGN}


def test_an_interrupted_run_says_that_the_pictures_are_of_an_earlier_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    WRITERS["plots"](folder)

    def stop(message: str) -> None:
        if message.startswith("step 1"):
            raise KeyboardInterrupt

    monkeypatch.setattr(
        "mesaproof.answers.training.train", lambda *_, **__: train("sparse", 1, 3, steps=2, progress=stop)
    )
    told = run(*COMMANDS["arrays"], str(folder))
    assert told.exit_code == 130
    assert "of an earlier run: curves.png, curves.svg, matrices.png, matrices.svg" in told.stderr


def test_a_program_that_cannot_be_started_is_one_sentence(folder: Path) -> None:
    (folder / "pdflatex").write_text("")
    with pytest.raises(InputError, match=r"pdflatex, which cannot run: Permission denied.*try --engine typst"):
        tex_engine.run(str(folder / "pdflatex"), "")


# a fragment and what is written beside it


SHORT = "newton/schulz"


def test_a_fragment_has_its_macros_and_sources_beside_it(folder: Path) -> None:
    for _ in range(2):
        told = run("derive", SHORT, "--fragment", "--prefix", "a:", "-o", "flow.tex")
        assert told.exit_code == 0, told.stderr
    assert set(contents(folder)) == {"flow.tex", "flow-macros.tex", "flow.bib"}
    text = (folder / "flow.tex").read_text()
    assert r"\label{a:claim:newton:schulz}" in text
    assert r"\cite[{" in text
    assert "@" in (folder / "flow.bib").read_text()


@pytest.mark.parametrize("name", ["flow-macros.tex", "flow.bib"])
def test_a_fragment_is_not_written_over_files_of_others(name: str, folder: Path) -> None:
    (folder / name).write_bytes(FOREIGN)
    told = run("derive", SHORT, "--fragment", "-o", "flow.tex")
    assert (told.exit_code, "a file of somebody else" in told.stderr) == (2, True)
    assert contents(folder) == {name: FOREIGN}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fragment"], "--fragment without -o"),
        (["--fragment", "-o", "flow.pdf"], "-o NAME.tex"),
        (["--fragment", "--to", "pdf", "-o", "flow.tex"], "--fragment with --to pdf"),
        (["--prefix", "a:"], "--fragment with it"),
        (["--columns", "2"], "--fragment with it"),
        (["--fragment", "--prefix", "a%", "-o", "flow.tex"], "letters, digits, colons"),
    ],
)
def test_options_of_a_fragment_that_say_nothing_together_are_refused(
    options: list[str], said: str, folder: Path
) -> None:
    told = run("derive", SHORT, *options)
    assert (told.exit_code, said in told.stderr) == (2, True), told.stderr
    assert contents(folder) == {}
