"""Can the hypotheses of a claim be satisfied together, and by which laws?"""

from __future__ import annotations

from itertools import islice

from mesaproof.running.found import Found
from proofs.claim import Claim
from proofs.verdict import Outcome
from symbolic.algebra.domain_points import points
from symbolic.algebra.notation import d
from symbolic.decide.consistency import Contradiction, consistency
from symbolic.decide.decision import impossible_aside
from symbolic.laws import LawFamily
from symbolic.laws.family_members import member, parameters_of

MEMBERS_TRIED = 12
"""Values of the parameters of a family that are tried."""


def contradictory(reason: str) -> str:
    """That hypotheses contradict each other, with the certificate."""
    return f"the hypotheses contradict each other: {reason}"


def satisfied_by(claim: Claim) -> Found:
    """PROVED with the laws that satisfy all hypotheses, VACUOUS with a certificate, or UNDECIDED."""
    if not claim.hypotheses.conditions:
        return Found(Outcome.PROVED, "")
    found = consistency(claim.hypotheses)
    if isinstance(found, Contradiction):
        return Found(Outcome.VACUOUS, contradictory(found.reason))
    if impossible := impossible_aside(claim.hypotheses):
        return Found(Outcome.UNDECIDED, f"no {impossible}")
    if claim.family is not None:
        return _in_family(claim, claim.family)
    if found.model is None:
        reason = "no law that satisfies the hypotheses was found: they may be contradictory"
        return Found(Outcome.UNDECIDED, reason)
    return Found(Outcome.PROVED, found.text)


def _in_family(claim: Claim, family: LawFamily) -> Found:
    if claim.hypotheses.of(family.at(d)).holds:
        return Found(Outcome.PROVED, f"{family.description} in every d")
    for point in islice(points(parameters_of(family)), MEMBERS_TRIED):
        one = member(family, point)
        if claim.hypotheses.of(one.at(d)).holds:
            return Found(Outcome.PROVED, f"{one.description} in every d")
    return Found(Outcome.UNDECIDED, f"no member of the family {family.description} was found that satisfies them")
