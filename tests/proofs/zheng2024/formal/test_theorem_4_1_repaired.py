"""Theorem 4.1 as repaired is proved by the rules; its proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.line.theorem_4_1_repaired import goal, proof
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    ODD_VANISH,
    OVERLAP,
    SAME,
    kappa1,
    kappa2,
    kappa3,
)
from proofs.zheng2024.formal.on_line.trained_line import MOVES
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, less


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved_and_rests_on_the_engine_and_three_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "flow_on_family", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Expression] = {
    "another limit": goal(kappa2() / kappa1()),
    "without the overlap": goal(kappa1() / kappa2()),
    "the harmonic number itself": goal(kappa1() / (kappa2() + kappa3() * OVERLAP)),
    "only the odd moments": goal(hypotheses=ODD_VANISH),
    "only the constants": goal(hypotheses=SAME),
    "every start": goal(moves=TRUE),
    "no hypotheses": goal(hypotheses=TRUE),
    "fewer starts": goal(moves=less(0, kappa1())),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name], proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
    assert goal(hypotheses=LINE_CONDITIONS, moves=MOVES) != OTHERS[name]
