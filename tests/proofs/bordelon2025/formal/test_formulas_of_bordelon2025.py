"""Layers with shared weights as a formula about matrices: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.bordelon2025.formal import error_elsewhere, printed_speed, sum_of_powers, twice_the_speed, zero_loss
from proofs.bordelon2025.formal.sum_of_powers import L
from symbolic.core.vocabulary import TRUE, conjunction, negation
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

FLOW = frozenset({"explicit_solution"})

CASES = {
    "zero-loss": Case(
        zero_loss,
        {
            "without the depth": zero_loss.goal(1),
            "a deeper one": zero_loss.goal(L + 1),
            "any prompt and matrix": zero_loss.goal(supposed=TRUE),
            "any prompt": zero_loss.goal(supposed=conjunction(*zero_loss.SUPPOSED.parts[1:])),
            "any matrix in the place of the inverse": zero_loss.goal(supposed=zero_loss.AS_TRAINED),
        },
        trusts=(),
    ),
    "eigenvalue-flow": Case(
        printed_speed,
        {"the repaired one": negation(printed_speed.goal(2)), "the claim itself": printed_speed.goal()},
        facts=FLOW,
        refuted=True,
        trusts=(),
    ),
    "eigenvalue-flow-repaired": Case(
        twice_the_speed,
        {
            "the printed speed": twice_the_speed.goal(factor=1),
            "half the rate": twice_the_speed.goal(rate=2),
            "the same rate at half the speed": twice_the_speed.goal(half=4),
        },
        facts=FLOW,
        trusts=(),
    ),
    "other-covariance": Case(
        error_elsewhere,
        {
            "a layer less": error_elsewhere.goal(error_elsewhere.L - 1),
            "the error of one layer": error_elsewhere.goal(1),
        },
        facts=frozenset({"spectral_theorem"}),
    ),
    "depth": Case(
        sum_of_powers,
        {
            "a layer less": sum_of_powers.goal(sum_of_powers.L - 1),
            "half of it": sum_of_powers.goal(2 * sum_of_powers.L),
        },
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
