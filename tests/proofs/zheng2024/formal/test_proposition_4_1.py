"""Proposition 4.1 as printed divides by 0; as repaired it is proved by the rules, and no other statement is."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.capability import proposition_4_1 as printed
from proofs.zheng2024.formal.capability.proposition_4_1_repaired import FINITE, MISSING, goal, proof
from proofs.zheng2024.formal.lemmas.normal_starts import POSITIVE_DEVIATION, σ
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, d
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.theorems import Sequent
from symbolic.core.vocabulary import NONNEGATIVE, TRUE, member, negation
from tests.proofs.zheng2024.formal.replays import Statement


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


@pytest.mark.slow
def test_the_goal_is_proved_and_rests_on_the_engine_and_five_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "flow_on_family", "normal_moment", "normal_moments", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "a fourth": lambda: goal(diagonal=1 / (4 + (d - 1) * OVERLAP / (T - 2))),
    "without the overlap": lambda: goal(diagonal=1 / (5 + (d - 1) / (T - 2))),
    "in terms of the variance": lambda: goal(diagonal=FINITE * σ**2),
    "another distance": lambda: goal(missing=MISSING / 5),
    "another limit": lambda: goal(longest=1),
    "every start": lambda: goal(moves=TRUE),
    "every deviation": lambda: goal(deviations=member(σ, NONNEGATIVE)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")


def test_as_printed_it_is_not_defined() -> None:
    theorem = printed.ill_posed()
    again = read(certificate(Proof(theorem.conclusion, theorem, theorem)))[0].theorem
    assert again.sequent == Sequent(frozenset(), negation(defined(printed.goal())))
    assert again.conclusion != negation(defined(printed.goal(deviations=POSITIVE_DEVIATION)))
