"""PDF by a TeX program, where one is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from mesaproof.documents.typst_document import DoesNotCompile
from mesaproof.errors import InputError
from mesaproof.output.file import reason

PROGRAMS = ("pdflatex", "lualatex", "tectonic")
SECONDS = 180
LAST_LINES = 6


def program() -> str | None:
    """The path of the first TeX program that is installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def required_program() -> str:
    """The same; raises InputError where there is none."""
    if found := program():
        return found
    raise InputError("--engine tex", f"one of {', '.join(PROGRAMS)} to be installed", "try --engine typst")


def compiled(source: str) -> bytes:
    """A LaTeX document as PDF; raises InputError without a TeX program, DoesNotCompile where it refuses."""
    return run(required_program(), source)[0]


def run(path: str, source: str) -> tuple[bytes, str]:
    """The PDF of a LaTeX document and what the program said; it runs in a folder that is removed.

    Raises InputError where that folder cannot be written or the program cannot be started.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "derivation.tex").write_text(source, encoding="utf-8")
            said = _said(path, folder, source)
            return _pdf(Path(folder) / "derivation.pdf", Path(path).name, source), said
    except OSError as error:
        given = f"{Path(path).name}, which cannot run: {reason(error)}"
        raise InputError(given, "a TeX program and a folder for its files", "try --engine typst") from None


def _pdf(made: Path, name: str, source: str) -> bytes:
    try:
        return made.read_bytes()
    except FileNotFoundError:
        raise DoesNotCompile(name, "it wrote no PDF", source, ".tex") from None


MOST_RUNS = 4
RERUN = "Rerun to get"
"""What a program says that wants to run again: numbers of references were not known yet."""


def _said(path: str, folder: str, source: str) -> str:
    """What the last of as many runs says as it takes until all references have their numbers."""
    said = ""
    for _ in range(MOST_RUNS):
        said = _run_once(path, folder, source)
        if RERUN not in said:
            break
    return said


def _run_once(path: str, folder: str, source: str) -> str:
    name = Path(path).name
    flags = [] if name == "tectonic" else ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
    try:
        done = subprocess.run(
            [path, *flags, "derivation.tex"],
            cwd=folder,
            env={**os.environ, "max_print_line": "1000"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DoesNotCompile(name, f"no end after {SECONDS} s", source, ".tex") from None
    said = done.stdout.decode(errors="replace")
    if done.returncode:
        raise DoesNotCompile(name, _last_lines(said), source, ".tex")
    return said


def _last_lines(said: str) -> str:
    """The error and what follows it, else the end of what was said."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [n for n, line in enumerate(lines) if line.startswith(("!", "error"))]
    return " | ".join(lines[errors[0] : errors[0] + LAST_LINES] if errors else lines[-LAST_LINES:])
