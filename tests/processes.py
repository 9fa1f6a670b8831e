"""Processes of their own for programs in Python, without the seconds that importing the libraries takes in each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FORKING = Path(__file__).with_name("process_forking.py")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Processes:
    """Runs programs one after the other, each in a process that has imported the libraries and nothing of ours.

    With `mathematics` it has imported what lies below `mesaproof` too: for what a program answers, not how it starts.
    """

    forking: subprocess.Popen[str]
    folder: Path

    def run(self, *argv: str, errors: bool = False, mathematics: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a script, or `-m` and a module, in the present folder and environment; with `errors`, warnings are."""
        stdin, stdout = self.forking.stdin, self.forking.stdout
        assert stdin is not None
        assert stdout is not None
        written = {name: self.folder / name for name in ("stdout", "stderr")}
        for path in written.values():
            path.write_bytes(b"")
        how = {"cwd": os.getcwd(), "environment": {**os.environ}, "errors": errors, "mathematics": mathematics}
        files = {name: str(path) for name, path in written.items()}
        print(json.dumps({"argv": argv} | how | files), file=stdin, flush=True)
        code = int(stdout.readline())
        out, err = (path.read_text(encoding="utf-8") for path in written.values())
        return subprocess.CompletedProcess(argv, code, out, err)


@contextmanager
def started(folder: Path) -> Iterator[Processes]:
    """Processes whose output passes through a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}
    command, pipe = [sys.executable, "-P", str(FORKING)], subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, encoding="utf-8") as forking:
        yield Processes(forking, folder)
