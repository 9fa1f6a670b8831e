"""Claims about the loss around trained points, as formulas: proved by the rules, and nothing else with them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from proofs.zheng2024.formal.landscape import curved_most, largest_step
from proofs.zheng2024.formal.landscape.largest_step import LARGEST_STEP, MATRIX, OTHER
from symbolic.core.expressions import Expression, Node
from tests.proofs.formal_cases import Case, cases, check_case

CASES = {
    "largest-step": Case(
        largest_step,
        {
            "half the step": largest_step.goal(step=LARGEST_STEP / 2),
            "twice the step": largest_step.goal(step=2 * LARGEST_STEP),
            "two entries exchanged": largest_step.goal((MATRIX[0], MATRIX[2], MATRIX[1], *MATRIX[3:])),
            "another second derivative by W_KQ_23": largest_step.goal(other=OTHER / 2),
            "two dimensions as one": largest_step.goal(size=2),
        },
    ),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


def _number(term: Expression, names: dict[Expression, float]) -> float:
    if term in names:
        return names[term]
    assert isinstance(term, Node)
    inside = [_number(part, names) for part in term.parts]
    match term.head:
        case "number":
            return float(term.value)  # type: ignore[arg-type]
        case "add":
            return sum(inside)
        case "multiply":
            return float(np.prod(inside))
        case "negate":
            return -inside[0]
        case "divide":
            return inside[0] / inside[1]
        case "power":
            return float(inside[0] ** term.value)  # type: ignore[operator]
    assert term.head == "root"
    return float(np.sqrt(inside[0]))


def test_the_largest_second_derivative_is_the_top_eigenvalue() -> None:
    draw = random.Random("largest-step")
    for _ in range(5):
        sizes: dict[Expression, float] = {
            each: draw.uniform(0.2, 3) for each in (curved_most.N, curved_most.H, curved_most.H2)
        }
        names: dict[Expression, float] = {**sizes, curved_most.a: draw.gauss(0, 1), curved_most.b: draw.gauss(0, 1)}

        def at(*direction: float, names: dict[Expression, float] = names) -> float:
            return _number(curved_most.FORM, {**names, **dict(zip(curved_most.STEPS, direction, strict=True))})

        unit = np.eye(6)
        matrix = np.array([[(at(*(m + n)) - at(*(m - n))) / 4 for n in unit] for m in unit])
        assert np.isclose(np.linalg.eigvalsh(matrix)[-1], _number(curved_most.MOST, names), rtol=1e-9)
