"""Theorem 4.3 is proved by the rules, for the model trained with a mask; its proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, a0, b0, d
from proofs.zheng2024.formal.ones.theorem_4_3 import goal, proof
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression, written
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, less

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "flow_on_family", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


@pytest.mark.parametrize(
    "other",
    [
        goal(moves=TRUE),
        goal(moves=less(0, a0 + b0)),
        goal(written(1)),
        goal(1 / (1 + d / (T - 2) * OVERLAP)),
        goal((T - 2) / (T - 2 + (d - 1) * OVERLAP)),
    ],
)
def test_the_proof_proves_nothing_else(proved: Proof, other: Expression) -> None:
    assert replayed(Proof(other, proved.theorem, proved.definedness)).reason == "the goal is not what is proved"
