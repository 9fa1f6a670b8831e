"""Inverses of sums, a step from learned weights: proved by the rules alone, and nothing else with them."""

from __future__ import annotations

import pytest

from proofs.vonoswald2023b.formal import (
    inverse_of_a_sum,
    richardson_layers,
    ridge_regression,
    step_from_learned_weights,
)
from proofs.vonoswald2023b.formal.inverse_of_a_sum import OF_N, SUM, WOODBURY, R, inverse
from proofs.vonoswald2023b.formal.richardson_goal import LARGEST, β, σ
from proofs.vonoswald2023b.formal.ridge_regression import ONE, K, spread, updated
from proofs.vonoswald2023b.formal.step_from_learned_weights import PLAIN
from symbolic.core.vocabulary import TRUE, at_most, conjunction, less
from symbolic.tactics.dynamics.step_sizes import in_range
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "woodbury": Case(
        inverse_of_a_sum,
        {
            "the inverse of A": inverse_of_a_sum.goal(inverse(R, SUM, OF_N)),
            "without the inner inverse": inverse_of_a_sum.goal(WOODBURY.parts[1]),
        },
        trusts=(),
    ),
    "mesa-layer": Case(
        ridge_regression,
        {
            "any step": ridge_regression.goal(TRUE),
            "the keys before": ridge_regression.goal(inverse(updated(), spread(K), ONE)),
        },
        trusts=(),
    ),
    "one-step": Case(
        step_from_learned_weights,
        {"no step": step_from_learned_weights.goal(TRUE), "plain descent": step_from_learned_weights.goal(PLAIN)},
        trusts=(),
    ),
    "richardson": Case(
        richardson_layers,
        {
            "with the upper end": richardson_layers.goal(conjunction(less(0, β), at_most(β, 2 / LARGEST))),
            "without the ridge": richardson_layers.goal(in_range(β, σ**2)),
            "any end": richardson_layers.goal(at_end=TRUE),
        },
        facts=frozenset({"spectral_theorem"}),
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
