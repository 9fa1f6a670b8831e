"""How long the context has to be is proved by the rules; the proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.capability.context_length import SHAPE, SIZE, goal, proof, rise
from proofs.zheng2024.formal.lemmas.independent_starts import of_coordinate
from proofs.zheng2024.formal.on_line.line_formulas import T, d
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import TRUE, equal
from tests.proofs.zheng2024.formal.replays import Statement

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return read(certificate(proof()))[0]


def test_the_goal_is_proved_and_rests_on_the_engine_and_four_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, proved.goal) == (True, goal())
    assert set(found.facts) == {"bounded_flow", "cauchy_schwarz", "flow_on_family", "sign_kept"}
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "in proportion to the size": lambda: goal(deviation=SHAPE * SIZE),
    "without the harmonic number": lambda: goal(deviation=rise((d - 1) / (T - 2))),
    "a size of d itself": lambda: goal(deviation=rise(d * SIZE / (d - 1))),
    "any coordinate": lambda: goal(coordinates=TRUE),
    "a coordinate of mean 0": lambda: goal(coordinates=equal(of_coordinate(1), 0)),
    "the coordinate 0 too": lambda: goal(signal=TRUE),
    "every start": lambda: goal(moves=TRUE),
    "a limit other than 0": lambda: goal(longest=1),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    found = replayed(Proof(OTHERS[name](), proved.theorem, proved.definedness))
    assert (found.proved, found.reason) == (False, "the goal is not what is proved")
