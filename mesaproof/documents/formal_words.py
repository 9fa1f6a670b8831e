"""The formula that a claim states, in print."""

from __future__ import annotations

from proofs.claim import Claim

WORDS_ONLY = "none: it is stated in words, and what was checked of it is listed"


def formula_of(claim: Claim) -> str | None:
    """The formula as text; None where the claim states none."""
    if not claim.formal:
        return None
    from proofs.formal_statements import formal_statement
    from symbolic.typeset.kernel_formulas import text

    statement = formal_statement(claim)
    return text(statement.goal) if statement else None


def rows_of(claim: Claim, room: int) -> tuple[str, ...]:
    """The formula in rows of text, of at most so many characters where its parts allow it; or that there is none."""
    if not claim.formal:
        return (WORDS_ONLY,)
    from proofs.formal_statements import formal_statement
    from symbolic.typeset.kernel_formulas import lines

    statement = formal_statement(claim)
    return lines(statement.goal, room) if statement else (WORDS_ONLY,)
