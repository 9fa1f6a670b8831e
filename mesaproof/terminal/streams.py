"""Standard input, output and error as a person's surroundings have them: closed, full, or without UTF-8."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

from mesaproof.terminal.spelling import PLAIN_ASCII, SPELLED


def prepare() -> None:
    """Let no character be an error, and no file that is opened later take the place of a closed stream."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=PLAIN_ASCII if ascii_only else stream.encoding, errors=SPELLED)


def encoding() -> str:
    """That of standard output; UTF-8 where it is closed or does not say."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def flush() -> None:
    """Write what is buffered for standard output, so that an error is seen here and not when Python ends."""
    if sys.stdout is not None:
        sys.stdout.flush()


def abandon(stream: TextIO | None) -> None:
    """Send what is still buffered nowhere: it cannot be written, and would be an error again when Python ends."""
    if stream is not None:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def note(line: str) -> None:
    """A line on standard error; where that cannot be written there is nobody to tell."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        abandon(sys.stderr)
