"""`mesaproof figures`: the figures of a paper, simulated again, with exact values beside the printed ones."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mesaproof.commands.options import as_json, seed, show, show_json
from mesaproof.errors import printable
from mesaproof.terminal.streams import note
from symbolic.progress import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mesaproof.plots.figures.drawing import Progress
    from mesaproof.plots.figures.outcome import Outcome

INTERRUPTED = 130


@click.command("figures")
@click.argument("paper")
@click.option("-o", "output", required=True, help="Folder of the figures, their numbers and figures.json.")
@click.option("--only", multiple=True, metavar="NAME", help="Draw this figure only; may be given several times.")
@click.option("--quick", is_flag=True, help="Smaller sizes, such as d = 3 and 1000 sequences for 5 and 10000.")
@seed
@as_json
def command(paper: str, output: str, only: tuple[str, ...], quick: bool, seed: int, as_json: bool) -> None:
    """Simulate and draw the figures of PAPER (zheng2024, zhang2024, garg2022, …) and compare them with exact values."""
    from mesaproof.plots.figures import draw

    try:
        with bar() as told:
            found = draw(paper, output, only=only, quick=quick, seed=seed, progress=told)
    except KeyboardInterrupt:
        note(f"interrupted: figures that were finished are in {printable(output)}")
        sys.exit(INTERRUPTED)
    if as_json:
        show_json(
            {"paper": paper, "figures": [one.record for one in found if one.record], "failures": _failures(found)}
        )
    else:
        show(lambda: screen(found))
    for sentence in (sentence for one in found for sentence in _troubles(one)):
        note(sentence)
    note(f"written to {printable(output)}")
    sys.exit(int(any(_troubles(one) for one in found)))


@contextmanager
def bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on stderr, where stderr is a terminal; what takes long is announced."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from mesaproof.commands.forecast import announced
    from mesaproof.terminal.screens import is_alive
    from mesaproof.terminal.screens import screen as console_of

    console = console_of(stderr=True)
    if not is_alive(console):
        with announced(lambda _: None, "starting"):
            yield lambda now: counted("stages of the figures", now.done, now.total)
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console, transient=True) as shown:
        task = shown.add_task("starting", total=None)

        def told(now: Progress) -> None:
            counted("stages of the figures", now.done, now.total)
            shown.update(task, completed=now.done, total=now.total, description=f"{now.name}: {now.message}")

        with announced(lambda message: shown.update(task, description=printable(message)), "starting"):
            yield told


def screen(found: tuple[Outcome, ...]) -> RenderableType:
    """One row for each figure: how many ends were compared, and the sampled one furthest from its exact value."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("figure", "shows", "compared", "furthest sampled", ""):
        table.add_column(column, overflow="fold")
    for one in found:
        if one.record is None:
            table.add_row(one.name, one.failure, "", "", "failed", style="red")
            continue
        compared = one.record["comparisons"]
        verdict = Text("agrees", style="green") if one.record["agrees"] else Text("DISAGREES", style="bold red")
        table.add_row(one.name, one.record["title"], str(len(compared)), _furthest(compared), verdict)
    return table


def _furthest(compared: list[dict[str, object]]) -> str:
    distances = [one.get("standard_errors_from_exact") for one in compared]
    sizes = [abs(distance) for distance in distances if isinstance(distance, float)]
    return f"{max(sizes):.1f} s.e." if sizes else ""


def _failures(found: tuple[Outcome, ...]) -> list[dict[str, str | None]]:
    return [{"name": one.name, "because": one.failure} for one in found if one.failure]


def _troubles(one: Outcome) -> list[str]:
    failed = [f"{one.name} could not be made: {one.failure}"] if one.failure else []
    return failed + [f"{one.name}: {sentence}" for sentence in one.disagreements]
