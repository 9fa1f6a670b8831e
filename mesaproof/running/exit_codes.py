"""What a run of claims exits with: 70 we stopped, 2 the input, 1 refuted or disagreeing, 3 open, 0 all settled.

The first that applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mesaproof.running.verdict_table import changes, listed_verdicts
from proofs.claim import Claim
from proofs.verdict import Outcome, Verdict

OURS_STOPPED, INPUT_STOPPED, WRONG, OPEN = 70, 2, 1, 3


def exit_code(outcome: Outcome) -> int:
    """Exit code of one answer: 0 proved, 1 refuted, 3 undecided, vacuous or proved up to steps.

    >>> [exit_code(outcome) for outcome in Outcome]
    [0, 3, 1, 3, 3]
    """
    return {Outcome.PROVED: 0, Outcome.REFUTED: WRONG}.get(outcome, OPEN)


def settled(verdicts: Iterable[Verdict], *, alone: bool, strict: bool = False) -> int:
    """Exit code of claims that were asked for (`alone`), or of a whole run.

    A whole run is held against the committed table of verdicts: each has to equal or improve on what is listed, and
    one that is not listed to be PROVED. With `strict` every claim has to be PROVED, or REFUTED with a witness and a
    repair that is PROVED.
    """
    listed = tuple(verdicts)
    if stopped := [v for v in listed if any(route.stopped for route in v.unavailable)]:
        return OURS_STOPPED if any(is_ours(v.claim) for v in stopped) else INPUT_STOPPED
    if not all(v.agrees for v in listed):
        return WRONG
    codes = set(map(exit_code, _left(listed, alone, strict))) - {0}
    codes |= set() if alone or strict else _changed(listed)
    return WRONG if WRONG in codes else OPEN if codes else 0


def is_ours(claim: Claim) -> bool:
    """Whether a claim is one of the package, and not of a person's file."""
    return claim.derive.__module__.partition(".")[0] == "proofs"


def _left(listed: Sequence[Verdict], alone: bool, strict: bool) -> list[Outcome]:
    """The outcomes that nothing else accounts for: a repair, or the table of verdicts."""
    if alone:
        return [v.outcome for v in listed]
    if not strict:
        known = listed_verdicts()
        return [v.outcome for v in listed if v.claim.key not in known]
    repaired = {v.claim.repairs.key for v in listed if v.claim.repairs and v.outcome is Outcome.PROVED}
    return [v.outcome for v in listed if not (v.outcome is Outcome.REFUTED and v.witness and v.claim.key in repaired)]


def _changed(listed: Sequence[Verdict]) -> set[int]:
    return {WRONG if change.contradicts else OPEN for change in changes(listed) if change.worse}
