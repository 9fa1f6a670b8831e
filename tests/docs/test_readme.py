"""README's commands are the ones that run: one line each; `.ci/run` has no copy of its own, and names what exists."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def commands(text: str, label: str) -> list[str]:
    """The contents of every fenced block directly after a line with the label's comment."""
    return re.findall(rf"<!-- command: {label} -->\n\s*```\w*\n(.+?)\n```", text, re.DOTALL)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with `.ci/run` alone."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    return tmp_path


def run(clone: Path, stage: str, command: str = "true") -> subprocess.CompletedProcess[str]:
    """One stage of `.ci/run`, for a README with this test command."""
    (clone / "README.md").write_text(f"# x\n\n<!-- command: test -->\n```sh\n{command}\n```\n")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    arguments = [str(clone / ".ci" / "run"), stage]
    return subprocess.run(arguments, cwd="/", env={**os.environ, "PATH": path}, capture_output=True, text=True)


@pytest.mark.parametrize("label", ["test", "verify"])
def test_command_is_one_line(label: str) -> None:
    (command,) = commands((ROOT / "README.md").read_text(encoding="utf-8"), label)
    assert len(command.splitlines()) == 1
    assert shlex.split(command)
    assert not command.startswith("$")


def test_ci_runs_the_command_of_the_readme(clone: Path) -> None:
    done = run(clone, "tests", "echo 'from the readme' >> calls && true")
    assert done.returncode == 0, done.stderr
    assert (clone / "calls").read_text() == "from the readme\n"
    assert done.stdout.splitlines()[-1].startswith("stage tests: passed in ")


@pytest.mark.parametrize("command", ["false", "false | true", "echo one\necho two"])
def test_ci_fails_with_the_command_of_the_readme(command: str, clone: Path) -> None:
    done = run(clone, "tests", command)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "failed: tests"
    assert "stage tests: FAILED after " in done.stdout


def test_ci_has_no_second_copy() -> None:
    (command,) = commands((ROOT / "README.md").read_text(encoding="utf-8"), "test")
    assert command not in SCRIPT


def test_unknown_stage_of_ci_is_refused(clone: Path) -> None:
    done = run(clone, "test")
    assert (done.returncode, done.stdout) == (2, "")
    assert "lint tests slow floors documents" in done.stderr


def test_the_limits_of_all_stages_of_ci_are_forty_minutes_together() -> None:
    (limits,) = re.findall(r"minutes=\((.*)\)", SCRIPT)
    each = {name: int(minutes) for name, minutes in re.findall(r"\[(\w+)\]=(\d+)", limits)}
    assert list(each) == ["lint", "tests", "slow", "floors", "documents"]
    assert sum(each.values()) <= 40


def test_floors_name_a_file_of_tests_that_is_missing(clone: Path) -> None:
    done = run(clone, "floors")
    assert done.returncode == 1
    assert re.search(r"^floors: there is no tests/\S+\.py$", done.stdout, re.M)


def test_every_file_that_ci_names_exists() -> None:
    named = re.findall(r"tests/[\w/]+\.py", SCRIPT)
    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).is_file()] == []
