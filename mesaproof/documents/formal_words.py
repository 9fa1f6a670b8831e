"""The formula that a claim states, in print, and what settles it in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from proofs.claim import Claim
from proofs.verdict import Outcome, Replay, Verdict
from symbolic.typeset.layout import ROOM as EM
from symbolic.typeset.sections import Stated

if TYPE_CHECKING:
    from proofs.formal_statements import FormalStatement

WORDS_ONLY = "none: it is stated in words, and what was checked of it is listed"
LEAVES_OUT = "The formula leaves out"
IN_WORDS = "There is no formula: it is stated in words, and what was checked of it, part by part, is listed."

ROOM = 78
"""Characters of a row of a formula, behind its indent."""


def formula_of(claim: Claim) -> str | None:
    """The formula as text; None where the claim states none."""
    if not claim.formal:
        return None
    from proofs.formal_statements import formal_statement

    statement = formal_statement(claim)
    return _text(statement) if statement else None


@cache
def _text(statement: FormalStatement) -> str:
    """The formula of a statement as text, printed once: the same one is shown in many places."""
    from symbolic.typeset.kernel_formulas import text

    return text(statement.goal)


def rows_of(claim: Claim, room: int = ROOM) -> tuple[str, ...]:
    """The formula in rows of text, of at most so many characters where its parts allow it; or that there is none."""
    if not claim.formal:
        return (WORDS_ONLY,)
    from proofs.formal_statements import formal_statement
    from symbolic.typeset.kernel_formulas.broken_rows import rows

    statement = formal_statement(claim)
    return rows(_text(statement), room) if statement else (WORDS_ONLY,)


def settled_by(replay: Replay) -> str:
    """What settles a formula, in a sentence."""
    if replay.reason:
        return f"Not settled by the kernel's rules: {replay.reason}."
    told = ", ".join(fact.replace("_", " ") for fact in replay.facts)
    trusts = f", trusting {', '.join(replay.trusts)}" if replay.trusts else ""
    facts = f", from facts of textbooks: {told}" if replay.facts else ""
    marked = f" The formula is marked: {replay.mark}." if replay.mark else ""
    left_out = f" {LEAVES_OUT}: {replay.left_out}." if replay.left_out else ""
    return f"Settled by the kernel's rules in {replay.steps} steps{trusts}{facts}.{marked}{left_out}"


def left_out(claim: Claim) -> str:
    """What the sentence of a claim says and its formula does not; empty where that is nothing, or no formula."""
    if not claim.formal:
        return ""
    from proofs.formal_statements import formal_statement

    statement = formal_statement(claim)
    return statement.left_out if statement else ""


def stated(verdict: Verdict) -> Stated:
    """What is proved or refuted of a claim: its formula with what settles it, or that it is stated in words."""
    if verdict.replay is None:
        return Stated("what is stated", (), IN_WORDS)
    from proofs.formal_statements import formal_statement

    statement = formal_statement(verdict.claim)
    heading = _heading(verdict.replay, statement.outcome if statement else None)
    return Stated(heading, formula_rows(verdict.claim), settled_by(verdict.replay))


def formula_rows(claim: Claim, room: float = EM) -> tuple[tuple[int, str], ...]:
    """The formula in rows of LaTeX of about so many em with their indents; none where the claim states none."""
    if not claim.formal:
        return ()
    from proofs.formal_statements import formal_statement

    statement = formal_statement(claim)
    return _rows(statement, room) if statement else ()


@cache
def _rows(statement: FormalStatement, room: float) -> tuple[tuple[int, str], ...]:
    """The formula of a statement in rows of LaTeX, broken once for each room."""
    from symbolic.typeset.kernel_formulas.latex_rows import latex_rows

    return latex_rows(statement.goal, room)


def _heading(replay: Replay, outcome: Outcome | None) -> str:
    if replay.reason:
        return "what is stated, and not settled"
    return "what is refuted" if outcome is Outcome.REFUTED else "what is proved"


def counted(listed: Sequence[Verdict]) -> str:
    """How many verdicts are on formulas that the rules settle, and what these trust."""
    settled = [verdict.replay for verdict in listed if verdict.replay and not verdict.replay.reason]
    proved = sum(verdict.outcome is Outcome.PROVED for verdict in listed)
    of_these = sum(
        verdict.outcome is Outcome.PROVED and verdict.replay is not None and not verdict.replay.reason
        for verdict in listed
    )
    trusted = Counter(name for replay in settled for name in (*replay.trusts, *replay.facts))
    rests = f"; they rest on {', '.join(name.replace('_', ' ') for name in sorted(trusted))}" if trusted else ""
    return f"Settled as formulas: {of_these} of {proved} PROVED, {len(settled)} of {len(listed)} in all{rests}"
