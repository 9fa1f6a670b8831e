"""`mesaproof show`: one claim: statement, source, hypotheses, what it uses."""

from __future__ import annotations

from functools import partial

import click

from mesaproof.commands.options import as_json, show, show_json


@click.command("show")
@click.argument("key")
@as_json
def command(key: str, as_json: bool) -> None:
    """One claim: statement, source, hypotheses, what it uses.

    KEY may be a FILE.py with claims of your own, or FILE.py:KEY for one of them. The file is run, as `python FILE.py`
    would run it: give only files that you trust.
    """
    from mesaproof.documents import json_records
    from mesaproof.documents.tables import claim_tables
    from mesaproof.reading.claim_files import named

    claims = named(key)
    if as_json:
        records = [json_records.claim_record(claim) for claim in claims]
        show_json(records[0] if len(records) == 1 else {"claims": records})
        return
    for claim in claims:
        show(partial(claim_tables.claim_screen, claim))
