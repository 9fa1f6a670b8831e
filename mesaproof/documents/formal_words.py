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
