"""Theorem 4.3 is proved by the rules, for the model trained with a mask; its proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, a0, b0, d
from proofs.zheng2024.formal.ones.theorem_4_3 import goal, proof
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import written
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, less
from tests.proofs.zheng2024.formal.replays import Statement

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "flow_on_family", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "every start": lambda: goal(moves=TRUE),
    "starts on one side": lambda: goal(moves=less(0, a0 + b0)),
    "another limit": lambda: goal(written(1)),
    "every coordinate": lambda: goal(1 / (1 + d / (T - 2) * OVERLAP)),
    "the overlap by itself": lambda: goal((T - 2) / (T - 2 + (d - 1) * OVERLAP)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    assert (
        replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness)).reason == "the goal is not what is proved"
    )
