"""Sweeps: the same rows whatever runs them, and nothing that was finished is lost."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import sympy
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from mesaproof.answers.checking import check
from mesaproof.cli import main
from mesaproof.commands.sweep import whole_list
from mesaproof.documents.json_records import law_record
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at
from mesaproof.running.sweeps import Sweep, sweep, sweep_cells, sweep_pools
from mesaproof.running.sweeps.sweep_cells import MOST_CELLS, SHARE, Cell, run_cell
from mesaproof.running.sweeps.sweep_store import JOURNAL, RECORD, TABLE, journal
from numeric_check.compare import FALSE_ALARM
from proofs.zheng2024.answers.law_report import LawReport
from proofs.zheng2024.line import trained
from symbolic.laws import Sparse

ROOT = Path(__file__).parents[3]
NOBODY = 65534

SMALL = ("rademacher", "sparse(c=1/2)", "-d", "1,2", "-T", "4..5", "--seeds", "0")
"""Eight cells that take a moment each."""


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["sweep", *map(str, arguments)], env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def small(folder: Path, **changes: Any) -> Sweep:
    """What `SMALL` runs."""
    return sweep(["rademacher", "sparse(c=1/2)"], [1, 2], [4, 5], folder, **changes)


def files(folder: Path) -> tuple[bytes, bytes]:
    return (folder / TABLE).read_bytes(), (folder / RECORD).read_bytes()


def lines(folder: Path) -> list[bytes]:
    path = folder / JOURNAL
    return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / TABLE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# what a cell is


def test_check_cell_is_the_command_check(tmp_path: Path) -> None:
    (row,) = json.loads(run("rademacher", "-d", "2", "-T", "5", "--seeds", "7", "-o", tmp_path, "--json").stdout)[
        "cells"
    ]
    single = check("rademacher", 2, 5, seed=7, false_alarm=SHARE)
    assert row["found"] == json.loads(json.dumps(law_record(single) | {"given": None}))
    assert (row["law"], row["d"], row["T"], row["seed"]) == ("rademacher(scale=1)", 2, 5, 7)
    assert row["agrees"] is True
    assert row["false_alarm"] == row["found"]["crosschecks"][1]["false_alarm"] > 0


@pytest.mark.slow
def test_train_cell_ends_at_the_exact_product_from_every_start(tmp_path: Path) -> None:
    found = sweep(["gaussian(sigma=1/2)", "sparse"], [2, 3], [5], tmp_path, seeds=(0, 1), what="train")
    assert [row.agrees for row in found.rows] == [True] * 8
    starts = {(row.found["a_0"]["float"], row.found["b_0"]["float"]) for row in found.rows}
    assert len(starts) == 8
    for row in found.rows:
        exact = trained.ab_line(law_at(row.cell.law, row.cell.d), 5)
        assert row.found["ab_line"]["exact"] == str(exact)
        assert row.found["ab"]["float"] == pytest.approx(float(exact or 0), rel=1e-6)


@pytest.mark.parametrize("factor", ["1.000005", "0.999995"])
def test_train_cell_notices_a_product_that_is_a_few_resolutions_off(
    factor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = trained.ab_line
    monkeypatch.setattr(trained, "ab_line", lambda law, T: sympy.Rational(factor) * best(law, T))
    result = run("gaussian", "-d", "2", "-T", "5", "--what", "train", "-o", tmp_path, code=1)
    assert "DISAGREES" in result.stdout
    assert "replay: mesaproof sweep" in result.stderr


def test_train_cell_whose_line_is_not_invariant_says_so_and_compares_nothing(tmp_path: Path) -> None:
    (row,) = sweep(["ones"], [3], [5], tmp_path, what="train").rows
    assert (row.status, row.agrees) == ("answered", None)
    assert row.found["off_line"]["float"] > 0.01
    assert "not invariant" in row.because


def disagreeing(*arguments: Any) -> LawReport:
    report = check(*arguments)
    first, *others = report.crosschecks
    assert first.comparison is not None
    wrong = replace(first, comparison=replace(first.comparison, agrees=False))
    return replace(report, crosschecks=(wrong, *others))


def test_disagreement_exits_with_1_and_prints_the_command_that_replays_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep_cells, "check", disagreeing)
    result = run("sparse", "-d", "2", "-T", "5", "--seeds", "3", "-o", tmp_path, code=1)
    assert 'replay: mesaproof check "sparse(c=1)" -d 2 -T 5 --seed 3' in result.stderr
    assert table(tmp_path)[0]["agrees"] == "False"


def test_false_alarms_of_all_cells_are_added_up(tmp_path: Path) -> None:
    found = sweep(["gaussian"], [1, 2], [5], tmp_path)
    assert found.false_alarm == sum(row.false_alarm for row in found.rows) > 0
    assert found.false_alarm / len(found.rows) * MOST_CELLS == pytest.approx(FALSE_ALARM)
    assert json.loads((tmp_path / RECORD).read_text())["false_alarm"] == found.false_alarm


# failures are rows


def test_failing_cells_are_rows_with_a_sentence_and_the_others_run(tmp_path: Path) -> None:
    result = run("student(df=5)", "sparse", "-d", "2", "-T", "5", "-o", tmp_path, code=3)
    assert "student(df=5) is infinite" in result.stdout
    assert [row["status"] for row in table(tmp_path)] == ["at fault", "answered"]
    again = run("student(df=5)", "sparse", "-d", "2", "-T", "5", "-o", tmp_path, code=3)
    assert "2 of 2 cells kept" in again.stderr


def test_only_faulty_input_exits_with_2(tmp_path: Path) -> None:
    run("student(df=5)", "-d", "2", "-T", "5,6", "-o", tmp_path, code=2)
    run("gaussian", "-d", "200", "-T", "5", "--what", "train", "-o", tmp_path, code=2)
    assert "take smaller d" in table(tmp_path)[0]["because"]


def test_cell_that_stops_for_another_reason_is_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: Any) -> LawReport:
        raise MemoryError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(sweep_cells, "check", fails)
        found = sweep(["sparse"], [2], [5], tmp_path)
    assert (found.rows[0].because, found.exit_code) == ("it stops with MemoryError: no room", 3)
    assert sweep(["sparse"], [2], [5], tmp_path).rows[0].agrees is True


def test_law_file_gives_its_own_dimension(tmp_path: Path) -> None:
    law = tmp_path / "law.json"
    law.write_text('{"atoms": [["1", "2"], ["-1", "-2"]], "weights": ["1/2", "1/2"]}')
    run(f"atoms({law})", "-T", "5", "-o", tmp_path / "out")
    assert table(tmp_path / "out")[0]["d"] == "2"
    law.write_text('{"atoms": [["1", "3"], ["-1", "-3"]], "weights": ["1/2", "1/2"]}')
    assert "kept" not in run(f"atoms({law})", "-T", "5", "-o", tmp_path / "out").stderr


BAD = {
    "no whole number": (("gaussian", "-d", "2,x", "-T", "5"), "got -d '2,x', expected whole numbers"),
    "empty item": (("gaussian", "-d", "2,,3", "-T", "5"), "expected whole numbers"),
    "backwards": (("gaussian", "-d", "2", "-T", "5", "--seeds", "4..0"), "a range of 1 to"),
    "endless": (("gaussian", "-d", "1..999999999999", "-T", "5"), "a range of 1 to"),
    "many ranges": (
        ("gaussian", "-d", ",".join(f"{k}0000..{k}9999" for k in range(1, 12)), "-T", "5"),
        "at most 100000 numbers in all",
    ),
    "many cells": (("gaussian", "-d", "1..2000", "-T", "3..2000"), "at most 100000"),
    "d of 0": (("gaussian", "-d", "0,1", "-T", "5"), "a dimension d >= 1"),
    "T of 2": (("gaussian", "-d", "2", "-T", "2..4"), "a length T >= 3"),
    "no d": (("gaussian", "-T", "5"), "without d"),
    "no law": (("gausian", "-d", "2", "-T", "5"), "did you mean gaussian?"),
    "no workers": (("gaussian", "-d", "2", "-T", "5", "--workers", "0"), "got 0 workers"),
    "both": (("gaussian", "-d", "2", "-T", "5", "--workers", "2", "--cluster", "tcp://h:1"), "one or the other"),
    "no port": (("gaussian", "-d", "2", "-T", "5", "--cluster", "tcp://127.0.0.1"), "a Dask scheduler such as"),
    "nobody listens": (("gaussian", "-d", "2", "-T", "5", "--cluster", "tcp://127.0.0.1:1"), "Connection refused"),
}


@pytest.mark.parametrize(("arguments", "sentence"), BAD.values(), ids=BAD)
def test_bad_lists_and_clusters_are_one_sentence(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    result = run(*arguments, "-o", tmp_path, code=2)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert sentence in line


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 5)), min_size=1))
def test_lists_are_read_in_order_each_number_once(ranges: list[tuple[int, int]]) -> None:
    written = ",".join(f"{first}..{first + more}" if more else str(first) for first, more in ranges)
    option = click.Option(["--seeds"])
    expected = [first + step for first, more in ranges for step in range(more + 1)]
    assert whole_list(click.Context(click.Command("sweep")), option, written) == tuple(dict.fromkeys(expected))


# the same whatever runs it


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`SMALL`, checked and trained, by one process."""
    folder = tmp_path_factory.mktemp("alone")
    for what in ("check", "train"):
        run(*SMALL, "--what", what, "-o", folder / what)
    return folder


