"""What goes to stdout and to stderr, and what the first screens import."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
import threading

import pytest

from tests.mesaproof.cli.runs import ROOT, TWO_POINT, process, run
from tests.processes import Processes


@pytest.mark.usefixtures("kept_verdicts")
def test_examples_are_printed_without_a_command() -> None:
    """Of `verify` the exact side is run here; test_verify.py runs all of it."""
    printed = run().stdout
    examples = [shlex.split(line)[1:] for line in printed.splitlines() if line.startswith("  mesaproof ")]
    assert [example[0] for example in examples] == ["verify", "check", "check"]
    for example in examples:
        run(*example, *(["--exact-only"] if example == ["verify"] else []))


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"]], ids=str)
def test_first_screens_import_nothing_heavy(arguments: list[str]) -> None:
    source = (
        "import sys\nfrom mesaproof.cli import main\n"
        f"code = main({arguments!r}, standalone_mode=False)\n"
        "heavy = {'sympy', 'scipy', 'numpy', 'flint', 'hypothesis'} & set(sys.modules)\n"
        "sys.exit(f'imported {sorted(heavy)}' if heavy else code)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_module_runs_as_a_program() -> None:
    done = process("check", "rademacher", "-d", "2", "-T", "4", "--json", capture_output=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["ab_limit"]["exact"] == "4/7"


def test_module_says_what_is_wrong_in_one_line(processes: Processes) -> None:
    done = processes.run("-m", "mesaproof", "check", "gaus", mathematics=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mesaproof: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_progress_goes_to_stderr_and_the_record_alone_to_stdout() -> None:
    terminal, end = pty.openpty()
    shown: list[bytes] = []
    reader = threading.Thread(target=_read_all, args=(terminal, shown))
    reader.start()
    done = process("verify", "zheng2024/theorem-4.1-limit", "--json", stdout=subprocess.PIPE, stderr=end)
    os.close(end)
    reader.join()
    os.close(terminal)
    assert done.returncode == 0
    assert [claim["key"] for claim in json.loads(done.stdout)["claims"]] == ["zheng2024/theorem-4.1-limit"]
    assert b"zheng2024/theorem-4.1-limit" in b"".join(shown)


def _read_all(terminal: int, shown: list[bytes]) -> None:
    """Until the other end is closed, which a terminal reports as an error."""
    try:
        while chunk := os.read(terminal, 4096):
            shown.append(chunk)
    except OSError:
        return


def test_tables_have_no_colour_codes_where_there_is_no_terminal(processes: Processes) -> None:
    done = processes.run("-m", "mesaproof", "check", TWO_POINT, "-d", "2", "-T", "4", mathematics=True)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    "arguments", [("figures", "0x10", "-o", "out"), ("train", "gaus", "-d", "1", "-T", "3")], ids=lambda words: words[0]
)
def test_a_dumb_terminal_gets_the_sentence_alone(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TERM": "dumb", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    told = run(*arguments, code=2).stderr
    assert told.startswith("mesaproof: ")
    assert told.count("\n") == 1
