"""`mesaproof gradient`: exact population gradient of every block, on the line or at the blocks of a file."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from mesaproof.commands.options import as_json, dimension, exact, length, progress, show, show_json
from mesaproof.errors import InputError
from symbolic.progress import counted


@click.command("gradient")
@click.argument("law")
@dimension
@length
@click.option("--a", "a", callback=exact, help="W_KQ_32 = a I (default 1).")
@click.option("--b", "b", callback=exact, help="W_PV_12 = b I (default 1).")
@click.option("--params", "params", default=None, help="JSON file with the six blocks instead of a and b.")
@as_json
def command(law: str, d: int | None, T: int | None, a: Any, b: Any, params: str | None, as_json: bool) -> None:
    """Exact population gradient of every block, on the line or at the blocks of a file."""
    from mesaproof.answers.asking import PAPER, answer
    from mesaproof.answers.gradients import gradient as derived
    from mesaproof.documents import json_records, tables
    from mesaproof.reading.law_spec import law_at
    from mesaproof.reading.params_file import read_parameters

    if T is None:
        raise InputError("no -T", "a length -T of at least 3")
    if params is not None and (a is not None or b is not None):
        raise InputError("--params together with --a or --b", "either a point of the line or a file")
    parameters = read_parameters(params, law_at(law, d).d, answer(PAPER, "blocks")) if params is not None else None
    one, other = (1 if value is None else value for value in (a, b))
    with progress("deriving the gradient"):
        found = derived(law, d, T, a=one, b=other, parameters=parameters, counted=partial(counted, "entries of W_KQ"))
    if as_json:
        show_json(json_records.gradient_record(found))
    else:
        show(lambda: tables.gradient_tables(found))
