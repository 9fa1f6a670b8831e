"""`mesaproof list`: the claims."""

from __future__ import annotations

import click

from mesaproof.commands.options import as_json, show, show_json


@click.command("list")
@as_json
def command(as_json: bool) -> None:
    """The claims."""
    from mesaproof.documents import tables
    from proofs.catalogue import every_claim

    claims = every_claim()
    if as_json:
        show_json(
            {
                "claims": [
                    {"key": claim.key, "statement": claim.title, "formula": bool(claim.formal)} for claim in claims
                ]
            }
        )
    else:
        show(lambda: tables.claim_table(claims))
