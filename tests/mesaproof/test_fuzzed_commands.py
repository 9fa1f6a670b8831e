"""A sample of the fuzzed command lines; `python -m benchmarks.fuzzing` runs as many as one likes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.fuzzed.fuzzed_commands import Fuzzed
from benchmarks.fuzzed.fuzzed_folders import prepared, state
from benchmarks.fuzzing import ENVIRONMENTS, Ended, drawn, faults
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import parse_law

ROOT = Path(__file__).parents[2]
ENDED = Ended(code=0, out="", err="", seconds=0.1, kilobytes=1)


@pytest.mark.heavy
@pytest.mark.parametrize("runs", [6, pytest.param(40, marks=pytest.mark.slow)])
def test_fuzzed_commands_keep_what_is_promised_of_every_command(runs: int) -> None:
    """A longer run begins with the commands of a shorter one."""
    command = [sys.executable, "-m", "benchmarks.fuzzing", str(runs), "--seed", "0", "--environments", "0"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{runs} command lines:" in done.stdout


def test_a_seed_draws_the_same_commands_and_a_longer_run_begins_with_them() -> None:
    short, long = list(drawn(50, 1)), list(drawn(200, 1))
    assert short == long[:50] != list(drawn(50, 2))
    assert {case.environment for case in drawn(3000, 1)} == {"", *ENVIRONMENTS}
    assert {case.arguments[0] for case in long} >= {"check", "gradient", "flow", "train", "sweep", "verify", "derive"}


def test_most_laws_that_are_drawn_are_laws_and_many_are_not() -> None:
    asked = [
        case.arguments[1] for case in drawn(150, 3) if case.arguments[:1] == ("check",) and len(case.arguments) > 1
    ]
    read = [_is_law(text) for text in asked]
    assert len(read) / 3 < sum(read) < 0.9 * len(read)


def _is_law(text: str) -> bool:
    try:
        parse_law(text)
    except InputError:
        return False
    return True


@pytest.mark.parametrize(
    ("arguments", "ended", "part"),
    [
        (("check", "x"), {"code": 70}, "exit code 70"),
        (("check", "x"), {"code": -9}, "exit code -9"),
        (("check", "x"), {"err": "Traceback (most recent call last):\n"}, "a traceback"),
        (("check", "x"), {"seconds": 61.0}, "61 seconds"),
        (("check", "x"), {"kilobytes": 3 * 1024**2}, "3072 MB"),
        (("check", "x", "--json"), {"out": '{"a": NaN}'}, "JSON that is none"),
        (("check", "x", "--json"), {"out": '{"a": 1} {}'}, "JSON that is none"),
        (("check", "x"), {"code": 2, "err": "Error\n"}, "not one sentence"),
        (("check", "x"), {"code": 2, "err": "mesaproof: a\nb\n"}, "not one sentence"),
        (("check", "x"), {"code": 2, "err": "mesaproof: a\n", "out": "1"}, "an output beside a refusal"),
        (("check", "x"), {"code": 2, "err": "mesaproof: a\n", "out": "1 cells, 0 answered"}, "an output beside"),
        (("sweep", "x"), {"code": 2, "out": "1 cells, 0 answered"}, ""),
        (("sweep", "x"), {"code": 2, "out": "table"}, "an output beside"),
        (("check", "x"), {"err": "\x1b[31m"}, "unprintable"),
        (("check", "x"), {}, ""),
        (("check", "x"), {"code": 2, "err": "mesaproof: a\n"}, ""),
        (("train", "x"), {"code": 2, "err": "training: about 3 min in all; Ctrl-C ends it\nmesaproof: a\n"}, ""),
        (("train", "x"), {"code": 2, "err": "training: about 3 min in all; Ctrl-C ends it\n"}, "not one sentence"),
        (("check", "x", "--json"), {"out": '{"a": 1}'}, ""),
    ],
)
def test_a_command_that_misbehaves_is_noticed(
    arguments: tuple[str, ...], ended: dict[str, object], part: str, tmp_path: Path
) -> None:
    before = state(tmp_path)
    found = "; ".join(faults(Fuzzed(arguments), Ended(**{**vars(ENDED), **ended}), before, tmp_path))
    assert part in found
    assert bool(part) == bool(found)


def test_what_happens_to_the_folder_is_noticed(tmp_path: Path) -> None:
    prepared(tmp_path)
    before, case = state(tmp_path), Fuzzed(("report", "x", "-o", "out"))
    assert not list(faults(case, ENDED, before, tmp_path))
    (tmp_path / "canary.txt").write_text("touched")
    (tmp_path / "kept/canary.txt").unlink()
    (tmp_path / "executed").touch()
    (tmp_path / "half.json").write_text('{"a": ')
    (tmp_path / "half.png").write_bytes(b"\x89PNG")
    found = "; ".join(faults(case, ENDED, before, tmp_path))
    for part in (
        "deleted ['kept/canary.txt']",
        "changed ['canary.txt']",
        "ran what",
        "half.json cannot",
        "half.png is",
    ):
        assert part in found
    unasked = "; ".join(faults(Fuzzed(("check", "x")), ENDED, before, tmp_path))
    assert "unasked" in unasked