@pytest.mark.parametrize("what", ["check", pytest.param("train", marks=pytest.mark.slow)])
def test_two_workers_find_exactly_what_one_finds(what: str, alone: Path, tmp_path: Path) -> None:
    run(*SMALL, "--what", what, "--workers", "2", "-o", tmp_path)
    assert files(tmp_path) == files(alone / what)
    assert sorted(lines(tmp_path)) == sorted(lines(alone / what))


@pytest.mark.slow
def test_cluster_finds_exactly_what_one_process_finds_though_a_worker_is_killed(alone: Path, tmp_path: Path) -> None:
    LocalCluster: Any = import_module("distributed").LocalCluster
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        told: list[str] = []

        def kill_one(message: str) -> None:
            told.append(message)
            if len(told) == 2:
                os.kill(cluster.workers[0].pid, signal.SIGKILL)

        found = small(tmp_path, cluster=cluster.scheduler_address, told=kill_one)
    assert (found.exit_code, len(told)) == (0, 8)
    assert files(tmp_path) == files(alone / "check")


def test_port_that_never_speaks_is_no_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_pools, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(InputError, match="timed out, expected a Dask scheduler"):
            small(tmp_path, cluster=address)


def test_worker_of_another_version_is_refused() -> None:
    with pytest.raises(InputError, match=r"mesaproof 0\.0\.0, as here, on every worker"):
        run_cell(Cell("check", Sparse(), 2, 5, 0), "0.0.0")


