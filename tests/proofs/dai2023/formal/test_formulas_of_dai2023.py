"""A change of weights as a formula about matrices: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.dai2023.formal import change_of_weights
from proofs.dai2023.formal.change_of_weights import CHANGE, SUMMED, ZERO_SHOT
from symbolic.core.vocabulary import equal_matrices
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "update": Case(
        change_of_weights,
        {
            "the same from both": change_of_weights.goal(equal_matrices(CHANGE, ZERO_SHOT)),
            "the sum alone": change_of_weights.goal(SUMMED),
        },
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
