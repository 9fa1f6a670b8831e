"""The end of a command: its exit code, and a sentence for what is no answer, so that no crash passes for a verdict."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from traceback import format_exception

from mesaproof import __version__
from mesaproof.errors import GIVEN_LENGTH, InputError, printable, shortened
from mesaproof.terminal import streams

INPUT_AT_FAULT, CRASHED, INTERRUPTED, PIPE_CLOSED = 2, 70, 130, 141
"""The last two are what a shell says of a program that Ctrl-C or a closed pipe ends."""

NO_ANSWER = (INPUT_AT_FAULT, CRASHED, INTERRUPTED, PIPE_CLOSED)

TRACEBACK = "MESAPROOF_TRACEBACK"
_NOT_WRITTEN = (ENOSPC, EDQUOT, EFBIG, EIO)


class Carried(Exception):
    """Carries an exception past Click, which makes exit code 1 of a closed pipe and an interruption of an early end."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


@contextmanager
def carried() -> Iterator[None]:
    """Raise what Click would swallow as `Carried`."""
    try:
        yield
    except (OSError, EOFError, KeyboardInterrupt) as error:
        raise Carried(error) from error


def finished(run: Callable[[], int], refused: Callable[[BaseException], str]) -> int:
    """The exit code of what runs; `refused` is the sentence for an error that is an answer to bad input, else empty."""
    streams.prepare()
    code = _ended(run, refused)
    try:
        streams.flush()
    except (OSError, ValueError) as error:
        streams.abandon(sys.stdout)
        return code if code in NO_ANSWER else _told(error, refused)
    return code


def _ended(run: Callable[[], int], refused: Callable[[BaseException], str]) -> int:
    try:
        return run()
    except Carried as error:
        return _told(error.error, refused)
    except BaseException as error:  # whatever it is, Python would end with the exit code of a refutation
        return _told(error, refused)


def _told(error: BaseException, refused: Callable[[BaseException], str]) -> int:
    """Say what happened; the exit code."""
    if isinstance(error, SystemExit) and (error.code is None or isinstance(error.code, int)):
        return error.code or 0
    if isinstance(error, BrokenPipeError):
        return PIPE_CLOSED
    if isinstance(error, KeyboardInterrupt):
        streams.note("mesaproof: interrupted, without an answer")
        return INTERRUPTED
    if sentence := refused(error) or _unwritable(error) or _nowhere():
        streams.note(f"mesaproof: {printable(sentence)}")
        return INPUT_AT_FAULT
    _crashed(error)
    return CRASHED


def _unwritable(error: BaseException) -> str:
    if not isinstance(error, OSError) or error.errno not in _NOT_WRITTEN:
        return ""
    return str(InputError(f"an output that cannot be written: {error.strerror}", "room for it"))


def _nowhere() -> str:
    """The sentence for a folder that was removed while a command runs in it: libraries ask where they are."""
    try:
        os.getcwd()
    except OSError:
        return str(InputError("a working folder that does not exist any more", "one that does", "change to another"))
    return ""


def _crashed(error: BaseException) -> None:
    """What happened, what is known of the installation, and what a report has to hold."""
    from mesaproof.terminal import installation

    if os.environ.get(TRACEBACK, "0") not in ("", "0"):
        streams.note("".join(format_exception(error)).rstrip())
    said = " ".join(str(error).split())
    what = shortened(f"{type(error).__name__}: {said}" if said else type(error).__name__, GIVEN_LENGTH)
    streams.note(f"mesaproof: stopped with {printable(what)}; that is a fault of mesaproof and no answer")
    if found := installation.altered():
        files = shortened(", ".join(found), GIVEN_LENGTH)
        streams.note(f"  not as they were installed: {files}; to repair them, run {installation.repair()}")
    machine = f"mesaproof {__version__}, Python {platform.python_version()}, {sys.platform}"
    streams.note(f"  in a report, please give {machine}, and the command: {_command()}")
    streams.note(f"  the same command with {TRACEBACK}=1 in the environment prints where it happened")


def _command() -> str:
    return printable(shortened(shlex.join(["mesaproof", *sys.argv[1:]]), GIVEN_LENGTH))
