"""The claims that stand for all of them are of every folder, every kind of part and both outcomes."""

from __future__ import annotations

from collections.abc import Mapping

from proofs.catalogue import every_claim
from proofs.claim import Claim
from proofs.verdict import Outcome, Verdict
from tests.cross_section import CROSS_SECTION, all_claims, each_claim, folder_of


def kinds(claims: tuple[Claim, ...]) -> set[type]:
    return {type(part) for claim in claims for part in claim.parts}


def test_every_folder_and_every_kind_of_part_is_among_them() -> None:
    claims = tuple(every_claim())
    assert {folder_of(claim) for claim in CROSS_SECTION} == {folder_of(claim) for claim in claims}
    assert kinds(CROSS_SECTION) == kinds(claims)


def test_both_outcomes_are_among_them_and_a_refuted_claim_has_its_repair(verdicts: Mapping[str, Verdict]) -> None:
    outcomes = {claim: verdicts[claim.key].outcome for claim in CROSS_SECTION}
    assert set(outcomes.values()) == {Outcome.PROVED, Outcome.PROVED_MODULO, Outcome.REFUTED}
    refuted = {claim.key for claim, outcome in outcomes.items() if outcome is Outcome.REFUTED}
    assert refuted <= {claim.repairs.key for claim in CROSS_SECTION if claim.repairs}


def test_what_is_not_among_them_is_slow_and_left_out_by_no_run() -> None:
    slow = {parameter.id for parameter in each_claim() if parameter.marks}
    assert slow | {claim.key for claim in CROSS_SECTION} == {claim.key for claim in every_claim()}
    assert not slow & {claim.key for claim in CROSS_SECTION}
    assert [bool(parameter.marks) for parameter in all_claims()] == [False, True]
