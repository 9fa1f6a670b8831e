"""`mesaproof report`: the whole picture as a page."""

from __future__ import annotations

import sys
from typing import Any

import click

from mesaproof.commands.options import as_json, fresh, progress, say_kept, seed, show_json, workers
from mesaproof.errors import printable


@click.command("report")
@click.argument("keys", nargs=-1)
@click.option("-o", "output", required=True, help="Folder of the report.")
@click.option("--figures", is_flag=True, help="Draw the figures of the papers too, in small sizes.")
@click.option("--exact-only", is_flag=True, help="Skip the second route.")
@fresh
@workers
@seed
@as_json
def command(
    keys: tuple[str, ...],
    output: str,
    figures: bool,
    exact_only: bool,
    fresh: bool,
    workers: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Run claims (all of them if none is named) and write index.html, a page for each claim, and report.json.

    Open index.html in a browser: it needs no server and loads nothing from elsewhere.

    FILE.py with claims of your own may be a key. It is run, as `python FILE.py` would run it: give only files that you
    trust.
    """
    from mesaproof.running.child_processes import collect_seldom, use_one_thread

    use_one_thread()
    collect_seldom()
    from mesaproof.documents.pages.page_folder import INDEX, report

    how: dict[str, Any] = {"figures": figures, "exact_only": exact_only, "seed": seed, "workers": workers}
    how |= {"use_kept": not fresh, "keep": True}
    with progress() as told:
        found = report(output, keys or None, progress=told, **how)
    if as_json:
        show_json(found.record)
    else:
        click.echo(f"{printable(output)}/{INDEX}, {len(found.verdicts)} claims, report.json")
        say_kept(sum(verdict.kept for verdict in found.verdicts))
    sys.exit(found.record["exit_code"])
