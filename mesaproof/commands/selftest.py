"""`mesaproof selftest`: alter the toolkit and see that it notices."""

from __future__ import annotations

import sys

import click

from mesaproof.commands.options import as_json, progress, seed, show, show_json, whole


@click.command("selftest")
@click.option("--all", "everything", is_flag=True, help="Every mutant of the catalogue, not a sample.")
@click.option("--count", callback=whole, default=None, help="Size of the sample (default 56).")
@click.option("--only", multiple=True, metavar="ID", help="This mutant alone (may be repeated).")
@click.option("--jobs", callback=whole, default=None, help="Processes (default: one for each core).")
@seed
@as_json
def command(
    everything: bool, count: int | None, only: tuple[str, ...], jobs: int | None, seed: int, as_json: bool
) -> None:
    """Alter one ingredient of the toolkit at a time, in memory, and see that the exact or the numeric side notices."""
    from mesaproof.selftest import printed
    from mesaproof.selftest.scoring import SAMPLE, score

    with progress("listing the mutants") as told:
        found = score(
            everything=everything,
            count=SAMPLE if count is None else count,
            seed=seed,
            only=only,
            jobs=jobs,
            progress=told,
        )
    if as_json:
        show_json(printed.score_record(found))
    else:
        show(lambda: printed.score_tables(found))
    sys.exit(0 if found.passed else 1)
