"""The error at a length of the test is proved by the rules; the proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.capability.spread_of_ratio import OTHERS, error, goal, proof
from proofs.zheng2024.formal.lemmas.line_loss import S42
from proofs.zheng2024.formal.on_line.line_formulas import T, j, kappa3_transposed
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import written
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
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


WRONG: dict[str, Statement] = {
    "by the length": lambda: goal(others=S42 / T),
    "at every length the same": lambda: goal(others=S42 * 0),
    "what stays has a part of the others": lambda: goal(stays=error(S42)),
    "a coordinate by itself": lambda: goal(one=written(0)),
    "a coordinate and what others see of it": lambda: goal(one=kappa3_transposed(j) / (T - 2)),
    "what stays depends on the length": lambda: goal(stays=error(OTHERS)),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(WRONG[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
