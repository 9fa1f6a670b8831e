"""The rate of the reduced flow and gradient dominance are proved by the rules; the proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.flow.reduced_flow_rate import COEFFICIENT, FACTORS, goal, proof
from proofs.zheng2024.formal.flow.reduced_flow_solution import SIZE, F
from proofs.zheng2024.formal.on_line.line_dominance import LEAST, loss
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH, a0, b0
from proofs.zheng2024.formal.on_line.trained_line import C1, C2, A, B, τ
from proofs.zheng2024.formal.scalars.largest_factor import m
from proofs.zheng2024.formal.scalars.scalar_rate import coefficient_on_antidiagonal
from symbolic.core.certificates import Proof
from symbolic.core.expressions import written
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import at_most, exponential
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return again(proof())


def test_it_rests_on_the_engine_and_three_facts(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, set(found.facts)) == (True, {"bounded_flow", "flow_on_family", "sign_kept"})
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "the rate of the origin": lambda: goal(fading=F),
    "twice the coefficient": lambda: goal(coefficient=2 * COEFFICIENT),
    "the constants exchanged": lambda: goal(on_antidiagonal=coefficient_on_antidiagonal(C2, C1)),
    "the factors exchanged": lambda: goal(dominance=(FACTORS[1], FACTORS[0])),
    "a larger factor": lambda: goal(dominance=(2 * FACTORS[0], FACTORS[1])),
    "the rate from every start": lambda: goal(dominance=(SIZE, SIZE)),
    "without c2": lambda: goal(dominance=(a0**2 + b0**2, SIZE)),
    "the gradient by entries for that by scalars": lambda: goal(times=written(1)),
    "a smaller largest factor": lambda: goal(ends=(FACTORS[0] / 2, FACTORS[1])),
    "the largest factor without the end": lambda: goal(ends=(FACTORS[0], 2 * C1)),
    "twice as fast": lambda: goal(decay=at_most(loss(A, B) - LEAST, (loss(a0, b0) - LEAST) * exponential(-4 * m * τ))),
    "only the odd moments": lambda: goal(hypotheses=ODD_VANISH),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    check_proves_only_its_goal(proved, goal(), OTHERS[name]())
