"""Example 4.1 as printed divides by 0; as repaired it is proved by the rules, and no other statement is."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.capability import example_4_1 as printed
from proofs.zheng2024.formal.capability.example_4_1_repaired import OTHER_THAN_0, goal, proof
from proofs.zheng2024.formal.lemmas.axes_starts import c
from proofs.zheng2024.formal.on_line.line_formulas import d
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.theorems import Sequent
from symbolic.core.vocabulary import TRUE, less, negation
from tests.proofs.zheng2024.formal.replays import Statement

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved_and_rests_on_the_engine_and_three_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "flow_on_family", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "a step that depends on the dimension": lambda: goal(step=d / c**2),
    "the inverse of the size": lambda: goal(step=1 / c),
    "an error": lambda: goal(error=1),
    "every size": lambda: goal(sizes=TRUE),
    "positive sizes alone": lambda: goal(sizes=less(0, c)),
    "every start": lambda: goal(moves=TRUE),
    "starts off the support": lambda: goal(support=TRUE),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")


def test_as_printed_it_is_not_defined() -> None:
    theorem = printed.ill_posed()
    again = read(certificate(Proof(theorem.conclusion, theorem, theorem)))[0].theorem
    assert again.sequent == Sequent(frozenset(), negation(defined(printed.goal())))
    assert again.conclusion != negation(defined(printed.goal(sizes=OTHER_THAN_0)))
