"""The closed form of the reduced flow is proved by the rules; its proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.flow.reduced_flow_solution import SIZE, E, F, goal, proof
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH
from proofs.zheng2024.formal.on_line.trained_line import C1, C2
from proofs.zheng2024.formal.scalars.decaying import decay, decay_exists, decays, falls, r
from proofs.zheng2024.formal.scalars.scalar_flow import t
from proofs.zheng2024.formal.scalars.scalar_solution import BEGIN, far, on_antidiagonal, on_diagonal, square
from symbolic.core.certificates import Proof
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.theorems import Sequent
from symbolic.core.vocabulary import POSITIVE, for_all
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return again(proof())


def test_it_rests_on_the_engine_and_three_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, set(found.facts)) == (True, {"bounded_flow", "flow_on_family", "sign_kept"})
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


def test_the_exponential_exists_and_falls_for_every_positive_rate() -> None:
    assert decay_exists().sequent == Sequent(frozenset(), for_all(r, POSITIVE, decay(r).is_global))
    assert decays().sequent == Sequent(frozenset(), for_all(r, POSITIVE, falls(r, t)))


OTHERS: dict[str, Statement] = {
    "the other exponential": lambda: goal(square=square(C1, C2, F)),
    "the end alone": lambda: goal(square=far(C1, C2)),
    "a plain exponential": lambda: goal(square=far(C1, C2) + (BEGIN - far(C1, C2)) * E),
    "antidiagonal with the other rate": lambda: goal(antidiagonal=on_antidiagonal(C1, C2, E)),
    "the constants exchanged": lambda: goal(diagonal=on_diagonal(C2, C1, F)),
    "a limit in place of a course": lambda: goal(diagonal=C1 / C2),
    "the rate as a limit": lambda: goal(antidiagonal=SIZE),
    "only the odd moments": lambda: goal(hypotheses=ODD_VANISH),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    check_proves_only_its_goal(proved, goal(), OTHERS[name]())
