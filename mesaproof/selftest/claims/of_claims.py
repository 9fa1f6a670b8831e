"""Altered claims: the exact side decides what is altered, the second route compares the numbers it claims."""

from __future__ import annotations

from collections.abc import Iterator

from mesaproof.selftest.claims.altered_line import follows, repair_of
from mesaproof.selftest.claims.claim_mutants import Mutant
from mesaproof.selftest.claims.claims_compared import Means, Numbers, Trained
from mesaproof.selftest.claims.claims_decided import Decided, Stated, line_of, stated
from mesaproof.selftest.claims.claims_taken import chosen
from mesaproof.selftest.mutant import DomainMutant, Kind
from proofs.catalogue import every_claim, find
from proofs.claim import Claim
from proofs.parts import Follows

REFUTED_ALREADY = "this part of the unaltered claim is not proved, so that refusing an altered one shows nothing"

NO_LAW = "the laws of the claim's cross-checks meet the hypothesis that was dropped"


def claim_mutants() -> Iterator[DomainMutant]:
    """Altered parts and dropped hypotheses of every claim."""
    for claim in every_claim():
        yield from mutants_of(claim.key)


def mutants_of(key: str) -> Iterator[DomainMutant]:
    """Those of one claim; raises `UnknownClaim`."""
    return (_mutant(find(key), number, mutant) for number, mutant in enumerate(chosen(key)))


def _mutant(claim: Claim, number: int, mutant: Mutant) -> DomainMutant:
    false = "" if mutant.equivalent or _meant_to_hold(claim, mutant) else REFUTED_ALREADY
    numeric = _numeric(claim.key, number, mutant)
    return DomainMutant(
        f"claim/{claim.key}/{mutant.change.replace(' ', '-')}",
        Kind.CLAIM,
        f"{claim.key}, {mutant.change}",
        Decided(claim.key, number),
        numeric,
        exact_control=Stated(claim.key, number),
        numeric_control=None if isinstance(numeric, str) else numeric.control(),
        excluded=mutant.equivalent or false,
        equivalent=bool(mutant.equivalent),
        without_control=false,
    )


def _numeric(key: str, number: int, mutant: Mutant) -> Numbers | Trained | Means | str:
    part = None if mutant.part is None else mutant.unaltered.parts[mutant.part]
    if part is None:
        return NO_LAW if line_of(mutant.claim) is None else Trained(key, number)
    return Means(key, number) if _of_line(key, mutant) else Numbers(key, number)


def _of_line(key: str, mutant: Mutant) -> bool:
    """Whether what is altered is one requirement of an invariant line."""
    return mutant.part is not None and mutant.part == line_of(find(key))


def _meant_to_hold(claim: Claim, mutant: Mutant) -> bool:
    """Whether what is altered is proved; asked only of a claim that another one repairs, since one of its parts is not.

    A requirement of the line is looked at by its certificate alone, and a repair is a claim of its own.
    """
    if repair_of(claim) is None:
        return True
    part = mutant.unaltered.parts[mutant.part or 0]
    if isinstance(part, Follows) and _of_line(claim.key, mutant):
        return follows(claim.hypotheses, part)
    return mutant.part is None or not stated(claim.key, mutant.part)[0].refused
