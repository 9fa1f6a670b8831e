"""`mesaproof decide`: hypotheses and a conclusion of your own, from a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mesaproof.commands.options import as_json, dimension, progress, show, show_json


@click.command("decide")
@click.argument("file")
@dimension
@as_json
def command(file: str, d: int | None, as_json: bool) -> None:
    """Do the hypotheses of FILE.py force its conclusion? A proof, a law that breaks it, or undecided.

    FILE.py is run, as `python FILE.py` would run it: give only files that you trust.
    """
    from mesaproof.answers.deciding import from_file
    from mesaproof.documents import json_records
    from mesaproof.documents.tables import law_tables
    from mesaproof.running.exit_codes import exit_code

    with progress(f"running {file}"):
        answer = from_file(Path(file), d)
    if as_json:
        show_json(json_records.answer_record(answer))
    else:
        show(lambda: law_tables.answer_screen(answer))
    sys.exit(exit_code(answer.outcome))
