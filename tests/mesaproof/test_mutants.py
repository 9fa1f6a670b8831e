"""Every alteration of every claim must be refused."""

from __future__ import annotations

import pytest

from mesaproof.mutants import Mutant, mutants
from mesaproof.runner import prove
from proofs.catalogue import every_claim
from proofs.claim import Claim, LineInvariant, Outcome

CLAIMS = every_claim()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.key)
def test_every_mutant_is_refused(claim: Claim) -> None:
    altered = mutants(claim)
    decided = all(isinstance(part, LineInvariant) for part in claim.parts)
    assert len(altered) >= (len(claim.hypotheses.conditions) if decided else 8)
    survivors = [mutant.change for mutant in altered if prove(mutant.claim).outcome is Outcome.PROVED]
    assert survivors == []


def test_the_unaltered_claims_are_not_all_refused() -> None:
    assert {prove(claim).outcome for claim in CLAIMS} == {Outcome.PROVED, Outcome.REFUTED}


def test_each_kind_of_alteration_occurs() -> None:
    changes = " ".join(mutant.change for claim in CLAIMS for mutant in mutants(claim))
    assert all(kind in changes for kind in ("coefficient", "index range", "sign", "exchanged symbols", "dropped"))


def test_the_printed_index_range_matters() -> None:
    """T−2 against T−1 in the harmonic number, and 1/(t−1) against 1/t, are told apart."""
    (limit,) = (claim for claim in CLAIMS if claim.key == "zheng2024/theorem-4.1-limit")
    ranges: list[Mutant] = [m for m in mutants(limit) if m.change.startswith("product: index range")]
    assert len(ranges) >= 3
    assert all(prove(mutant.claim).outcome is Outcome.REFUTED for mutant in ranges)
