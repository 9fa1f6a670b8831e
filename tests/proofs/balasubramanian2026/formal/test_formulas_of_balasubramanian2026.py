"""The invariant ellipse as a formula: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.balasubramanian2026.formal import two_factor_map
from proofs.balasubramanian2026.formal.two_factor_map import (
    TRIPLED,
    C,
    S,
    a,
    at_angle,
    b,
    ellipse,
    factor,
    moved,
    turned,
)
from symbolic.core.vocabulary import equal
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "ellipse": Case(
        two_factor_map,
        {
            "level sets stay": two_factor_map.goal(levels=equal(ellipse(*moved(a, b)), ellipse(a, b))),
            "the factor of the other point": two_factor_map.goal(
                levels=equal(ellipse(*moved(a, b)), ellipse(a, b) * factor(*moved(a, b)))
            ),
            "without the half turn": two_factor_map.goal(at_angles=turned(at_angle(C, S), at_angle(*TRIPLED))),
        },
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
