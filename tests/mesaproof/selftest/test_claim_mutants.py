"""Every claim has at least eight generated alterations that change what it says; those that do not have a reason."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
import sympy

from mesaproof.running.runner import prove
from mesaproof.selftest import every_mutant
from mesaproof.selftest.claims.altered_conditions import altered_conditions
from mesaproof.selftest.claims.altered_line import repair_of
from mesaproof.selftest.claims.altered_statements import altered_inequalities, altered_statements
from mesaproof.selftest.claims.claim_mutants import IMPLIED, NOT_ASKED, mutants
from mesaproof.selftest.claims.claims_decided import decided
from mesaproof.selftest.claims.of_claims import REFUTED_ALREADY
from mesaproof.selftest.claims.true_as_well import TRUE_AS_WELL
from mesaproof.selftest.documented import HEAD, documented, table
from mesaproof.selftest.mutant import DomainMutant
from proofs.catalogue import every_claim, find
from proofs.claim import Claim
from proofs.parts import Follows
from proofs.verdict import Outcome
from proofs.zheng2024.line.line import Place
from symbolic.decide.conditions import MixedMomentsVanish, SameForAll, vanishes
from symbolic.expectation.moments import Pattern
from tests.cross_section import SHORT, all_claims, each_claim

LEAST = 8
DOCS = Path(__file__).parents[3] / "docs" / "selftest.md"
LINES = ("zheng2024/theorem-4.1", "zheng2024/remark-iid")
"""False claims about the line."""


def _counted(listed: tuple[DomainMutant, ...]) -> list[DomainMutant]:
    return [mutant for mutant in listed if not mutant.excluded]


@pytest.mark.parametrize("claim", each_claim(SHORT))
def test_every_claim_has_at_least_eight(claim: Claim) -> None:
    assert len(_counted(every_mutant.of_claim(claim.key))) >= LEAST


@pytest.mark.parametrize("claim", each_claim(SHORT))
def test_every_other_one_has_a_reason(claim: Claim) -> None:
    """Nothing changes, and then it is run to see that nothing is noticed; or the unaltered part is false."""
    for mutant in every_mutant.of_claim(claim.key):
        if mutant.excluded:
            assert mutant.equivalent or (mutant.excluded == REFUTED_ALREADY and repair_of(claim))


def test_every_alteration_that_is_called_true_occurs() -> None:
    for key, changed in TRUE_AS_WELL:
        assert any(re.fullmatch(changed, mutant.change) for mutant in mutants(find(key))), (key, changed)


@pytest.mark.parametrize("claim", each_claim(SHORT))
def test_the_documented_counts_are_those_of_the_catalogue(claim: Claim) -> None:
    """`python -m mesaproof.selftest.documented docs/selftest.md` renews the table."""
    (shown,) = documented(DOCS.read_text())
    found = every_mutant.of_claim(claim.key)
    counted = len(_counted(found))
    assert shown.count(table({claim.key: (counted, len(found) - counted)}).removeprefix(HEAD)) == 1


def test_every_claim_is_documented_and_no_other() -> None:
    (shown,) = documented(DOCS.read_text())
    assert re.findall(r"^\| `(\S+)` \|", shown, re.M) == sorted(claim.key for claim in every_claim())


@pytest.mark.parametrize("claims", all_claims())
def test_a_seeded_sample_is_refused(claims: tuple[Claim, ...]) -> None:
    """By the exact side, which applies to all of them; what they are alterations of is not refused."""
    rng = random.Random("claims 0")
    for key in rng.sample(sorted(claim.key for claim in claims), 6):
        mutant = rng.choice(_counted(every_mutant.of_claim(key)))
        assert callable(mutant.exact)
        assert mutant.exact_control is not None
        assert [reading.refused for reading in mutant.exact()] == [True], mutant.id
        assert [reading.refused for reading in mutant.exact_control()] == [False], mutant.id


@pytest.mark.parametrize("key", LINES)
def test_a_repair_in_part_is_no_repair(key: str) -> None:
    claim = find(key)
    partial = [mutant for mutant in mutants(claim) if mutant.change.startswith("repair, ")]
    assert partial
    assert _outcome(partial[0].unaltered) is Outcome.PROVED
    assert _outcome(next(mutant.claim for mutant in partial if not mutant.equivalent)) is not Outcome.PROVED


def _outcome(claim: Claim) -> Outcome:
    return decided(claim, None).outcome


def test_what_the_claim_says_itself_need_not_be_repaired() -> None:
    same = [
        m for m in mutants(find("zheng2024/theorem-4.1")) if m.equivalent and m.change.startswith("repair, dropped")
    ]
    assert len(same) >= 3
    assert {_outcome(mutant.claim) for mutant in same} == {Outcome.PROVED}


@pytest.mark.slow
def test_hypotheses_that_nothing_asks_for_are_said_to_be_so() -> None:
    whole = find("zheng2024/reduced-flow")
    silent = replace(whole, parts=tuple(part for part in whole.parts if not isinstance(part, Follows)))
    listed = [m for m in mutants(silent) if m.kind == "hypothesis dropped"]
    assert {m.change for m in listed if m.equivalent == NOT_ASKED} == {
        f"dropped: {vanishes(*free, over=over).text}"
        for free, over in (((3, 3), ()), ((1, 3), ()), ((1, 5), ()), ((1, 3), (2,)))
    }
    assert all((prove(m.claim).outcome is Outcome.PROVED) == bool(m.equivalent) for m in listed)


@pytest.mark.slow
def test_hypotheses_that_others_imply_are_said_to_be_so() -> None:
    listed = [m for m in mutants(find("zheng2024/global-minimum-repaired")) if m.kind == "hypothesis dropped"]
    assert {m.equivalent for m in listed} == {"", IMPLIED}
    assert all((decided(m.claim, None).outcome is Outcome.PROVED) == bool(m.equivalent) for m in listed)


def test_altered_inequalities_are_false_at_a_point() -> None:
    x, y = sympy.symbols("x y", positive=True)
    found = {change: expression() for expression, change, _ in altered_inequalities(lambda: x**2 + y)}
    assert "y of any sign" in found
    assert "x of any sign" not in found
    assert not any(expression.is_positive for expression in found.values())
    lowered = [expression for change, expression in found.items() if change.startswith("less")]
    assert len(lowered) == 4
    assert all(expression.subs({x: sympy.Rational(1, 9), y: sympy.Rational(1, 9)}) < 0 for expression in lowered)


def test_relations_sets_names_and_truth_values_are_altered() -> None:
    x = sympy.Symbol("x", real=True)
    assert [altered for altered, _ in altered_statements(x > 0)] == [x < 0, x >= 0, x + 1 > 0]
    assert next(altered for altered, _ in altered_statements(sympy.Eq(x, 0, evaluate=False))) == sympy.Ne(x, 0)
    assert [altered for altered, _ in altered_statements(sympy.Interval.open(0, 1))] == [
        sympy.Interval(0, 1),
        sympy.Reals,
    ]
    assert [altered for altered, _ in altered_statements(("W_PV_12", Place.DIAGONAL, True, "other"))] == [
        ("W_PV_13", Place.DIAGONAL, True, "other"),
        ("W_PV_12", Place.OFF_DIAGONAL, True, "other"),
        ("W_PV_12", Place.DIAGONAL, False, "other"),
    ]


def test_index_ranges_of_statements_are_altered() -> None:
    from symbolic.algebra.notation import T

    assert T - 1 in [altered for altered, _ in altered_statements(T - 2)]


def test_altered_conditions_are_other_conditions() -> None:
    for condition in (vanishes(1), SameForAll(Pattern((2,), (4,))), MixedMomentsVanish(odd=True)):
        others = list(altered_conditions(condition))
        assert len(set(others)) == len(others) >= 2
        assert condition not in others
    assert list(altered_conditions(MixedMomentsVanish())) == [replace(MixedMomentsVanish(), most=n) for n in (3, 2, 1)]
