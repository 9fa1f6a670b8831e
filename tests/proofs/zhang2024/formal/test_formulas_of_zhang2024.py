"""The loss on the family of a scalar and a matrix as a formula: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

import pytest

from proofs.zhang2024.formal import loss_in_traces
from proofs.zhang2024.formal.loss_in_traces import FORCE, LOSS, SLOPE, Λ, u
from symbolic.core.vocabulary import multiple, trace, transpose
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

CASES = {
    "reduced-loss": Case(
        loss_in_traces,
        {
            "without the constant": loss_in_traces.goal(loss=LOSS - trace(Λ) / 2),
            "another slope": loss_in_traces.goal(slope=SLOPE * u),
            "a gradient that is turned": loss_in_traces.goal(force=transpose(FORCE)),
            "half of it": loss_in_traces.goal(force=multiple(2, FORCE)),
        },
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
