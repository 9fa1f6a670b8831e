"""Dependencies that a command does not use are not loaded: pytest and Hypothesis stay where they are used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.mesaproof.cli.runs import ROOT

SELDOM = ("pytest", "_pytest", "hypothesis", "scipy", "matplotlib", "jinja2", "typst", "dask", "joblib")
COMMANDS = (
    ("check", "gaussian", "-d", "3", "-T", "6"),
    ("show", "zheng2024/gradient", "--json"),
    ("loss", "zhang2024"),
)


def loaded(source: str) -> str:
    """Which of the modules a program has loaded at its end."""
    end = f"\nprint('loaded:', *(name for name in {SELDOM!r} if name in sys.modules))\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", f"import sys\n{source}{end}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.rpartition("loaded:")[2].strip()


def test_import_loads_nothing_that_is_seldom_used() -> None:
    assert loaded("import mesaproof") == ""
    assert loaded("import hypothesis") == "hypothesis"


@pytest.mark.sampled(1)
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_command_loads_nothing_that_is_seldom_used(arguments: tuple[str, ...]) -> None:
    run = (
        f"from mesaproof.cli import main\ntry: main({list(arguments)!r})\nexcept SystemExit as end: assert not end.code"
    )
    assert loaded(run) == ""


def test_check_loads_neither_the_kernel_nor_what_runs_claims() -> None:
    run = f"from mesaproof.cli import main\ntry: main({list(COMMANDS[0])!r})\nexcept SystemExit: pass\n"
    assert loaded(f"{run}assert not {{'symbolic.core', 'mesaproof.running.runner'}} & set(sys.modules)") == ""
