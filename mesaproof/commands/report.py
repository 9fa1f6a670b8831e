"""`mesaproof report`: the whole picture as a page."""

from __future__ import annotations

import sys

import click

from mesaproof.commands.options import as_json, progress, seed, show_json
from mesaproof.errors import printable


@click.command("report")
@click.argument("keys", nargs=-1)
@click.option("-o", "output", required=True, help="Folder of the report.")
@click.option("--exact-only", is_flag=True, help="Skip the second route.")
@seed
@as_json
def command(keys: tuple[str, ...], output: str, exact_only: bool, seed: int, as_json: bool) -> None:
    """Run claims (all of them if none is named) and write index.html, a page for each claim, and report.json.

    FILE.py with claims of your own may be a key. It is run, as `python FILE.py` would run it: give only files that you
    trust.
    """
    from mesaproof.documents.page_folder import INDEX, report

    with progress() as told:
        found = report(output, keys or None, exact_only=exact_only, seed=seed, progress=told)
    if as_json:
        show_json(found.record)
    else:
        click.echo(f"{printable(output)}/{INDEX}, {len(found.verdicts)} claims, report.json")
    sys.exit(found.record["exit_code"])
