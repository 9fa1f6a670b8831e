"""Random small models: two ways to visit all combinations of points, and random data sets, say the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings

from numeric_check.described import exact_gradient, exact_loss, gradient, loss, population_source
from symbolic.setting import Orbit
from symbolic.setting.point import IMAGINARY
from tests.numeric_check.described.strategies_of_models import Point, described_points

searches = pytest.mark.parametrize("examples", [6, pytest.param(30, marks=pytest.mark.slow)])


def of_each(holds: Callable[[Point], None], examples: int) -> None:
    """What holds of a point is demanded of so many that are drawn."""
    settings(max_examples=examples, database=None)(given(described_points())(holds))()


def residues_and_floats_agree(point: Point) -> None:
    """Integers with rational weights modulo primes on one side, Gauss rules and complex roots of unity on the other."""
    exact = float(exact_loss(*point))
    np.testing.assert_allclose(loss(*point), exact, rtol=1e-9, atol=1e-9 * max(1.0, exact))


def gradients_of_residues_and_floats_agree(point: Point) -> None:
    exact, floats = exact_gradient(*point), gradient(*point)
    scale = max([1.0, *(float(np.max(np.abs(block))) for block in floats.values())])
    for name, block in exact.items():
        np.testing.assert_allclose(floats[name], np.array(block, dtype=float), rtol=0, atol=1e-9 * scale)


def gradients_that_are_pulled_back_are_those_of_differences(point: Point) -> None:
    setting, values = point
    blocks = {name: np.array(block, dtype=float) for name, block in values.parameters.items()}
    blocks |= {name + IMAGINARY: np.array(block, dtype=float) for name, block in values.imaginary.items()}
    pulled, differences = population_source(setting, values).gradient(blocks), gradient(setting, values)
    scale = max([1.0, *(float(np.max(np.abs(block))) for block in differences.values())])
    assert pulled.keys() == differences.keys()
    for name, block in differences.items():
        np.testing.assert_allclose(pulled[name], block, rtol=0, atol=1e-9 * scale)


@searches
def test_residues_and_floats_agree(examples: int) -> None:
    of_each(residues_and_floats_agree, examples)


@searches
def test_gradients_of_residues_and_floats_agree(examples: int) -> None:
    of_each(gradients_of_residues_and_floats_agree, examples)


@searches
def test_gradients_that_are_pulled_back_are_those_of_differences(examples: int) -> None:
    of_each(gradients_that_are_pulled_back_are_those_of_differences, examples)


@pytest.mark.parametrize("examples", [12, pytest.param(60, marks=pytest.mark.slow)])
def test_most_models_have_a_gradient_and_two_kinds_of_randomness(examples: int) -> None:
    rich: list[bool] = []

    @given(described_points())
    @settings(max_examples=examples, derandomize=True, database=None)
    def seen(point: Point) -> None:
        setting, values = point
        moves = any(np.any(block) for block in gradient(setting, values).values())
        sources = len(setting.drawn) + len({orbit.by for orbit in setting.draws if isinstance(orbit, Orbit)})
        rich.append(moves and sources > 1)

    seen()
    assert len(rich) >= examples
    assert sum(rich) >= 0.8 * len(rich)
