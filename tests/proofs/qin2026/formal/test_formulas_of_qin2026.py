"""Gated linear attention as a formula about matrices: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.qin2026.formal import gated_state
from proofs.qin2026.formal.gated_state import N
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "gated-identity": Case(
        gated_state,
        {"a token less": gated_state.goal(N - 1), "no token": gated_state.goal(0)},
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
