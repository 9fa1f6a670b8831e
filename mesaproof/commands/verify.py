"""`mesaproof verify`: run claims and their cross-checks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from mesaproof.commands.options import (
    as_json,
    fresh,
    on_terminal,
    progress,
    room,
    say_kept,
    seed,
    show,
    show_json,
    workers,
)
from mesaproof.terminal.streams import note

if TYPE_CHECKING:
    from mesaproof.running.verifying import Heard
    from proofs.verdict import Verdict


@click.command("verify")
@click.argument("keys", nargs=-1)
@click.option("--exact-only", is_flag=True, help="Skip the second route.")
@click.option("--strict", is_flag=True, help="Of a whole run: every claim PROVED, or REFUTED with a PROVED repair.")
@fresh
@workers
@seed
@as_json
def command(
    keys: tuple[str, ...], exact_only: bool, strict: bool, fresh: bool, workers: int | None, seed: int, as_json: bool
) -> None:
    """Run claims (or papers, or FILE.py with claims of your own) and their cross-checks; all of them if none is named.

    A run of everything, or of papers, is held against the table of verdicts of the package, and what has changed is
    shown. FILE.py is run, as `python FILE.py` would run it: give only files that you trust.
    """
    from mesaproof.running.child_processes import collect_seldom, use_one_thread

    use_one_thread()
    collect_seldom()
    from mesaproof.documents import json_records
    from mesaproof.documents.tables import claim_tables
    from mesaproof.running.exit_codes import settled
    from mesaproof.running.verdict_table import changes
    from mesaproof.running.verifying import verify as verified
    from proofs.catalogue import claims_of

    how: dict[str, Any] = {"exact_only": exact_only, "seed": seed, "workers": workers}
    how |= {"use_kept": not fresh, "keep": True}
    heard = None if as_json or not on_terminal() else _shown_at_once()
    how |= {"heard": heard} if heard else {}
    with progress() as told:
        verdicts = verified(keys or None, progress=told, **how)
    alone = any(not claims_of(key) for key in keys)
    changed = () if alone else changes(verdicts)
    if as_json:
        compared = {} if alone else {"changes": [change.record for change in changed]}
        show_json({"claims": [json_records.verdict_record(verdict) for verdict in verdicts], **compared})
    else:
        shown = _with_repairs(verdicts, **how)
        words = [change.text for change in changed]
        show(lambda: claim_tables.totals(shown, words) if heard else claim_tables.verdict_table(shown, words, room()))
        say_kept(sum(verdict.kept for verdict in shown))
    _replay(verdicts, keys, seed)
    sys.exit(settled(verdicts, alone=alone, strict=strict))


def _shown_at_once() -> Heard:
    """Prints each verdict when it is found."""
    from mesaproof.documents.tables.claim_tables import verdict_entry
    from proofs.catalogue import every_claim

    repaired_by = {claim.repairs.key: claim.key for claim in every_claim() if claim.repairs}
    return lambda verdict, number, total: show(lambda: verdict_entry(verdict, repaired_by, number, total))


def _with_repairs(verdicts: tuple[Verdict, ...], **options: Any) -> tuple[Verdict, ...]:
    """The verdicts, and after them those of the claims that repair what is refuted among them."""
    from mesaproof.running.verifying import verify
    from proofs.catalogue import every_claim
    from proofs.verdict import Outcome

    refuted = {verdict.claim for verdict in verdicts if verdict.outcome is Outcome.REFUTED}
    known = {verdict.claim for verdict in verdicts}
    twins = [claim.key for claim in every_claim() if claim.repairs in refuted and claim not in known]
    return (*verdicts, *verify(twins, **options)) if twins else verdicts


def _replay(verdicts: tuple[Verdict, ...], keys: tuple[str, ...], seed: int) -> None:
    """Print the command that repeats each disagreement: by file where the claims came from one."""
    from mesaproof.reading.claim_files import file_of

    files = [key for key in keys if file_of(key)]
    wrong = [verdict.claim.key for verdict in verdicts if not verdict.agrees]
    for what in dict.fromkeys(files if files and wrong else wrong):
        note(f"replay: mesaproof verify {what} --seed {seed}")
