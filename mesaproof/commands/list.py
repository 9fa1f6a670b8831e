"""`mesaproof list`: the claims."""

from __future__ import annotations

import click

from mesaproof.commands.options import as_json, room, show, show_json


@click.command("list")
@click.argument("keys", nargs=-1)
@as_json
def command(keys: tuple[str, ...], as_json: bool) -> None:
    """The claims: all of them, or those of papers, by their keys."""
    from mesaproof.documents.tables import claim_tables
    from mesaproof.reading.claim_files import named
    from proofs.catalogue import every_claim

    claims = tuple(dict.fromkeys(claim for key in keys for claim in named(key))) if keys else every_claim()
    if as_json:
        show_json(
            {
                "claims": [
                    {"key": claim.key, "statement": claim.title, "formula": bool(claim.formal)} for claim in claims
                ]
            }
        )
    else:
        show(lambda: claim_tables.claim_table(claims, room()))
