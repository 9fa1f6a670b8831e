"""Newton's iteration as a formula about matrices: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.newton.formal import (
    attention_layers,
    degrees_of_iterates,
    degrees_stated,
    newton_beside_descent,
    powers_compared,
    pseudoinverse_goal,
    pseudoinverse_reached,
    schulz,
)
from proofs.newton.formal.newton_beside_descent import POWER, k
from proofs.newton.formal.pseudoinverse_goal import ENDS, RANGE, REACHED, STEP, α, σ
from proofs.newton.formal.schulz import LEFT, RIGHT, A, X, Y, m, n, newton, squared
from symbolic.core.vocabulary import TRUE, at_most, conjunction, iff, less, raised
from symbolic.tactics.dynamics.step_sizes import in_range
from symbolic.tactics.steps import quantified
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "schulz": Case(
        schulz,
        {
            "X (3I − AX)": schulz.goal(step=newton(3)),
            "any Y": schulz.goal(step=TRUE),
            "the residual before a step": schulz.goal(residuals=conjunction(squared((A, X), (A, X), m), LEFT)),
            "the other residual": schulz.goal(residuals=conjunction(RIGHT, squared((Y, A), (X, A), n))),
        },
        trusts=(),
    ),
    "steps": Case(
        newton_beside_descent,
        {"as many steps": newton_beside_descent.goal(k), "one step more": newton_beside_descent.goal(POWER + 1)},
        trusts=(),
    ),
    "degrees": Case(
        degrees_of_iterates,
        {
            "one more for Newton": degrees_of_iterates.goal(newton_=lambda count: 2 * raised(2, count)),
            "as many for GD++": degrees_of_iterates.goal(descent=degrees_stated.of_newton),
            "twice for the prediction": degrees_of_iterates.goal(predicted=lambda count: 2 * raised(2, count) + 1),
            "enough from three on": degrees_of_iterates.goal(compare=powers_compared.compared(2)),
            "twice as much by a layer": degrees_of_iterates.goal(grown=attention_layers.growth(raised(2, k))),
            "any number of layers": degrees_of_iterates.goal(few=TRUE),
        },
        facts=frozenset({"spectral_theorem"}),
        trusts=(),
    ),
    "pseudoinverse": Case(
        pseudoinverse_reached,
        {
            "with the upper end": pseudoinverse_goal.goal(
                quantified(iff(REACHED, conjunction(less(0, α), at_most(α, ENDS[1]))), STEP)
            ),
            "half the range": pseudoinverse_goal.goal(quantified(iff(REACHED, in_range(α, 2 * σ**2)), STEP)),
            "without the pseudoinverse": pseudoinverse_goal.goal(at_ends=RANGE),
        },
        facts=frozenset({"spectral_theorem"}),
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
