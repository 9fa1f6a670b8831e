"""`mesaproof decide`: hypotheses and a conclusion of your own, from a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mesaproof.commands.options import as_json, dimension, family, progress, show, show_json
from mesaproof.errors import InputError


@click.command("decide")
@click.argument("file")
@dimension
@click.option("--setting", default=None, help="A setting, by key or FILE.py: the conclusion is that training stays.")
@family
@as_json
def command(file: str, d: int | None, setting: str | None, family: str | None, as_json: bool) -> None:
    """Do the hypotheses of FILE.py force its conclusion? A proof, a law that breaks it, or undecided.

    With --setting and --family the conclusion is that gradient flow stays on that family, at all sizes; of FILE.py the
    hypotheses alone are read. Files are run, as `python FILE.py` would run them: give only files that you trust.
    """
    from mesaproof.answers.deciding import from_file
    from mesaproof.answers.family_flows import stays_on
    from mesaproof.documents import json_records
    from mesaproof.documents.tables import law_tables
    from mesaproof.running.exit_codes import exit_code

    if (setting is None) != (family is None):
        raise InputError("--setting and --family, one without the other", "both, or a conclusion in the file")
    with progress(f"running {file}"):
        conclusion = stays_on(setting, family) if setting and family else None
        answer = from_file(Path(file), d, conclusion)
    if as_json:
        show_json(json_records.answer_record(answer))
    else:
        show(lambda: law_tables.answer_screen(answer))
    sys.exit(exit_code(answer.outcome))
