"""Claims that state a formula: a fresh process replays what settles it, and both verdicts have to agree."""

from __future__ import annotations

import atexit
import os
from dataclasses import replace
from functools import cache

from proofs.claim import Claim
from proofs.formal_statements import LOADED, FormalStatement, formal_statement
from proofs.verdict import Outcome, Replay, Verdict
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Refused
from symbolic.core.theorems import sharing
from symbolic.tactics.replay_process import ReplayProcess
from symbolic.tactics.signs import NotFound
from symbolic.typeset.kernel_formulas import text


def with_replay(verdict: Verdict) -> Verdict:
    """A verdict on the parts of a claim with the one on its formula, where it states one.

    What the parts leave open stays open, and so does what the rules do not settle; one that contradicts the other makes
    the claim undecided.
    """
    statement = formal_statement(verdict.claim)
    if statement is None:
        return verdict
    said = replay(statement)
    if said.reason:
        return _undecided(verdict, said, said.words)
    if not verdict.claim.parts:
        return replace(verdict, outcome=statement.outcome, evidence=(said.words,), reason="", replay=said)
    if verdict.outcome not in (statement.outcome, Outcome.PROVED_MODULO, Outcome.UNDECIDED, Outcome.VACUOUS):
        return _undecided(verdict, said, f"its parts are {verdict.words}, and its formula is {statement.outcome}")
    return replace(verdict, replay=said)


def _undecided(verdict: Verdict, said: Replay, reason: str) -> Verdict:
    return Verdict(
        verdict.claim,
        Outcome.UNDECIDED,
        (),
        reason,
        rests_on=verdict.rests_on,
        satisfied=verdict.satisfied,
        replay=said,
    )


def replay(statement: FormalStatement) -> Replay:
    """What a fresh process says of a formula; a proof that fails, or proves something else, is a reason."""
    goal = text(statement.goal)
    try:
        with sharing():
            proof = statement.make()
        _is_about(proof, statement.settled)
        (said,) = _process(os.getpid(), *map(_as_it_is, statement.files)).replayed(proof)
    except (Refused, NotFound) as reason:
        return Replay(goal, reason=str(reason))
    lacking = "" if said.alone and statement.ill_posed else said.reason
    return Replay(goal, tuple(said.facts), said.trusts, said.steps, lacking, statement.mark, statement.left_out)


File = tuple[str, int, int]
"""A file by its name, with the time and the size of its last change."""


def _as_it_is(name: str) -> File:
    found = os.stat(name)
    return name, found.st_mtime_ns, found.st_size


@cache
def _process(number: int, *files: File) -> ReplayProcess:
    """The process that replays for the process with that number, once it has run files with settings as they are."""
    made = ReplayProcess((*LOADED, *(name for name, *_ in files)))
    atexit.register(made.close)
    return made


def _is_about(proof: Proof, settled: Expression) -> None:
    if proof.goal != settled:
        raise Refused("what is proved is neither the formula that the claim states nor its negation")


def states_a_formula(claim: Claim) -> bool:
    """Whether a claim states a formula, and not words alone."""
    return bool(claim.formal)
