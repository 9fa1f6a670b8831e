"""Proposition 4.2 as printed is refuted by the rules, as repaired it is proved; the proofs prove nothing else."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.on_line.line_formulas import a, b
from proofs.zheng2024.formal.ones import proposition_4_2, proposition_4_2_repaired
from proofs.zheng2024.formal.ones.proposition_4_2_repaired import HYPERBOLA, ORIGIN
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import disjunction, equal, negation
from tests.proofs.zheng2024.formal.replays import Statement


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proposition_4_2_repaired.proof()))[0]


@pytest.mark.slow
def test_the_repaired_goal_is_proved_from_the_engine_alone(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, found.facts, proved.goal) == (True, {}, proposition_4_2_repaired.goal())
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


def test_the_printed_goal_is_refuted() -> None:
    refuted = read(certificate(proposition_4_2.refutation()))[0]
    assert (replayed(refuted).proved, refuted.goal) == (True, negation(proposition_4_2.goal()))


OTHERS: dict[str, Statement] = {
    "as printed": lambda: proposition_4_2.goal(),
    "from the first size on": lambda: proposition_4_2_repaired.goal(least=1),
    "but for the first axis": lambda: proposition_4_2_repaired.goal(exceptions=equal(a, 0)),
    "but for the axes": lambda: proposition_4_2_repaired.goal(exceptions=equal(a * b, 0)),
    "but for the hyperbola": lambda: proposition_4_2_repaired.goal(exceptions=disjunction(ORIGIN, HYPERBOLA)),
    "but for the antidiagonal": lambda: proposition_4_2_repaired.goal(exceptions=equal(a + b, 0)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    assert (
        replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness)).reason == "the goal is not what is proved"
    )
