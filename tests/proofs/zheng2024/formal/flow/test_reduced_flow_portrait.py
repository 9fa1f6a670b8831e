"""The portrait of the reduced flow is proved by the rules; its proof proves no other statement."""

from __future__ import annotations

import pytest

from proofs.zheng2024.formal.flow.reduced_flow_portrait import HYPERBOLA, LENGTH, ORIGIN, goal, proof
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH, a, b
from proofs.zheng2024.formal.on_line.trained_line import C1, C2
from proofs.zheng2024.formal.scalars.scalar_portrait import weights
from symbolic.core.certificates import Proof
from symbolic.core.replay import replayed
from symbolic.core.rules.procedures import trusts
from symbolic.core.vocabulary import disjunction, equal
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proved() -> Proof:
    return again(proof())


def test_it_rests_on_the_engine_and_one_fact(proved: Proof) -> None:
    found = replayed(proved)
    assert (found.proved, set(found.facts)) == (True, {"vanishing_mean"})
    assert trusts(proved.theorem, proved.definedness) == ("engine",)


OTHERS: dict[str, Statement] = {
    "the origin alone": lambda: goal(rests=ORIGIN),
    "the hyperbola alone": lambda: goal(rests=HYPERBOLA),
    "both axes": lambda: goal(rests=disjunction(equal(a, 0), equal(b, 0), HYPERBOLA)),
    "another eigenvalue across": lambda: goal(across=-(C1 * LENGTH)),
    "another saddle": lambda: goal(saddle=C2),
    "only the odd moments": lambda: goal(hypotheses=ODD_VANISH),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_proof_proves_nothing_else(proved: Proof, name: str) -> None:
    check_proves_only_its_goal(proved, goal(), OTHERS[name]())


def test_values_at_a_lattice_give_coefficients() -> None:
    points = tuple((x, y) for x in range(4) for y in range(4 - x))
    values = [3 * x**2 * y - 5 * y + 7 for x, y in points]
    found = {
        place: sum(value * weight for value, weight in zip(values, row, strict=True))
        for place, row in weights(points).items()
    }
    assert {place: value for place, value in found.items() if value} == {(2, 1): 3, (0, 1): -5, (0, 0): 7}
