"""`mesaproof selftest`: alter the toolkit and see that it notices."""

from __future__ import annotations

import sys

import click

from mesaproof.commands.options import as_json, progress, seed, show, show_json, whole


@click.command("selftest")
@click.option("--all", "everything", is_flag=True, help="Every mutant of the catalogue, not a sample.")
@click.option("--count", callback=whole, default=None, help="Size of the sample (default 56; of the source 24).")
@click.option("--only", multiple=True, metavar="ID", help="This mutant alone (may be repeated).")
@click.option("--source", is_flag=True, help="Tokens of our own source, against the fast tests of a checkout.")
@click.option("--jobs", callback=whole, default=None, help="Processes (default: one for each core).")
@seed
@as_json
def command(
    everything: bool,
    count: int | None,
    only: tuple[str, ...],
    source: bool,
    jobs: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Alter one ingredient of the toolkit at a time, in memory, and see that the exact or the numeric side notices.

    With --source a token of the kernel, of the algebra or of the decision procedure is altered, and its tests are run.
    """
    if source:
        sys.exit(_of_source(everything, count, only, seed, as_json))
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


def _of_source(everything: bool, count: int | None, only: tuple[str, ...], seed: int, as_json: bool) -> int:
    from rich.text import Text

    from mesaproof.selftest.source_tokens import source_score

    with progress("listing the mutants") as told:
        size = source_score.SAMPLE if count is None else count
        found = source_score.source_score(everything=everything, count=size, seed=seed, only=only, progress=told)
    if as_json:
        show_json(source_score.source_record(found))
    else:
        show(lambda: Text(source_score.source_lines(found)))
    return 0 if found.passed else 1
