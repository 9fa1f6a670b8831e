"""A program that forks: it imports the libraries once, and each process forked from it runs one program of its own.

Such a process has imported nothing of ours, or the `mathematics` where that is asked for: all below `mesaproof`. It is
asked for by a line of JSON on stdin: `argv`, as Python takes it (a script, or `-m` and a module), the folder `cwd`, the
variables `environment`, whether warnings are `errors`, and the files `stdout` and `stderr` to write to. The answer is a
line with its exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

LIBRARIES = (
    "sympy",
    "flint",
    "mpmath",
    "numpy",
    "scipy.integrate",
    "scipy.optimize",
    "scipy.special",
    "scipy.stats",
    "hypothesis",
    "pytest",
    "click",
    "rich.console",
    "rich.table",
)


ROOT = Path(__file__).parents[1]
MATHEMATICS = ("symbolic", "numeric_check", "proofs")


def asked(lines: TextIO) -> dict[str, Any]:
    """What the next process is asked for; comes back in that process alone."""
    beside: TextIO | None = None
    """The process that has imported the mathematics and does the same."""
    for line in lines:
        found: dict[str, Any] = json.loads(line)
        if found.pop("mathematics", False):
            if beside is None:
                read, write = os.pipe()
                if os.fork() == 0:
                    os.close(write)
                    import_all(mathematics())
                    return asked(os.fdopen(read, encoding="utf-8"))
                os.close(read)
                beside = os.fdopen(write, "w", encoding="utf-8")
            print(json.dumps(found), file=beside, flush=True)
        elif (child := os.fork()) == 0:
            return found
        else:
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    if beside is not None:
        beside.close()
        os.wait()
    sys.exit()


def mathematics() -> Iterator[str]:
    """The modules below `mesaproof`; none of them registers how a record is shown."""
    for package in MATHEMATICS:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def import_all(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)
    gc.freeze()  # what was imported is not gone through at the end of each process


def settle(cwd: str, environment: dict[str, str], stdout: str, stderr: str, errors: bool) -> None:
    """Take the surroundings that are asked for."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate((os.devnull, stdout, stderr)):
        opened = os.open(path, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    if errors:
        warnings.simplefilter("error")


def run(argv: list[str]) -> None:
    """Run a program as Python would."""
    module, *arguments = argv[1:] if argv[0] == "-m" else argv
    sys.argv = [module, *arguments]
    if argv[0] == "-m":
        sys.path.insert(0, os.getcwd())
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        sys.path.insert(0, str(Path(module).parent))
        runpy.run_path(module, run_name="__main__")


if __name__ == "__main__":
    import_all(LIBRARIES)
    wanted = asked(sys.stdin)
    argv = wanted.pop("argv")
    settle(**wanted)
    run(argv)
