"""Starting the command line: help beside an empty Click program, one answer beside an import of SymPy."""

from __future__ import annotations

import sys

from benchmarks.timing import in_turns, output, report, told, whole

PYTHON = sys.executable
BARE_CLICK = """
import click

@click.group()
def program(): ...

@program.command()
def nothing(): ...

program()
"""
HELP = ["--help"]
CHECK = ["check", "gaussian", "-d", "5", "-T", "100"]
HEAVY = ("sympy", "flint", "mpmath", "numpy", "scipy", "hypothesis", "pytest", "rich", "matplotlib")

LOADED = f"""
import runpy, sys
sys.argv = ["mesaproof", "--help"]
try:
    runpy.run_module("mesaproof", run_name="__main__")
except SystemExit:
    pass
print("loaded:", *(name for name in {HEAVY!r} if name in sys.modules))
"""


def main() -> None:
    commands = {
        "an empty Click program": [PYTHON, "-c", BARE_CLICK, *HELP],
        "mesaproof --help": mesaproof(HELP),
        'python -c "import sympy"': [PYTHON, "-c", "import sympy"],
        f"mesaproof {' '.join(CHECK)}": mesaproof(CHECK),
    }
    found = in_turns({name: whole(command) for name, command in commands.items()})
    click, ours, sympy, check = commands
    report(ours, found[ours], click, found[click])
    print("heavy modules loaded by --help:", loaded_by_help() or "none")
    report(check, found[check], sympy, found[sympy])
    print(f"python -c pass: {told(in_turns({'pass': whole([PYTHON, '-c', 'pass'])})['pass'])}")


def mesaproof(arguments: list[str]) -> list[str]:
    return [PYTHON, "-m", "mesaproof", *arguments]


def loaded_by_help() -> str:
    """Which of the heavy packages are in memory once the help has been printed."""
    return output([PYTHON, "-c", LOADED]).rpartition("loaded:")[2].strip()


if __name__ == "__main__":
    main()
