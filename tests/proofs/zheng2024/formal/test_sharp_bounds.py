"""The bounds over all laws are proved by the rules; the proof proves no other statement."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.zheng2024.formal.capability.sharp_bounds import goal, proof, ε
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import NONNEGATIVE, REALS, TRUE, member

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved_and_rests_on_the_engine_and_no_fact(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert found.facts == {}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Expression] = {
    "a smaller bound": goal(most=Fraction(9, 10)),
    "the law at 0 too": goal(signal=TRUE),
    "a law at the worst": goal(bounds=member(ε, NONNEGATIVE)),
    "a law beyond the worst": goal(bounds=member(ε, REALS)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name], proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
