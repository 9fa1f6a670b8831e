"""Rich's console as this program uses it: text as it is, and errors of the output left to the end of the command."""

from __future__ import annotations

import os
import sys
from io import StringIO
from typing import Any, NoReturn

from rich.console import Console, RenderableType


class _Screen(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Rich would end the program with the exit code of a refutation."""
        raise BrokenPipeError


def screen(**options: Any) -> Console:
    """A console on which brackets in a law or in the name of a file are no markup."""
    return _Screen(markup=False, highlight=False, **options)


LEAST_WIDTH, USUAL_WIDTH = 60, 80
"""Columns of what Python prints: at least, and where neither a terminal nor COLUMNS says how many there are."""


def printed(shown: RenderableType) -> str:
    """What a command would print, as text without colours and without space at the ends of lines.

    >>> printed("a table")
    'a table'
    """
    known = os.environ.get("COLUMNS", "").isdecimal() or sys.stdout.isatty()
    width = max(Console().width, LEAST_WIDTH) if known else USUAL_WIDTH
    told = StringIO()
    screen(file=told, width=width, color_system=None).print(shown)
    return "\n".join(line.rstrip() for line in told.getvalue().splitlines())


def is_alive(console: Console) -> bool:
    """Whether a line can be drawn there and taken back: on a terminal that is not dumb, which would keep every one."""
    return console.is_terminal and not console.is_dumb_terminal
