"""Settings that Hypothesis draws: what the engine derives is what an enumeration of every draw gives, exactly.

`MESAPROOF_FUZZ=500 pytest tests/test_settings_two_routes.py` draws that many, other ones each time.
"""

from __future__ import annotations

import os
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis.strategies import SearchStrategy

from numeric_check.described import exact_gradient, exact_loss, gradient, loss
from symbolic.expectation.characters import OutOfReach
from symbolic.model.derived_model import Derived
from symbolic.setting import Orbit, Setting
from tests.symbolic.setting.strategies_of_settings import GROUPS, Drawn, continuations, numbers_for, regressions

MANY = int(os.environ.get("MESAPROOF_FUZZ", "24"))
SOME = int(os.environ.get("MESAPROOF_FUZZ", "10"))
FEW = int(os.environ.get("MESAPROOF_FUZZ", "4"))
"""A continuation takes half a second, a regression a few hundredths of one."""

REGRESSIONS = regressions().flatmap(lambda setting: numbers_for(setting).map(lambda values: Drawn(setting, values)))
CONTINUATIONS = continuations().flatmap(lambda setting: numbers_for(setting).map(lambda values: Drawn(setting, values)))
TURNED = continuations(GROUPS).flatmap(lambda one: numbers_for(one, 3).map(lambda values: Drawn(one, values)))

searched = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])


def agrees(drawn: Drawn) -> None:
    assert Derived(drawn.setting).loss_at(drawn.values) == exact_loss(drawn.setting, drawn.values)


@pytest.mark.parametrize("examples", [SOME, pytest.param(MANY, marks=pytest.mark.slow)])
def test_losses_of_regressions(examples: int) -> None:
    settings(searched, max_examples=examples, database=None)(given(REGRESSIONS)(agrees))()


@pytest.mark.parametrize("examples", [FEW, pytest.param(SOME, marks=pytest.mark.slow)])
def test_losses_of_continuations(examples: int) -> None:
    settings(searched, max_examples=examples, database=None)(given(CONTINUATIONS)(agrees))()


@pytest.mark.parametrize("examples", [SOME, pytest.param(MANY, marks=pytest.mark.slow)])
def test_gradients_of_regressions_that_say_something(examples: int) -> None:
    say_something(REGRESSIONS, examples)


@pytest.mark.slow
def test_gradients_of_continuations_that_say_something() -> None:
    say_something(CONTINUATIONS, SOME)


def say_something(kind: SearchStrategy[Drawn], examples: int) -> None:
    """Of the settings that are drawn, at least four in five have a gradient that is not zero and two draws or more."""
    told: list[bool] = []

    @settings(searched, max_examples=examples, database=None)
    @given(kind)
    def look(drawn: Drawn) -> None:
        gradient = Derived(drawn.setting).gradient_at(drawn.values)
        assert gradient == exact_gradient(drawn.setting, drawn.values)
        moving = any(entry for block in gradient.values() for row in block for entry in row)
        told.append(moving and draws(drawn.setting) >= 2)

    look()
    print(f"{sum(told)} of {len(told)} have a gradient that is not zero and two draws")
    assert Fraction(sum(told), len(told)) >= Fraction(4, 5)


def draws(setting: Setting) -> int:
    """How many things are drawn: of an orbit the matrix as well as the start."""
    return sum(2 if isinstance(source, Orbit) else 1 for source in setting.draws)


@pytest.mark.parametrize("examples", [FEW, pytest.param(SOME, marks=pytest.mark.slow)])
def test_losses_of_sequences_that_uniform_matrices_turn(examples: int) -> None:
    """Characters on one side, angles of the groups in one and two dimensions on the other."""

    @settings(searched, max_examples=examples, database=None)
    @given(TURNED)
    def look(drawn: Drawn) -> None:
        try:
            exact = float(Derived(drawn.setting).loss_at(drawn.values))
        except OutOfReach:
            reject()
        np.testing.assert_allclose(loss(drawn.setting, drawn.values), exact, rtol=1e-9, atol=1e-9)

    look()


@pytest.mark.slow
@settings(searched, max_examples=SOME)
@given(TURNED)
def test_gradients_of_sequences_that_uniform_matrices_turn(drawn: Drawn) -> None:
    try:
        exact = Derived(drawn.setting).gradient_at(drawn.values)
    except OutOfReach:
        reject()
    floats = gradient(drawn.setting, drawn.values)
    scale = max([1.0, *(float(np.max(np.abs(block))) for block in floats.values())])
    for name, block in exact.items():
        np.testing.assert_allclose(floats[name], np.array(block, dtype=float), rtol=0, atol=1e-9 * scale)
