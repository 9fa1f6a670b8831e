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
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, less
from tests.proofs.zheng2024.formal.replays import Statement


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved_and_rests_on_the_engine_and_three_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "flow_on_family", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "another limit": lambda: goal(kappa2() / kappa1()),
    "without the overlap": lambda: goal(kappa1() / kappa2()),
    "the harmonic number itself": lambda: goal(kappa1() / (kappa2() + kappa3() * OVERLAP)),
    "only the odd moments": lambda: goal(hypotheses=ODD_VANISH),
    "only the constants": lambda: goal(hypotheses=SAME),
    "every start": lambda: goal(moves=TRUE),
    "no hypotheses": lambda: goal(hypotheses=TRUE),
    "fewer starts": lambda: goal(moves=less(0, kappa1())),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
    assert goal(hypotheses=LINE_CONDITIONS, moves=MOVES) != OTHERS[name]()
