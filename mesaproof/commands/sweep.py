"""`mesaproof sweep`: laws x d x T x seeds, kept as they are finished."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from mesaproof.commands.options import MOST_DIGITS, as_json, progress, replayed, show, show_json, whole
from mesaproof.errors import InputError, printable, quoted, shortened
from mesaproof.terminal.streams import note

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from mesaproof.running.sweeps import Sweep
    from mesaproof.running.sweeps.sweep_cells import Row

INTERRUPTED = 130
LONGEST_LIST = 10_000
MOST_NUMBERS = 100_000
"""Numbers of one option, as many as a sweep may have cells; a list is refused before it fills the memory."""
ROWS_SHOWN = 40
"""A longer table is cut on the screen; `sweep.csv` has every row."""

_WHOLE = rf"-?[0-9]{{1,{MOST_DIGITS}}}"
_ITEM = re.compile(rf"({_WHOLE})(?:\.\.({_WHOLE}))?", re.ASCII)


def whole_list(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[int, ...] | None:
    """Whole numbers and ranges such as `2,3,5` or `0..4`, each number once."""
    if value is None:
        return None
    numbers: dict[int, None] = {}
    for item in value.split(","):
        found = _ITEM.fullmatch(item.strip())
        if found is None:
            raise InputError(f"{param.opts[0]} {quoted(value)}", "whole numbers such as 2,3,5 or 0..4")
        first = int(found[1])
        last = first if found[2] is None else int(found[2])
        if not first <= last < first + LONGEST_LIST:
            raise InputError(f"{param.opts[0]} {quoted(item)}", f"a range of 1 to {LONGEST_LIST} numbers")
        numbers |= dict.fromkeys(range(first, last + 1))
        if len(numbers) > MOST_NUMBERS:
            raise InputError(f"{param.opts[0]} {quoted(value)}", f"at most {MOST_NUMBERS} numbers in all")
    return tuple(numbers)


@click.command("sweep")
@click.argument("laws", nargs=-1, required=True, metavar="LAW...")
@click.option("-d", "ds", callback=whole_list, help="Dimensions, such as 2,3,5 or 2..5.")
@click.option("-T", "Ts", callback=whole_list, required=True, help="Lengths, such as 10,100.")
@click.option("--seeds", callback=whole_list, default="0", show_default=True, help="Seeds, such as 0..4.")
@click.option("--what", type=click.Choice(["check", "train"]), default="check", show_default=True)
@click.option("--workers", callback=whole, default="1", show_default=True, help="Processes of this machine.")
@click.option("--cluster", default=None, help="Scheduler of a Dask cluster, such as tcp://host:8786.")
@click.option("-o", "output", required=True, help="Folder of the results; the same command continues there.")
@as_json
def command(
    laws: tuple[str, ...],
    ds: tuple[int, ...] | None,
    Ts: tuple[int, ...],
    seeds: tuple[int, ...],
    what: str,
    workers: int,
    cluster: str | None,
    output: str,
    as_json: bool,
) -> None:
    """Check or train each LAW at every d, T and seed; what is finished is kept in the folder."""
    from mesaproof.running.child_processes import use_one_thread

    use_one_thread()
    from mesaproof.running import sweeps
    from mesaproof.running.sweeps.sweep_cells import What

    kind: What = "train" if what == "train" else "check"
    try:
        with progress("reading what is kept") as told:
            found = sweeps.sweep(
                laws, ds or (None,), Ts, output, seeds, what=kind, workers=workers, cluster=cluster, told=told
            )
    except sweeps.Interrupted as interrupted:
        note(f"mesaproof: {printable(str(interrupted))}")
        sys.exit(INTERRUPTED)
    if as_json:
        show_json(found.record)
    else:
        show(lambda: screen(found))
    _notes(found)
    sys.exit(found.exit_code)


def _notes(found: Sweep) -> None:
    """On stderr: what came from an earlier run, what was torn, and the commands that replay disagreements."""
    if found.dropped:
        note(f"{found.dropped} incomplete line(s) of the journal left out")
    if found.resumed:
        note(f"{found.resumed} of {len(found.rows)} cells kept from an earlier run")
    for row in found.rows:
        if row.agrees is False:
            note(f"replay: {_replay(row)}")


def _replay(row: Row) -> str:
    cell = row.cell
    if cell.what == "check":
        return f"{replayed('check', cell.law.description, cell.d, cell.T)} --seed {cell.seed}"
    again = replayed("sweep", cell.law.description, cell.d, cell.T)
    return f"{again} --seeds {cell.seed} --what train -o {row.cell.key[:8]}"


def screen(found: Sweep) -> RenderableType:
    """The table of `sweep`, and what it comes to."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    numbers = ("best ab", "") if found.what == "check" else ("trained ab", "over best ab", "off the line")
    for column in ("law", "d", "T", "seed", *numbers, "second route" if found.what == "check" else "found"):
        table.add_column(column, overflow="fold")
    for row in found.rows[:ROWS_SHOWN]:
        table.add_row(*_place(row), *_numbers(row, len(numbers)), _verdict(row))
    if (more := len(found.rows) - ROWS_SHOWN) > 0:
        table.add_row(f"… and {more} more")
    return Group(table, Text(), Text(_total(found), style="dim"))


def _place(row: Row) -> tuple[str, ...]:
    record = row.record
    return tuple(printable(str(record[name])) for name in ("law", "d", "T", "seed"))


def _numbers(row: Row, count: int) -> tuple[str, ...]:
    if row.status != "answered":
        return ("",) * count
    if row.cell.what == "train":
        ab, ratio, off_line = (row.found[name]["float"] for name in ("ab", "ratio", "off_line"))
        return _rounded(ab), _rounded(ratio), _rounded(off_line, ".0e")
    best = row.found["ab_line"]
    return (shortened(best["exact"], 30), _rounded(best["float"])) if best and best["exact"] else ("none", "")


def _rounded(value: float | None, digits: str = ".6g") -> str:
    return "" if value is None else format(value, digits)


def _verdict(row: Row) -> Text:
    """How the cell came out; a sentence where there is no answer or no comparison."""
    from rich.text import Text

    if row.agrees is False:
        return Text("DISAGREES", style="bold red")
    words = Text("agrees", style="green") if row.agrees else Text("")
    because = f"{row.status}: {row.because}" if row.status != "answered" else row.because
    return words + Text(("; " if row.agrees else "") + because if because else "", style="yellow")


def _total(found: Sweep) -> str:
    answered = sum(row.status == "answered" for row in found.rows)
    agree, disagree = (sum(row.agrees is value for row in found.rows) for value in (True, False))
    parts = [f"{len(found.rows)} cells, {answered} answered: {agree} agree, {disagree} disagree"]
    parts += [f"false alarms together at most {found.false_alarm:.1g}"] if found.false_alarm else []
    return "; ".join([*parts, f"sweep.csv and sweep.json in {printable(str(found.folder))}"])
