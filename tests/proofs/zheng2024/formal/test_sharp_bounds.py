"""The bounds over all laws are proved by the rules; the proof proves no other statement."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.zheng2024.formal.capability.sharp_bounds import goal, proof, ε
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import NONNEGATIVE, REALS, TRUE, member
from tests.proofs.zheng2024.formal.replays import Statement

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved_and_rests_on_the_engine_and_no_fact(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert found.facts == {}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "a smaller bound": lambda: goal(most=Fraction(9, 10)),
    "the law at 0 too": lambda: goal(signal=TRUE),
    "a law at the worst": lambda: goal(bounds=member(ε, NONNEGATIVE)),
    "a law beyond the worst": lambda: goal(bounds=member(ε, REALS)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
