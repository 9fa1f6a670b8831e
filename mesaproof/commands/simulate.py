"""`mesaproof simulate`: loss and gradient of a setting on random data sets, beside the exact ones."""

from __future__ import annotations

import sys

import click

from mesaproof.commands.options import as_json, at_values, family, progress, seed, show, show_json, whole
from mesaproof.errors import InputError


@click.command("simulate")
@click.argument("setting")
@family
@at_values
@click.option("--samples", callback=whole, default="10000", show_default=True, help="Random data sets.")
@seed
@as_json
def command(setting: str, family: str | None, at: str | None, samples: int, seed: int, as_json: bool) -> None:
    """Sampled loss and gradient of SETTING at VALUES.json beside the exact ones; exit code 1 where they disagree.

    SETTING is a key that `mesaproof settings` lists, or a FILE.py with a Setting of your own (FILE.py:NAME where it has
    several). It is run, as `python FILE.py` would run it: give only files that you trust. The simulation runs the same
    description on numbers: it checks the derivation, not the description.
    """
    from mesaproof.answers.simulating import simulate
    from mesaproof.documents.models import simulation_views

    if at is None:
        raise InputError("no --at", "a file with values: --at VALUES.json")
    with progress("deriving and simulating"):
        found = simulate(setting, at, family, samples, seed)
    if as_json:
        show_json(simulation_views.simulation_record(found))
    else:
        show(lambda: simulation_views.simulation_screen(found))
    sys.exit(0 if found.agrees else 1)
