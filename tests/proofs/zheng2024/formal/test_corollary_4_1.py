"""The prediction that Corollary 4.1 states is that of the second route, and its proof proves nothing else."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from proofs.zheng2024.formal.capability import context_step
from proofs.zheng2024.formal.capability import corollary_4_1 as stated
from proofs.zheng2024.formal.on_line.line_formulas import a, b, d, j
from proofs.zheng2024.second_route import forward
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.replay import replayed
from symbolic.core.vocabulary import TRUE
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal
from tests.symbolic.formula_values import value

LENGTH = 5
POINT = Fraction(3, 2), Fraction(-2, 5)
STARTS = ((Fraction(1), Fraction(-2)), (Fraction(1, 2), Fraction(3)), (Fraction(2), Fraction(1), Fraction(-1)))


def phases(size: int) -> np.ndarray:
    """Unimodular eigenvalues, all different."""
    found: np.ndarray = np.exp(1j * np.arange(1, size + 1) ** 2)[None, :]
    return found


def columns(states: np.ndarray, part: Callable[[np.ndarray], np.ndarray]) -> tuple[tuple[float, ...], ...]:
    """The states as columns, the first one being 0."""
    size = states.shape[1]
    return tuple((0.0, *map(float, part(states[:, place]))) for place in range(size))


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("time", [2, 3, 4])
def test_the_prediction_is_that_of_the_second_route(start: tuple[Fraction, ...], time: int) -> None:
    size, x1 = len(start), np.array([list(map(float, start))])
    scalars = tuple(map(float, POINT))
    states = forward.sequence(x1, phases(size), LENGTH)[:time, 0]
    predicted = forward.predictions(forward.on_line(size, *scalars), x1, phases(size), LENGTH)[0, time - 2]
    known: dict[str, Any] = dict(
        zip((each.name for each in (d, context_step.t, a, b)), (size, time, *scalars), strict=True)
    )
    known |= {context_step.X.name: columns(states, np.real), context_step.Y.name: columns(states, np.imag)}
    for place in range(size):
        for pair in (
            context_step.prediction(),
            context_step.after_step(context_step.STEP, 1),
            context_step.after_step(context_step.STEP, 2),
        ):
            re, im = (value(part, {**known, j.name: place + 1}) for part in pair)
            assert complex(re, im) == pytest.approx(complex(predicted[place]), rel=1e-12, abs=1e-12)


@pytest.fixture(scope="module")
def proof() -> Proof:
    return again(stated.proof())


OTHERS: dict[str, Statement] = {
    "twice the step": lambda: stated.goal(step=2 * context_step.STEP),
    "steps of other lengths": lambda: stated.goal(step=a * b / context_step.t),
    "uphill": lambda: stated.goal(descent=negative(context_step.DESCENT)),
    "the conjugate gradient": lambda: stated.goal(descent=(context_step.DESCENT[0], -context_step.DESCENT[1])),
    "any state before the first": lambda: stated.goal(hypotheses=TRUE),
}


@pytest.mark.slow
def test_it_trusts_the_engine_alone(proof: Proof) -> None:
    found = replayed(proof)
    assert found.proved
    assert found.trusts == ("engine",)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_is_proved(proof: Proof, name: str) -> None:
    check_proves_only_its_goal(proof, stated.goal(), OTHERS[name]())


def negative(pair: tuple[Expression, Expression]) -> tuple[Expression, Expression]:
    return -pair[0], -pair[1]
