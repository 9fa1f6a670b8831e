"""Random regressions and networks: what is derived is what a sum over all combinations of points gives, exactly.

Two heads, tied and given matrices, noise that samples share, means, complex fields: what `test_settings_two_routes`
does not draw.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric_check.described import exact_gradient, exact_loss
from symbolic.model.derived_model import Derived
from tests.numeric_check.described.strategies_of_models import Point, networks, regressions


@pytest.mark.parametrize("examples", [5, pytest.param(30, marks=pytest.mark.slow)])
def test_loss_and_gradient_are_those_of_an_enumeration(examples: int) -> None:
    @settings(max_examples=examples, database=None)
    @given(st.one_of(regressions(), networks()))
    def agrees(point: Point) -> None:
        setting, values = point
        derived = Derived(setting)
        assert derived.loss_at(values) == exact_loss(setting, values)
        assert derived.gradient_at(values) == exact_gradient(setting, values)

    agrees()
