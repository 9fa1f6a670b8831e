"""`mesaproof check`: everything about one LAW of the start; omitted -d or -T means symbolic."""

from __future__ import annotations

import sys

import click

from mesaproof.commands.options import as_json, dimension, length, replayed, seed, show, show_json


@click.command("check")
@click.argument("law")
@dimension
@length
@seed
@click.option("--require", "required", multiple=True, help="Exit 1 unless this hypothesis holds (may be repeated).")
@as_json
def command(law: str, d: int | None, T: int | None, seed: int, required: tuple[str, ...], as_json: bool) -> None:
    """Everything about one LAW of the start; omitted -d or -T means symbolic."""
    from mesaproof import records, report
    from mesaproof.checking import check as checked
    from mesaproof.checking import require_known

    require_known(required)
    found = checked(law, d, T, seed)
    if as_json:
        show_json(records.law_record(found))
    else:
        show(lambda: report.law_tables(found))
    if not found.agrees:
        click.echo(f"replay: {replayed('check', law, d, T)} --seed {seed}", err=True)
    sys.exit(0 if found.agrees and all(found.hypotheses[key].holds for key in required) else 1)
