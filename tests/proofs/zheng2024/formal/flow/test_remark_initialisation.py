"""Which starts share their limit is proved by the rules, and that none do is refuted at two starts of Figure 1."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.flow import remark_initialisation, remark_initialisation_repaired
from proofs.zheng2024.formal.on_line.fibres import FIBRES
from proofs.zheng2024.formal.on_line.gaussian_pair import conditions_hold, here, signal
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, ODD_VANISH, a0
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from proofs.zheng2024.formal.on_line.shared_limits import SAME_SIDE, SAME_SPREAD, a1
from symbolic.core.certificates import Proof
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.theorems import Sequent
from symbolic.core.vocabulary import TRUE, conjunction, equal, negation
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def refuted() -> Proof:
    return again(remark_initialisation.refutation())


@pytest.fixture(scope="module")
def proved() -> Proof:
    return again(remark_initialisation_repaired.proof())


def test_the_instance_satisfies_the_conditions() -> None:
    assert conditions_hold().sequent == Sequent(frozenset(), here(LINE_CONDITIONS))
    assert signal().sequent == Sequent(frozenset(), here(SIGNAL))


def test_what_they_rest_on_is_computed(refuted: Proof, proved: Proof) -> None:
    facts = {"bounded_flow", "flow_on_family", "sign_kept"}
    assert set(replayed(proved).facts) == facts
    assert set(replayed(refuted).facts) == facts | {"normal_moment", "normal_moments"}
    for proof in (refuted, proved):
        assert trusts(proof.theorem, proof.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "the spread alone": lambda: remark_initialisation_repaired.goal(condition=SAME_SPREAD),
    "the side alone": lambda: remark_initialisation_repaired.goal(condition=SAME_SIDE),
    "the same first scalar": lambda: remark_initialisation_repaired.goal(
        condition=conjunction(SAME_SPREAD, equal(a0, a1))
    ),
    "no fibres": lambda: remark_initialisation_repaired.goal(fibres=negation(FIBRES)),
    "only the odd moments": lambda: remark_initialisation_repaired.goal(hypotheses=ODD_VANISH),
}
OTHER_REMARKS: dict[str, Statement] = {
    "without conditions": lambda: negation(remark_initialisation.goal(hypotheses=TRUE)),
    "different first scalars": lambda: negation(remark_initialisation.goal(same=equal(a0, a1))),
    "starts of different spreads": lambda: negation(remark_initialisation.goal(same=SAME_SPREAD)),
    "the remark itself": lambda: remark_initialisation.goal(),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    check_proves_only_its_goal(proved, remark_initialisation_repaired.goal(), OTHERS[name]())


@pytest.mark.parametrize("name", OTHER_REMARKS)
def test_the_refutation_refutes_nothing_else(refuted: Proof, name: str) -> None:
    check_proves_only_its_goal(refuted, negation(remark_initialisation.goal()), OTHER_REMARKS[name]())
