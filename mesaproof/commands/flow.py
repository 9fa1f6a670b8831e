"""`mesaproof flow`: where training goes from a point of the line."""

from __future__ import annotations

import sys

import click

from mesaproof.commands.options import as_json, dimension, length, progress, show, show_json


@click.command("flow")
@click.argument("law")
@dimension
@length
@click.option("--start", "start", metavar="A0,B0", help="W_KQ_32 = A0 I, W_PV_12 = B0 I, such as 1/2,-0.25.")
@as_json
def command(law: str, d: int | None, T: int | None, start: str | None, as_json: bool) -> None:
    """Where gradient flow goes from a start on the line: limit, conserved quantity, rate; exit 1 where it leaves it."""
    from mesaproof.answers.flowing import flow, read_start
    from mesaproof.documents.flow_views import flow_record, flow_screen

    with progress("following the flow"):
        found = flow(law, d, T, None if start is None else read_start(start))
    if as_json:
        show_json(flow_record(found))
    else:
        show(lambda: flow_screen(found))
    sys.exit(0 if found.line_invariant else 1)
