"""Rich's console as this program uses it: text as it is, and errors of the output left to the end of the command."""

from __future__ import annotations

from typing import Any, NoReturn

from rich.console import Console


class _Screen(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Rich would end the program with the exit code of a refutation."""
        raise BrokenPipeError


def screen(**options: Any) -> Console:
    """A console on which brackets in a law or in the name of a file are no markup."""
    return _Screen(markup=False, highlight=False, **options)


def is_alive(console: Console) -> bool:
    """Whether a line can be drawn there and taken back: on a terminal that is not dumb, which would keep every one."""
    return console.is_terminal and not console.is_dumb_terminal
