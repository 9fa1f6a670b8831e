"""README's commands are the ones that run: one line each, and `.ci/run` has no copy of its own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STEPS = ["-m ruff check .", "-m ruff format --check .", "-m mypy"]


def commands(text: str, label: str) -> list[str]:
    """The contents of every fenced block directly after a line with the label's comment."""
    return re.findall(rf"<!-- command: {label} -->\n\s*```\w*\n(.+?)\n```", text, re.DOTALL)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with `.ci/run` and a `.venv` whose Python only writes down how it was called."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$*" >> calls\n')
    python.chmod(0o755)
    return tmp_path


def run(clone: Path, command: str) -> tuple[int, list[str]]:
    """Exit code of `.ci/run` and the calls it led to, for a README with this test command."""
    (clone / "README.md").write_text(f"# x\n\n<!-- command: test -->\n```sh\n{command}\n```\n")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [clone / ".ci" / "run"], cwd="/", env={**os.environ, "PATH": path}, capture_output=True, check=False
    )
    calls = clone / "calls"
    return done.returncode, calls.read_text().splitlines() if calls.exists() else []


@pytest.mark.parametrize("label", ["test", "verify"])
def test_command_is_one_line(label: str) -> None:
    (command,) = commands((ROOT / "README.md").read_text(encoding="utf-8"), label)
    assert len(command.splitlines()) == 1
    assert shlex.split(command)
    assert not command.startswith("$")


def test_ci_runs_the_command_of_the_readme_and_then_the_checks(clone: Path) -> None:
    assert run(clone, "echo 'from the readme' >> calls && true") == (0, ["from the readme", *STEPS])


@pytest.mark.parametrize("command", ["false", "false | true", "echo one\necho two"])
def test_ci_fails_with_the_command_of_the_readme(command: str, clone: Path) -> None:
    code, calls = run(clone, command)
    assert code != 0
    assert calls == []


def test_ci_has_no_second_copy() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert not re.search(r"pytest|pip\b|venv --", script.split("set -euo", 1)[1])
