"""Claims about heads that are trained, as formulas: proved by the rules, and nothing else with them."""

from __future__ import annotations

import pytest

from proofs.zhang2025.formal import time_course
from proofs.zhang2025.formal.time_course import GAMMA, ROOT, course, fading, w
from symbolic.core.expressions import written
from symbolic.goals.flows_on_family import τ
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

(GONE,) = fading(ROOT).at(τ)

CASES = {
    "time-course": Case(
        time_course,
        {
            "another start": time_course.goal(1 / (GAMMA * (1 - GONE) + 1 / w**2 * GONE)),
            "where it ends": time_course.goal(1 / GAMMA),
            "without the prompt's length": time_course.goal(1 / (1 - GONE + ROOT / w**2 * GONE)),
            "half as fast": time_course.goal(course(ROOT / 2)),
            "nothing learned": time_course.goal(written(0)),
        },
        frozenset(("bounded_flow", "flow_on_family", "sign_kept")),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
