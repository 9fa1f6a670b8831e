"""Layers as steps with another matrix in each as a formula: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.ahn2023.formal import layers_take_steps, layers_take_transposed_steps
from proofs.ahn2023.formal.layers_take_steps import L, preconditioner
from symbolic.core.vocabulary import TRUE, member, symmetric
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "lemma-1": Case(
        layers_take_steps,
        {
            "any matrices": layers_take_steps.goal(TRUE),
            "the first one symmetric": layers_take_steps.goal(
                member(preconditioner(1), symmetric(layers_take_steps.d))
            ),
        },
        trusts=(),
    ),
    "any-preconditioner-repaired": Case(
        layers_take_transposed_steps,
        {
            "a layer more": layers_take_transposed_steps.goal(L + 1),
            "the matrices themselves": layers_take_steps.goal(TRUE),
        },
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
