"""The error at normal starts is proved by the rules; the proof proves no other statement."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.zheng2024.formal.capability.proposition_4_1_refined import ERROR, goal, proof
from proofs.zheng2024.formal.lemmas.normal_starts import σ
from proofs.zheng2024.formal.on_line.line_formulas import T, d
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import NONNEGATIVE, TRUE, member
from tests.proofs.zheng2024.formal.replays import Statement

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved_and_rests_on_the_engine_and_five_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "flow_on_family", "normal_moment", "normal_moments", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


WRONG: dict[str, Statement] = {
    "what is recovered": lambda: goal(error=1 - ERROR),
    "without the overlap": lambda: goal(error=1 - 3 / (5 + (d - 1) / (T - 2))),
    "in terms of the variance": lambda: goal(error=ERROR * σ**2),
    "three fifths": lambda: goal(longest=Fraction(3, 5)),
    "every start": lambda: goal(moves=TRUE),
    "every deviation": lambda: goal(deviations=member(σ, NONNEGATIVE)),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(WRONG[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
