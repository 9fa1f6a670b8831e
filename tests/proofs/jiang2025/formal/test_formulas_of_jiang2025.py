"""Claims about a recursion that forgets, as formulas: proved by the rules, and nothing else with them."""

from __future__ import annotations

import pytest

from proofs.jiang2025.formal import error_bound, recursion
from proofs.jiang2025.formal.fading_loss import POWER, SQUARES, N, d, error, α
from proofs.jiang2025.formal.recursion import FACTOR, h, weighted
from symbolic.core.expressions import written
from symbolic.core.vocabulary import TRUE, entry, equal
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "recursion": Case(
        recursion,
        {
            "half the error": recursion.goal(value=error(FACTOR) / 2),
            "without its variance": recursion.goal(value=error(FACTOR) - d * (d + 1) * FACTOR**2 * α**2 * SQUARES),
            "the newest sample at full weight": recursion.goal(held=equal(entry(h, N + 1), weighted(N, N))),
            "also α = 1": recursion.goal(forgets=TRUE),
        },
    ),
    "error-bound": Case(
        error_bound,
        {
            "half the bound": error_bound.goal(bound=3 * d * (d + 1) / (4 * N)),
            "a bound that falls faster": error_bound.goal(bound=3 * d * (d + 1) / (2 * N + 1)),
            "without the query's coordinate": error_bound.goal(value=3 * d**2 * (1 - α) / (1 + α)),
            "at any forget factor": error_bound.goal(half=TRUE),
            "where a third is left": error_bound.goal(half=equal(POWER, written(1) / 3)),
        },
        facts=frozenset({"intermediate_value"}),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