@pytest.mark.parametrize(("missing", "changes"), [("distributed", {"cluster": "tcp://h:1"})])
def test_extra_is_named_where_it_is_needed_and_only_there(
    missing: str, changes: dict[str, Any], alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(InputError, match=r"mesaproof\[cluster\]"):
        small(tmp_path, **changes)
    small(tmp_path)
    assert files(tmp_path) == files(alone / "check")


# nothing is lost


class Fatal:
    """A law that kills the process which receives it."""

    d, description, exchangeable = 2, "fatal", False

    def __repr__(self) -> str:
        return self.description

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return signal.raise_signal, (signal.SIGKILL,)


@pytest.mark.slow
def test_cell_that_kills_its_worker_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    fatal: Any = Fatal()
    found = sweep(["rademacher", fatal, "sparse"], [2], [4], tmp_path, workers=2)
    assert [row.status for row in found.rows] == ["answered", "stopped", "answered"]
    assert "its worker died 3 times" in found.rows[1].because
    assert found.exit_code == 3
    assert len(lines(tmp_path)) == 2


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A sweep in a process group of its own, which takes Ctrl-C as one at a terminal does."""
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    program += "from mesaproof.cli import main; main()"
    command = [sys.executable, "-c", program, "sweep", *SMALL, "-o", str(folder), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for_cells(process: subprocess.Popen[str], folder: Path, count: int) -> None:
    while len(lines(folder)) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def test_killed_run_loses_nothing_that_was_finished_and_resumes(alone: Path, tmp_path: Path) -> None:
    process = started(tmp_path)
    wait_for_cells(process, tmp_path, 3)
    process.kill()
    process.communicate()
    kept = [line for line in lines(tmp_path) if line.endswith(b"\n")]
    assert 3 <= len(kept) < 8
    assert not (tmp_path / TABLE).exists()
    result = run(*SMALL, "-o", tmp_path)
    assert f"{len(kept)} of 8 cells kept from an earlier run" in result.stderr
    assert lines(tmp_path)[: len(kept)] == kept
    assert sorted(lines(tmp_path)) == sorted(lines(alone / "check"))
    assert files(tmp_path) == files(alone / "check")


@pytest.mark.slow
def test_interrupt_says_what_is_kept_and_the_same_command_continues(alone: Path, tmp_path: Path) -> None:
    process = started(tmp_path, "--workers", "2")
    wait_for_cells(process, tmp_path, 3)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate()
    assert process.returncode == 130
    (kept,) = re.findall(rf"^mesaproof: kept (\d+) of 8 cells in {tmp_path}; the same command continues$", stderr, re.M)
    assert int(kept) == len(lines(tmp_path)) < 8
    assert "Traceback" not in stderr
    run(*SMALL, "-o", tmp_path)
    assert files(tmp_path) == files(alone / "check")


@pytest.mark.parametrize("damage", ["torn", "half", "overwritten"])
def test_damaged_line_is_left_out_said_and_run_again(damage: str, alone: Path, tmp_path: Path) -> None:
    whole = lines(alone / "check")
    first, last = whole[0], whole[-1]
    ends = {"torn": (first, last[:-1]), "half": (first, last[:50]), "overwritten": (b"\0" * 40 + b"\n", last)}
    (tmp_path / JOURNAL).write_bytes(b"".join([ends[damage][0], *whole[1:-1], ends[damage][1]]))
    result = run(*SMALL, "-o", tmp_path)
    assert "1 incomplete line(s) of the journal left out" in result.stderr
    assert "7 of 8 cells kept" in result.stderr
    assert files(tmp_path) == files(alone / "check")
    assert "incomplete" not in run(*SMALL, "-o", tmp_path).stderr or damage == "overwritten"


def test_more_cells_in_the_same_folder_keep_those_that_are_finished(alone: Path, tmp_path: Path) -> None:
    sweep(["sparse(c=1/2)"], [2], [4, 5], tmp_path)
    assert "2 of 8 cells kept" in run(*SMALL, "-o", tmp_path).stderr
    assert files(tmp_path) == files(alone / "check")


def test_second_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with journal(tmp_path):
        result = run(*SMALL, "-o", tmp_path, code=2)
    assert "another run is at work" in result.stderr
    run(*SMALL, "-o", tmp_path)


def test_full_disk_is_a_sentence_and_keeps_what_is_finished(
    alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, calls = os.write, iter(range(100))

    def full(descriptor: int, content: bytes) -> int:
        if content.startswith(b'{"key"') and next(calls) == 3:
            write(descriptor, content[:20])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, content)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(InputError, match="No space left on device"):
            small(tmp_path)
    assert "3 of 8 cells kept" in run(*SMALL, "-o", tmp_path).stderr
    assert files(tmp_path) == files(alone / "check")


def occupied(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "file").write_text("")
    yield tmp_path / "file"
    yield tmp_path / "file" / "below"
    (tmp_path / "taken" / JOURNAL).mkdir(parents=True)
    yield tmp_path / "taken"


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    for folder in occupied(tmp_path):
        (line,) = run(*SMALL, "-o", folder, code=2).stderr.splitlines()
        assert "a folder that can be written" in line


@contextmanager
def without_privileges() -> Iterator[None]:
    """As a user who may not write everywhere."""
    user = os.geteuid()
    os.seteuid(user or NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def test_folder_without_permission_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with without_privileges(), pytest.raises(InputError, match="Permission denied"):
        small(tmp_path / "out")
    tmp_path.chmod(0o700)
    assert not (tmp_path / "out").exists()
