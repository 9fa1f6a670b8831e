"""The prediction that Corollary 4.1 states is that of the second route, and its proof proves nothing else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from proofs.zheng2024.formal.capability import context_step
from proofs.zheng2024.formal.capability import corollary_4_1 as stated
from proofs.zheng2024.formal.capability.context_step import DESCENT, STEP, X, Y, a, b, d, f, n, p, q, scaled
from proofs.zheng2024.second_route import forward
from symbolic.core.certificates import Proof
from symbolic.core.replay import replayed
from symbolic.core.vocabulary import multiple
from tests.proofs.zheng2024.formal.replays import Statement, again, check_proves_only_its_goal
from tests.symbolic.formula_values import value

LENGTH = 5
POINT = Fraction(3, 2), Fraction(-2, 5)
STARTS = ((Fraction(1), Fraction(-2)), (Fraction(1, 2), Fraction(3)), (Fraction(2), Fraction(1), Fraction(-1)))


def phases(size: int) -> np.ndarray:
    """Unimodular eigenvalues, all different."""
    found: np.ndarray = np.exp(1j * np.arange(1, size + 1) ** 2)[None, :]
    return found


def columns(states: np.ndarray) -> tuple[tuple[tuple[float, ...], ...], ...]:
    """Some states beside each other, real and imaginary parts."""
    return tuple(tuple(tuple(map(float, row)) for row in part.T) for part in (states.real, states.imag))


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("time", [2, 3, 4])
def test_the_prediction_is_that_of_the_second_route(start: tuple[Fraction, ...], time: int) -> None:
    size, x1 = len(start), np.array([list(map(float, start))])
    scalars = tuple(map(float, POINT))
    states = forward.sequence(x1, phases(size), LENGTH)[:time, 0]
    predicted = forward.predictions(forward.on_line(size, *scalars), x1, phases(size), LENGTH)[0, time - 2]
    known: dict[str, Any] = dict(
        zip((each.name for each in (d, n, a, b)), (Fraction(size), Fraction(time - 1), *scalars), strict=True)
    )
    ranges = {X: (0, -1), Y: (1, time), f: (0, 1), q: (time - 1, time), p: (time - 2, time - 1)}
    for letters, (first, last) in ranges.items():
        known |= {letter.name: part for letter, part in zip(letters, columns(states[first:last]), strict=True)}
    for pair in (context_step.predicted(), context_step.after_step(STEP, 1), context_step.after_step(STEP, 2)):
        re, im = (np.array(value(part, known), dtype=float)[:, 0] for part in pair)
        assert re[:size] + 1j * im[:size] == pytest.approx(predicted, rel=1e-12, abs=1e-12)
        assert not np.array([re[size:], im[size:]]).any()


@pytest.fixture(scope="module")
def proof() -> Proof:
    return again(stated.proof())


OTHERS: dict[str, Statement] = {
    "twice the step": lambda: stated.goal(step=2 * STEP),
    "steps of other lengths": lambda: stated.goal(step=a * b / (n + 1)),
    "uphill": lambda: stated.goal(descent=scaled(-1, DESCENT)),
    "the conjugate gradient": lambda: stated.goal(descent=(DESCENT[0], multiple(-1, DESCENT[1]))),
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
