"""Layers that take all tokens by one matrix, as a formula: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.vladymyrov2024.formal import linear_form_of_tokens
from proofs.vladymyrov2024.formal.linear_form_of_tokens import L
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "linear-form": Case(
        linear_form_of_tokens,
        {"a layer more": linear_form_of_tokens.goal(L + 1), "no layer": linear_form_of_tokens.goal(0)},
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
