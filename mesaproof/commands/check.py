"""`mesaproof check`: everything about one LAW of the start; omitted -d or -T means symbolic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mesaproof.commands.options import as_json, dimension, exact, length, progress, replayed, seed, show, show_json
from mesaproof.errors import InputError
from mesaproof.terminal.streams import note

if TYPE_CHECKING:
    from fractions import Fraction

    from mesaproof.reading.adapters import Sampled
    from proofs.zheng2024.answers.law_report import LawReport

PLOT = "Draw the start law, the flow and the learned matrices: a .png or .svg file, or a folder for both."
RESOLUTION = "Relative shift that the simulation is to notice with probability 1/2, such as 0.05; finer takes longer."


@click.command("check")
@click.argument("law")
@dimension
@length
@seed
@click.option("--require", "required", multiple=True, help="Exit 1 unless this hypothesis holds (may be repeated).")
@click.option("--resolution", callback=exact, default=None, metavar="NUMBER", help=RESOLUTION)
@click.option("--plot", default=None, metavar="FILE_OR_DIR", help=PLOT)
@as_json
def command(
    law: str,
    d: int | None,
    T: int | None,
    seed: int,
    required: tuple[str, ...],
    resolution: Fraction | None,
    plot: str | None,
    as_json: bool,
) -> None:
    """Everything about one LAW of the start; omitted -d or -T means symbolic.

    `sample(FILE)` reads a file as draws from an unknown law: intervals, marked uncertified, and exit code 3.
    """
    from mesaproof.answers.checking import check as checked
    from mesaproof.answers.checking import require_known
    from mesaproof.documents import json_records
    from mesaproof.documents.tables import law_tables
    from mesaproof.uncertain.sample import read_sample

    require_known(required)
    if (sample := read_sample(law)) is not None:
        _refuse_for_samples(sample, d, resolution, plot)
        sys.exit(_uncertain(sample, T, seed, required, as_json))
    if plot is not None:
        from mesaproof.plots.check_plots import targets

        targets(plot)
    with progress("reading the law"):
        found = checked(law, d, T, seed, resolution=None if resolution is None else float(resolution))
    if as_json:
        show_json(json_records.law_record(found))
    else:
        show(lambda: law_tables.law_tables(found))
    if plot is not None:
        _draw(found, plot, seed)
    if not found.agrees:
        finer = "" if resolution is None else f" --resolution {resolution}"
        note(f"replay: {replayed('check', law, d, T)} --seed {seed}{finer}")
    sys.exit(0 if found.agrees and all(found.hypotheses[key].holds for key in required) else 1)


def _refuse_for_samples(sample: Sampled, d: int | None, resolution: Fraction | None, plot: str | None) -> None:
    for name, given in (("--resolution", resolution), ("--plot", plot)):
        if given is not None:
            raise InputError(f"{name} with a sample", "a law", "dataset(FILE) reads the rows as a law of their own")
    if d is not None and d != sample.d:
        raise InputError(f"d = {d}", f"d = {sample.d}, the columns of the sample")


def _uncertain(sample: Sampled, T: int | None, seed: int, required: tuple[str, ...], as_json: bool) -> int:
    """Show what the sample says of an unknown law; the exit code."""
    from mesaproof.uncertain.sample import check_sample
    from mesaproof.uncertain.sample_views import uncertain_record, uncertain_tables

    with progress("reading the sample"):
        found = check_sample(sample, T, seed)
    if as_json:
        show_json(uncertain_record(found))
    else:
        show(lambda: uncertain_tables(found))
    return found.exit_code(required)


def _draw(found: LawReport, plot: str, seed: int) -> None:
    from mesaproof.errors import printable
    from mesaproof.plots.check_plots import draw

    with progress("drawing") as told:
        files = draw(found, plot, seed=seed, progress=told)
    note(f"drawn: {printable(', '.join(map(str, files)))}")
