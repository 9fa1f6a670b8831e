"""Inverses of sums, a step from learned weights: proved by the rules alone, and nothing else with them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs.vonoswald2023b.formal import (
    inverse_of_a_sum,
    richardson_goal,
    richardson_layers,
    ridge_regression,
    step_from_learned_weights,
    steps_on_diagonal,
    steps_on_orthogonal,
)
from proofs.vonoswald2023b.formal.inverse_of_a_sum import OF_N, SUM, WOODBURY, R, inverse
from proofs.vonoswald2023b.formal.learned_steps import η
from proofs.vonoswald2023b.formal.richardson_goal import LARGEST, β, σ
from proofs.vonoswald2023b.formal.ridge_regression import ONE, K, spread, updated
from proofs.vonoswald2023b.formal.step_from_learned_weights import PLAIN
from proofs.vonoswald2023b.formal.steps_on_diagonal import BRACKETS, STEP, d, on_signs, t
from proofs.vonoswald2023b.formal.steps_on_orthogonal import THREE, TWO
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
            "every matrix the best": ridge_regression.goal(least=ridge_regression.IS_BEST),
            "the keys before": ridge_regression.goal(inverse(updated(), spread(K), ONE)),
        },
        facts=frozenset({"spectral_theorem"}),
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
            "with the upper end": richardson_goal.goal(conjunction(less(0, β), at_most(β, 2 / LARGEST))),
            "without the ridge": richardson_goal.goal(in_range(β, σ**2)),
            "any end": richardson_goal.goal(at_end=TRUE),
        },
        facts=frozenset({"spectral_theorem"}),
        trusts=(),
    ),
    "step-on-sequences": Case(
        steps_on_diagonal,
        {
            "the step of one dimension": steps_on_diagonal.goal(replace(STEP, best=1 / (3 * t - 3))),
            "twice the bend": steps_on_diagonal.goal(replace(STEP, bracket=STEP.bracket + STEP.curvature * η**2)),
            "another share": steps_on_diagonal.goal(stays=(d + t - 1) / (d + 3 * t - 4)),
            "another limit": steps_on_diagonal.goal(limit=Fraction(1, 5)),
            "two signs for three": steps_on_diagonal.goal(three=on_signs(3, BRACKETS[2])),
        },
    ),
    "step-on-orthogonal-sequences": Case(
        steps_on_orthogonal,
        {
            "another step": steps_on_orthogonal.goal(TWO.says(replace(TWO.step, best=1 / (d + 3)))),
            "what stays of signs": steps_on_orthogonal.goal(three=THREE.says(stays=TWO.stays)),
            "three elements in one dimension too": steps_on_orthogonal.goal(three=replace(THREE, first=1).says()),
        },
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
