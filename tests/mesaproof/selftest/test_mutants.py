"""Alterations of claims must be refused, by the exact side and, where they claim a number, by the second route."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy

from mesaproof.running.runner import prove
from mesaproof.selftest import every_mutant
from mesaproof.selftest.claims.claim_mutants import Mutant, mutants
from mesaproof.selftest.claims.claims_taken import chosen
from mesaproof.selftest.scoring import run
from proofs.catalogue import find
from proofs.parts import Equality, Settled
from proofs.verdict import Outcome
from symbolic.decide.outcomes import Holds

WHOLE = ("zheng2024/reduced-flow", "zheng2024/theorem-4.1-limit")
"""Claims whose alterations all go through the whole proof; those of the others are decided part by part."""

SHARED = ("zheng2024/gradient", "zheng2024/proposition-4.1", "zheng2024/theorem-4.1-repaired", *WHOLE)
CHANGES = ("coefficient", "index range", "sign", "exchanged symbols", "power", "dropped")


@pytest.mark.sampled(1)
@pytest.mark.parametrize("key", WHOLE)
def test_every_mutant_is_refused(key: str) -> None:
    altered = [mutant for mutant in mutants(find(key)) if not mutant.equivalent]
    taken = altered[:: len(altered) // 8]
    assert len(taken) >= 8
    assert [mutant.change for mutant in taken if prove(mutant.claim).outcome is Outcome.PROVED] == []


@pytest.mark.sampled(1)
@pytest.mark.parametrize("key", ["zheng2024/gradient", "zheng2024/remark-iid-repaired"])
def test_altered_parts_are_killed_by_both_sides(key: str) -> None:
    results = [run(mutant) for mutant in every_mutant.of_claim(key)[::7]]
    assert results
    assert [result.id for result in results if result.survives or result.fault or not result.exact.killed] == []
    assert any(result.numeric.killed for result in results)


def test_dropped_hypotheses_leave_the_line_in_training() -> None:
    """The second route trains the full model at the law that the exact side found."""
    dropped = [mutant for mutant in every_mutant.of_claim("zheng2024/remark-iid-repaired") if "dropped" in mutant.id]
    assert len(dropped) == len(find("zheng2024/remark-iid-repaired").hypotheses.conditions)
    for mutant in dropped:
        result = run(mutant)
        assert result.numeric.killed
        assert result.numeric.above


def test_the_parts_of_a_refuted_claim_are_excluded_and_not_counted() -> None:
    altered = every_mutant.of_claim("zheng2024/example-4.1")
    results = [run(mutant) for mutant in altered if "every_constant" in mutant.id]
    assert results
    assert all("not proved" in result.excluded and not result.survives and not result.fault for result in results)
    assert not any(mutant.excluded for mutant in altered if "every_constant" not in mutant.id)


def test_the_unaltered_claims_are_not_refused() -> None:
    assert {prove(find(key)).outcome for key in WHOLE} == {Outcome.PROVED}


def test_each_kind_of_alteration_occurs() -> None:
    changes = " ".join(mutant.change for key in SHARED for mutant in mutants(find(key)))
    assert all(kind in changes for kind in CHANGES)


def test_no_alteration_occurs_twice() -> None:
    for key in SHARED:
        found = mutants(find(key))
        assert len({mutant.change for mutant in found}) == len(found)
        sides = [_sides(mutant) for mutant in found if mutant.part is not None]
        assert len(set(sides)) == len(sides)


def _sides(mutant: Mutant) -> tuple[int | None, object]:
    part = mutant.claim.parts[mutant.part or 0]
    expanded = sympy.expand(part.right.doit()) if isinstance(part, Equality) else str(part)
    return mutant.part, expanded


def test_numbers_and_expressions_of_settled_statements_are_altered() -> None:
    x = sympy.Symbol("x")
    part = Settled("data", ((x, 2), 0), lambda statement: Holds("always"))
    every = mutants(replace(find(WHOLE[0]), parts=(part,)))
    changed = [mutant.claim.parts[0] for mutant in every if mutant.part is not None]
    statements = [found.statement for found in changed if isinstance(found, Settled)]
    assert statements == [
        ((x + 1, 2), 0),
        ((-x, 2), 0),
        ((2 * x, 2), 0),
        ((x, 3), 0),
        ((x, -2), 0),
        ((x, 2), 1),
    ]


def test_so_many_of_each_part_are_taken_evenly() -> None:
    every, some = mutants(find("zheng2024/gradient")), chosen("zheng2024/gradient")
    assert set(some) <= set(every)
    assert {mutant.part for mutant in some} == {mutant.part for mutant in every}


def test_the_printed_index_range_matters() -> None:
    """T−2 against T−1 in the harmonic number, and 1/(t−1) against 1/t, are told apart."""
    limit = find("zheng2024/theorem-4.1-limit")
    ranges: list[Mutant] = [m for m in mutants(limit) if m.change.startswith("product: index range")]
    assert len(ranges) >= 3
    assert all(prove(mutant.claim).outcome is Outcome.REFUTED for mutant in ranges)
