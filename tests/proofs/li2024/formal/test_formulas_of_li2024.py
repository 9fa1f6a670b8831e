"""The claim about retrieved samples, as a formula: proved by the rules, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.li2024.formal import retrieval
from proofs.li2024.formal.best_step import N, d, α, σ
from proofs.li2024.formal.retrieval import ALIGNED, BEST, ERROR, FLOOR, ROOM
from symbolic.core.vocabulary import TRUE, less
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "retrieval": Case(
        retrieval,
        {
            "independent samples": retrieval.goal(best=1 / (N + d + 1 + σ**2)),
            "on the scale of the mean": retrieval.goal(best=N * BEST),
            "without what samples share": retrieval.goal(best=1 / (N * ALIGNED)),
            "the error per coordinate": retrieval.goal(error=ERROR / d),
            "worth more up to another length": retrieval.goal(more=less(2 * N * (d + 2) * α**2, ROOM)),
            "half of what stays": retrieval.goal(floor=FLOOR / 2),
            "one dimension without noise too": retrieval.goal(some=TRUE),
        },
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
