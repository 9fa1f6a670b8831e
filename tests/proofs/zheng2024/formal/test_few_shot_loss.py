"""Where the flow of the last term goes is proved by the rules; the proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.capability.few_shot_loss import GAP, LAST, LONG, goal, proof
from proofs.zheng2024.formal.lemmas.trained_product import LIMIT
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH, SAME, kappa1, kappa2
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE
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
    "the limit of the whole loss": lambda: goal(value=LIMIT),
    "without the overlap": lambda: goal(value=kappa1() / kappa2()),
    "another gap": lambda: goal(gap=GAP + 1),
    "only the odd moments": lambda: goal(hypotheses=ODD_VANISH),
    "only the constants": lambda: goal(hypotheses=SAME),
    "no hypotheses": lambda: goal(hypotheses=TRUE),
    "every start": lambda: goal(moves=TRUE),
    "another limit in the length": lambda: goal(longest=1 / LONG),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
    assert goal(value=LAST) == proved.goal
