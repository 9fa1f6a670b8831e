"""`mesaproof check`: everything about one LAW of the start; omitted -d or -T means symbolic."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mesaproof.commands.options import (
    as_json,
    at_values,
    dimension,
    exact,
    length,
    progress,
    replayed,
    seed,
    show,
    show_json,
    whole,
)
from mesaproof.errors import InputError
from mesaproof.terminal.streams import note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from mesaproof.reading.adapters import Sampled
    from proofs.zheng2024.answers.law_report import LawReport

PLOT = "Draw the start law, the flow and the learned matrices: a .png or .svg file, or a folder for both."
RESOLUTION = "Relative shift that the simulation is to notice with probability 1/2, such as 0.05; finer takes longer."

REQUIRE = "Exit 1 unless this holds: a hypothesis by its key, line-invariant, or recovers (may be repeated)."


class Command(click.Command):
    """`check`, whose help ends with the laws that there are."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The laws, by what they are laws of."""
        from mesaproof.reading.law_names import listed

        with formatter.section("Laws"):
            formatter.write_dl(list(listed()))


@click.command("check", cls=Command)
@click.argument("law", required=False)
@dimension
@length
@seed
@click.option("--require", "required", multiple=True, metavar="KEY", help=REQUIRE)
@click.option("--resolution", callback=exact, default=None, metavar="NUMBER", help=RESOLUTION)
@click.option("--plot", default=None, metavar="FILE_OR_DIR", help=PLOT)
@click.option("--setting", "setting", default=None, help="A setting at values, instead of a law: zhang2024.")
@at_values
@click.option("--samples", callback=whole, default=None, help="Random prompts of each test of a setting.")
@as_json
def command(
    law: str | None,
    d: int | None,
    T: int | None,
    seed: int,
    required: tuple[str, ...],
    resolution: Fraction | None,
    plot: str | None,
    setting: str | None,
    at: str | None,
    samples: int | None,
    as_json: bool,
) -> None:
    """Everything about one LAW of the start; omitted -d or -T means symbolic.

    The size of a law may be a letter, as in "gaussian(sigma)": what is exact is then a formula in it.
    `sample(FILE)` reads a file as draws from an unknown law: intervals, marked uncertified, and exit code 3.

    With --setting and --at, where training of a model ends at exact values, what that needs of the laws, and the errors
    in distribution and beyond, beside random prompts; exit 1 where a comparison fails or the flow leaves its family.
    """
    if setting is not None:
        of_law = {
            "LAW": law,
            "-d": d,
            "-T": T,
            "--resolution": resolution,
            "--plot": plot,
            "--require": required or None,
        }
        sys.exit(_at_values(setting, at, samples, seed, of_law, as_json))
    if law is None or at is not None or samples is not None:
        given = "neither a law nor a setting" if law is None else "--at or --samples without --setting"
        raise InputError(given, "LAW, or --setting SETTING --at VALUES.json")
    from mesaproof.answers.checking import check as checked
    from mesaproof.answers.checking import missing, require_known
    from mesaproof.reading.sample_spec import read_sample

    require_known(required)
    if (sample := read_sample(law)) is not None:
        _refuse_for_samples(sample, d, resolution, plot, required)
        sys.exit(_uncertain(sample, T, seed, required, as_json))
    if plot is not None:
        from mesaproof.plots.check_plots import targets
        from mesaproof.reading.law_spec import numeric_law

        targets(plot)
        numeric_law(law)
    with progress("reading the law"):
        found = checked(law, d, T, seed, resolution=None if resolution is None else float(resolution))
    if as_json:
        from mesaproof.documents import json_records

        show_json(json_records.law_record(found))
    else:
        from mesaproof.documents.tables import law_tables

        show(lambda: law_tables.law_tables(found))
    if plot is not None:
        _draw(found, plot, seed)
    faults = [fault for key in required for fault in missing(found, key)]
    for fault in faults:
        note(f"required: {fault}")
    if not found.agrees:
        finer = "" if resolution is None else f" --resolution {resolution}"
        note(f"replay: {replayed('check', law, d, T)} --seed {seed}{finer}")
    sys.exit(0 if found.agrees and not faults else 1)


def _at_values(
    setting: str, at: str | None, samples: int | None, seed: int, of_law: Mapping[str, object], as_json: bool
) -> int:
    """Show what a paper says of its setting at the values of a file; the exit code."""
    from mesaproof.answers.setting_checks import SAMPLES, check_at
    from mesaproof.documents.models.setting_check_views import trained_check_record, trained_check_screen

    if given := [name for name, value in of_law.items() if value is not None]:
        raise InputError(f"{given[0]} together with --setting", "sizes and laws in the file of values")
    if at is None:
        raise InputError("no --at", "a file with values: --at VALUES.json")
    with progress("reading the values") as told:
        found = check_at(setting, at, SAMPLES if samples is None else samples, seed, told)
    if as_json:
        show_json(trained_check_record(found))
    else:
        show(lambda: trained_check_screen(found))
    return 0 if found.agrees and found.invariant else 1


def _refuse_for_samples(
    sample: Sampled, d: int | None, resolution: Fraction | None, plot: str | None, required: tuple[str, ...]
) -> None:
    from mesaproof.answers.checking import LINE, RECOVERY

    for key in {LINE, RECOVERY} & {*required}:
        raise InputError(f"--require {key} with a sample", "the key of a hypothesis", "no sample shows more than that")
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
