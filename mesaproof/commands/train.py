"""`mesaproof train`: train the full model on a LAW, or any setting, and see where it goes."""

from __future__ import annotations

import sys
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mesaproof.commands.options import (
    as_json,
    at_values,
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
@click.argument("law", required=False)
@dimension
@length
@click.option("--start", callback=_point, help="A0,B0: start at W_KQ_32 = A0 I, W_PV_12 = B0 I (default 0.1,0.1).")
@click.option("--gaussian", callback=exact, help="Start with independent N(0, SCALE²) entries in all blocks.")
@click.option("--step", callback=exact, help="Step size (default: a tenth of the largest stable step).")
@click.option("--steps", callback=whole, help="Number of steps (default: until settled, 20000 at most).")
@click.option("--flow", callback=exact, help="Follow gradient flow for so long a time instead of descent.")
@click.option("--samples", callback=whole, help="Train on so many data sets, drawn once, instead of the exact loss.")
@seed
@click.option("--mask", is_flag=True, help="Hold the off-diagonal entries of every block fixed.")
@click.option("--every", callback=whole, help="Record every K-th step (default: all up to 50, then 2 % apart).")
@click.option("-o", "output", default=None, help="Folder for arrays (NPZ, CSV), the record and plots (PNG, SVG).")
@click.option("--setting", "setting", default=None, help="A setting, by key or FILE.py, instead of a law.")
@click.option("--family", "family", default=None, help="Of the setting: start from its letters, tell how far it is.")
@at_values
@as_json
def command(
    law: str | None,
    setting: str | None,
    family: str | None,
    at: str | None,
    output: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Train the full model on a LAW of the start: all six blocks, by gradient descent or flow.

    With --setting and --at, all parameters of any model, from the point of VALUES.json or from --gaussian entries, and
    with --family the distance from a family; exit 1 where the run diverges. A FILE.py is run, as `python FILE.py` would
    run it: give only files that you trust.
    """
    from mesaproof.running.child_processes import use_one_thread

    use_one_thread()
    if setting is not None:
        _of_setting(law, setting, family, at, given, output, as_json)
        return
    if option := "--family" if family is not None else "--at" if at is not None else None:
        raise InputError(option, "--setting with it")
    if law is None:
        raise InputError("neither a law nor a setting", "LAW, or --setting SETTING")
    _of_law(law, output, as_json, **given)


def _of_setting(
    law: str | None,
    setting: str,
    family: str | None,
    at: str | None,
    given: dict[str, Any],
    output: str | None,
    as_json: bool,
) -> None:
    from mesaproof.commands.setting_trained import train_setting

    if law is not None:
        raise InputError(f"the law {law[:60]!r} together with --setting", "either of them", "laws are named in --at")
    for name, option, expected in (
        ("d", "-d", "the sizes of a setting in --at VALUES.json"),
        ("T", "-T", "the sizes of a setting in --at VALUES.json"),
        ("start", "--start", "the start of a setting in --at VALUES.json"),
    ):
        if given.pop(name) is not None:
            raise InputError(option, expected)
    if given.pop("mask"):
        raise InputError("--mask", "a --family that is made by Family.only: its letters alone are trained")
    if at is None:
        raise InputError("no --at", "a file with values: --at VALUES.json")
    train_setting(setting, at, family, given, output, as_json)


def _of_law(law: str, output: str | None, as_json: bool, d: int | None, T: int | None, start: Any, **how: Any) -> None:
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
