"""A program that forks: it imports the libraries once, and each process forked from it runs one program of its own.

Such a process has imported nothing of ours. It is asked for by a line of JSON on stdin: `argv`, as Python takes it (a
script, or `-m` and a module), the folder `cwd`, the variables `environment`, whether warnings are `errors`, and the
files `stdout` and `stderr` to write to. The answer is a line with its exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import sys
import warnings
from pathlib import Path
from typing import Any

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


def asked() -> dict[str, Any]:
    """What the next process is asked for; comes back in that process alone."""
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            found: dict[str, Any] = json.loads(line)
            return found
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    sys.exit()


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
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()  # what was imported is not gone through at the end of each process
    wanted = asked()
    argv = wanted.pop("argv")
    settle(**wanted)
    run(argv)
