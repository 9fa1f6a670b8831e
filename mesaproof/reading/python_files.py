"""Python files of a person's own: run as `python FILE` would run them, and what stops one told with its line."""

from __future__ import annotations

import stat
from pathlib import Path
from traceback import extract_tb
from types import ModuleType

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from proofs.catalogue import module_of_file


def run_file(path: Path) -> ModuleType:
    """Run a Python file of the user's as a module; raises InputError when it is missing or stops."""
    require_file(path)
    try:
        return module_of_file(path)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # also what a test library raises to leave a test
        raise stopped(f"the file {path}", error, line_of(path, error)) from error


def stopped(what: str, error: BaseException, line: int | None = None) -> InputError:
    """The error for code of a person's own that stops with an error."""
    message = " ".join(str(error).split())
    where = f", at line {line}" if line else ""
    return InputError(f"{what}, which stops with {type(error).__name__}: {message}{where}", "one that runs to its end")


def line_of(path: Path, error: BaseException) -> int | None:
    """The line of a file at which an error was raised, or that led to it; none where it was not run."""
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if _same(frame.filename, path)]
    return lines[-1] if lines else None


def _same(name: str, path: Path) -> bool:
    try:
        return Path(name).resolve() == path.resolve()
    except (OSError, ValueError):
        return False


def require_file(path: Path) -> None:
    """Raise InputError unless the path is a file that can be read."""
    shown = f"the file {quoted(str(path), PATH_LENGTH)}"
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
        if is_file:
            path.open("rb").close()
    except FileNotFoundError:
        raise InputError(f"{shown}, which does not exist", "a Python file") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
        raise InputError(shown, "a Python file that can be read", reason) from error
    if not is_file:
        raise InputError(f"{shown}, which is no file", "a Python file")
