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
@click.option("--formulas", is_flag=True, help="Formulas of claims, at each of their places (--only takes keys).")
@click.option("--jobs", callback=whole, default=None, help="Processes (default: one for each core).")
@seed
@as_json
def command(
    everything: bool,
    count: int | None,
    only: tuple[str, ...],
    source: bool,
    formulas: bool,
    jobs: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Alter one ingredient of the toolkit at a time, in memory, and see that the exact or the numeric side notices.

    With --source a token of the kernel, of the algebra or of the decision procedure is altered, and its tests are run.
    With --formulas a quantifier, a domain, a hypothesis or a conclusion of a claim's formula is altered, and its proof
    is carried over as far as it goes.
    """
    if formulas:
        sys.exit(_of_formulas(everything, count, only, seed, as_json))
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


def _of_formulas(everything: bool, count: int | None, only: tuple[str, ...], seed: int, as_json: bool) -> int:
    from rich.text import Text

    from mesaproof.selftest.altered_formulas import formula_score, formula_tables

    with progress("altering formulas") as told:
        claims = formula_score.chosen(everything, formula_score.SAMPLE if count is None else count, seed, only)
        most = None if everything or only else formula_score.MOST
        found = tuple(formula_score.score(claims, most, seed, told))
    if as_json:
        show_json(formula_tables.formula_record(found, everything and not only, seed))
    else:
        show(lambda: Text(formula_tables.formula_lines(found)))
    return 0 if formula_tables.passed(found) else 1
