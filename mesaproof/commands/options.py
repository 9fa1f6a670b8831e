"""What commands share: options, printing, progress. Nothing heavy is imported until it is used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mesaproof.errors import InputError, printable

if TYPE_CHECKING:
    from fractions import Fraction

    from rich.console import RenderableType

MOST_DIGITS = 12
LEAST_WIDTH, PIPED_WIDTH, MOST_WIDTH = 60, 200, 1000
"""Columns of a table whatever COLUMNS says: fewer than the first lose what they are to show."""


def whole(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A whole number of at most twelve digits."""
    if value is None:
        return None
    text = value.strip()
    if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > MOST_DIGITS:
        raise InputError(f"{param.opts[0]} {value[:40]!r}", f"a whole number of at most {MOST_DIGITS} digits")
    return int(text)


def exact(ctx: click.Context, param: click.Parameter, value: str | None) -> Fraction | None:
    """An exact number such as 2/3, -0.5 or 7."""
    from mesaproof.reading.exact_text import read_number

    return None if value is None else read_number(value, param.opts[0])


as_json = click.option("--json", "as_json", is_flag=True, help="Print a JSON record instead of tables.")
dimension = click.option("-d", "d", callback=whole, help="Dimension of the state.")
length = click.option("-T", "T", callback=whole, help="Length of the training sequence, at least 3.")
family = click.option("--family", "family", default=None, help="Hold the parameters to a family of the setting.")
at_values = click.option("--at", "at", default=None, help="JSON file with values for sizes, letters and parameters.")
form = click.option(
    "--to", "form", type=click.Choice(["text", "latex"]), default="text", show_default=True, help="Form of formulas."
)
seed = click.option("--seed", callback=whole, default="0", show_default=True, help="Seed of every simulation.")
fresh = click.option("--fresh", is_flag=True, help="Run everything again, also what an earlier run found, and keep it.")
workers = click.option(
    "-j",
    "--workers",
    callback=whole,
    metavar="N",
    help="Processes that run claims.  [default: one for four claims, up to the cores]",
)


def say_kept(count: int) -> None:
    """Tell how many verdicts an earlier run has found."""
    from mesaproof.terminal.streams import note

    if count:
        note(f"{count} found by an earlier run with the same sources and versions; --fresh runs them again")


def show(build: Callable[[], RenderableType]) -> None:
    """Print what `build` makes; wide where the output is not a terminal, spelled where it lacks characters."""
    from mesaproof.terminal.screens import screen
    from mesaproof.terminal.spelling import is_unicode, spelled

    shown = build()
    console = screen(width=room())
    console.print(shown if is_unicode(console.encoding) else spelled(shown, console.encoding))


def room() -> int:
    """The columns that what is printed may take: those of the terminal or of COLUMNS; many where neither is known."""
    from mesaproof.terminal.screens import screen

    console = screen()
    least = LEAST_WIDTH if console.is_terminal or os.environ.get("COLUMNS", "").isdecimal() else PIPED_WIDTH
    return min(max(console.width, least), MOST_WIDTH)


def on_terminal() -> bool:
    """Whether what is printed is read as it appears."""
    from mesaproof.terminal.screens import is_alive, screen

    return is_alive(screen())


def show_json(record: Mapping[str, Any]) -> None:
    """Print a record as JSON, with its `schema`; characters that the output lacks are escaped: nothing is lost."""
    from mesaproof.output.json_text import json_text
    from mesaproof.terminal.spelling import is_unicode
    from mesaproof.terminal.streams import encoding

    click.echo(json_text(record, ascii_only=not is_unicode(encoding())))


def show_latex(display: str) -> None:
    """Print LaTeX as it is: it is ASCII."""
    click.echo(display, nl=False)


@contextmanager
def progress(first: str = "reading the claims") -> Iterator[Callable[[str], None]]:
    """A status line on stderr while the work goes on, where stderr is a terminal; what takes long is announced."""
    from rich.text import Text

    from mesaproof.commands.forecast import announced
    from mesaproof.terminal.screens import is_alive, screen
    from mesaproof.terminal.spelling import is_unicode

    console, shown = screen(stderr=True), ExitStack()
    with shown:
        if is_alive(console):
            spinner = "dots" if is_unicode(console.encoding) else "line"
            update = shown.enter_context(console.status(Text(first), spinner=spinner)).update
            yield shown.enter_context(announced(lambda message: update(Text(printable(message))), first)).told
        else:
            yield shown.enter_context(announced(lambda _: None, first)).told


def write(path: Path, document: str) -> None:
    """Write a text file in one step; raises InputError where that is not possible."""
    from mesaproof.output.file import encoded, written

    written(path, encoded(document))


def replayed(name: str, law: str, d: int | None, T: int | None) -> str:
    """The command line that repeats a command about a law."""
    sizes = [f"-d {d}" if d is not None else "", f"-T {T}" if T is not None else ""]
    return " ".join(part for part in ("mesaproof", name, f'"{printable(law)}"', *sizes) if part)
