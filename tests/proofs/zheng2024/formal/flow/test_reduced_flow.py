"""The reduced flow and where it goes are proved by the rules; the proofs prove no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.flow import reduced_flow, reduced_flow_basins
from proofs.zheng2024.formal.flow.reduced_flow_basins import FAR, SIGNS
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH, SAME, a0, b0
from proofs.zheng2024.formal.on_line.trained_line import C1, C2, A, B, τ
from symbolic.core.certificates import Proof
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import NONNEGATIVE, TRUE, equal, for_all
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal

pytestmark = pytest.mark.slow

FACTS = {"bounded_flow", "flow_on_family", "sign_kept"}


@pytest.fixture(scope="module")
def flow() -> Proof:
    return again(reduced_flow.proof())


@pytest.fixture(scope="module")
def basins() -> Proof:
    return again(reduced_flow_basins.proof())


def test_both_rest_on_the_engine_and_three_facts(flow: Proof, basins: Proof) -> None:
    for proof in (flow, basins):
        found = replayed(proof)
        assert (found.proved, set(found.facts)) == (True, FACTS)
        assert trusts(proof.theorem, proof.definedness) == ("engine",)


OTHER_FLOWS: dict[str, Statement] = {
    "the inverse limit": lambda: reduced_flow.goal(value=C2 / C1),
    "every start": lambda: reduced_flow.goal(moves=TRUE),
    "only the odd moments": lambda: reduced_flow.goal(hypotheses=ODD_VANISH),
    "no hypotheses": lambda: reduced_flow.goal(hypotheses=TRUE),
    "another conserved quantity": lambda: reduced_flow.goal(
        conserved=for_all(τ, NONNEGATIVE, equal(A**2 + B**2, a0**2 + b0**2))
    ),
}
OTHER_BASINS: dict[str, Statement] = {
    "the limits exchanged": lambda: reduced_flow_basins.goal(far=(FAR[1], FAR[0])),
    "the product as the limit": lambda: reduced_flow_basins.goal(far=(C1 / C2, C1 / C2)),
    "only the constants": lambda: reduced_flow_basins.goal(hypotheses=SAME),
    "twelve cases of signs": lambda: reduced_flow_basins.goal(signs=SIGNS[:-1]),
    "a case that does not occur": lambda: reduced_flow_basins.goal(signs=(*SIGNS, (1, 1, -1))),
}


@pytest.mark.parametrize("name", OTHER_FLOWS)
def test_the_proof_of_the_flow_proves_nothing_else(flow: Proof, name: str) -> None:
    check_proves_only_its_goal(flow, reduced_flow.goal(), OTHER_FLOWS[name]())


@pytest.mark.parametrize("name", OTHER_BASINS)
def test_the_proof_of_the_basins_proves_nothing_else(basins: Proof, name: str) -> None:
    check_proves_only_its_goal(basins, reduced_flow_basins.goal(), OTHER_BASINS[name]())
