"""`mesaproof train`: train the full model on a LAW and see where it goes."""

from __future__ import annotations

import sys
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mesaproof.commands.options import (
    as_json,
    dimension,
    exact,
    length,
    progress,
    seed,
    show,
    show_json,
    whole,
)
from mesaproof.errors import InputError, quoted
from mesaproof.terminal.streams import note
from symbolic.progress import counted

if TYPE_CHECKING:
    from proofs.zheng2024.answers.training_run import TrainingRun

INTERRUPTED = 130


def _point(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[Fraction, Fraction] | None:
    """Two exact numbers with a comma between them."""
    from mesaproof.reading.exact_text import read_number

    if value is None:
        return None
    parts = value.split(",")
    if len(parts) != 2:
        raise InputError(f"{param.opts[0]} {quoted(value)}", "two numbers A0,B0", "for example --start 1/2,1.5")
    return read_number(parts[0], "A0"), read_number(parts[1], "B0")


@click.command("train")
@click.argument("law")
@dimension
@length
@click.option("--start", callback=_point, help="A0,B0: start at W_KQ_32 = A0 I, W_PV_12 = B0 I (default 0.1,0.1).")
@click.option("--gaussian", callback=exact, help="Start with independent N(0, SCALE²) entries in all six blocks.")
@click.option("--step", callback=exact, help="Step size (default: a tenth of the largest stable step).")
@click.option("--steps", callback=whole, help="Number of steps (default: until settled, 20000 at most).")
@click.option("--flow", callback=exact, help="Follow gradient flow for so long a time instead of descent.")
@click.option("--samples", callback=whole, help="Train on so many sequences, drawn once, instead of the exact loss.")
@seed
@click.option("--mask", is_flag=True, help="Hold the off-diagonal entries of every block fixed.")
@click.option("--every", callback=whole, help="Record every K-th step (default: all up to 50, then 2 % apart).")
@click.option("-o", "output", default=None, help="Folder for arrays (NPZ, CSV), the record and plots (PNG, SVG).")
@as_json
def command(law: str, d: int | None, T: int | None, start: Any, output: str | None, as_json: bool, **how: Any) -> None:
    """Train the full model on a LAW of the start: all six blocks, by gradient descent or flow."""
    from mesaproof.answers.training import train
    from mesaproof.documents.training_files import CSV, JSON, NPZ
    from mesaproof.output.folder import prepared
    from mesaproof.plots.matplotlib_settings import require_matplotlib
    from mesaproof.plots.train_plots import FILES
    from proofs.refusal import Interrupted

    if start is not None and how["gaussian"] is not None:
        raise InputError("--start together with --gaussian", "one start")
    if output is not None:
        require_matplotlib()
    folder = None if output is None else prepared(output, (NPZ, CSV, JSON, *FILES))
    begin = {} if start is None else {"start": start}
    try:
        with progress("reading the law") as told:
            steps = partial(counted, "training, unless it settles before")
            run = train(law, d, T, **begin, **how, progress=told, counted=steps)
    except Interrupted as stopped:
        _interrupted(stopped.run, folder)
    except KeyboardInterrupt:
        note("interrupted before the first record: nothing is written")
        sys.exit(INTERRUPTED)
    _print(run, as_json)
    if folder is not None:
        _written(run, folder, plots=True)


def _print(run: TrainingRun, as_json: bool) -> None:
    from mesaproof.documents.training_record import training_record
    from mesaproof.documents.training_report import training_tables

    if as_json:
        show_json(training_record(run))
    else:
        show(lambda: training_tables(run))
    for warning in run.warnings:
        note(f"warning: {warning}")


def _interrupted(run: TrainingRun, folder: Path | None) -> None:
    note(f"interrupted after {len(run.trajectory.times)} records")
    if folder is not None:
        _written(run, folder, plots=False)
        _say_earlier(folder)
    sys.exit(INTERRUPTED)


def _say_earlier(folder: Path) -> None:
    """An interrupted run is not drawn; pictures that are there are of another one."""
    from mesaproof.plots.train_plots import FILES

    if earlier := [name for name in FILES if (folder / name).exists()]:
        click.echo(f"of an earlier run: {', '.join(earlier)}", err=True)


def _written(run: TrainingRun, folder: Path, plots: bool) -> None:
    from mesaproof.documents.training_files import write_arrays
    from mesaproof.plots.train_plots import write_plots

    files = (*write_arrays(run, folder), *(write_plots(run, folder) if plots else ()))
    note(f"written to {folder}: {', '.join(file.name for file in files)}")
