"""The claim about prompts of two tasks, as a formula: proved by the rules, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.li2025.formal import same_products, two_tasks
from proofs.li2025.formal.two_tasks import BEST, FORMULA, A, a, b, norm, σ
from symbolic.core.vocabulary import TRUE
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "two-tasks": Case(
        two_tasks,
        {
            "twice the weights": two_tasks.goal(best=(2 * BEST[0], 2 * BEST[1])),
            "the weights exchanged": two_tasks.goal(best=(BEST[1], BEST[0])),
            "one weight alone": two_tasks.goal(best=(BEST[0], 0 * BEST[1])),
            "no noise in the loss": two_tasks.goal(formula=FORMULA - σ**2 * norm(A)),
            "without the mixed term": two_tasks.goal(formula=FORMULA - 2 * a * b * norm(A)),
            "tasks of any variance": two_tasks.goal(unit=TRUE),
            "one product alone": two_tasks.goal(alike=same_products.goal(same_products.SAME.parts[0])),
        },
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
