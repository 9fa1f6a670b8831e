"""The error of the trained model is proved by the rules; the proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.capability.error_of_trained_model import ERROR, LIMIT_OF_ERROR, goal, proof
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6, second
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH, SAME, T, kappa1, kappa2
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
    "no error": lambda: goal(error=1 - ERROR),
    "the error without the overlap": lambda: goal(error=1 - S4**2 / (S2 * S6)),
    "another limit of the flow": lambda: goal(printed=1 - kappa1() ** 2 / (second() * kappa2())),
    "as printed where second moments differ": lambda: goal(alike=TRUE),
    "another limit in the length": lambda: goal(longest=LIMIT_OF_ERROR / 2),
    "a limit that depends on the length": lambda: goal(longest=1 - S4**2 / (S2 * S6 * (T - 2))),
    "only the odd moments": lambda: goal(hypotheses=ODD_VANISH),
    "only the constants": lambda: goal(hypotheses=SAME),
    "no hypotheses": lambda: goal(hypotheses=TRUE),
    "the law at 0 too": lambda: goal(signal=TRUE),
    "every start": lambda: goal(moves=TRUE),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
