"""Signs beyond lower bounds: found where no coefficient is negative, and nowhere else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.core.expressions import Expression, Refused
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Sequent
from symbolic.core.vocabulary import at_most, less, real
from symbolic.tactics.signs import NotFound
from symbolic.tactics.sums.shifted_forms import shifted_in_turn

x, y, z = map(real, "xyz")
BOUNDS = assume(at_most(3, x)), assume(at_most(Fraction(1, 2), y))

PROVED = [
    less(0, x),
    at_most(3, x),
    less(5 * x, x**3),
    at_most(x * y, 2 * x * y**2),
    less(x + y, x**2 * y + 1),
    at_most(0, x - x),
]


@pytest.mark.parametrize("goal", PROVED)
def test_a_sign_is_proved_from_the_bounds_alone(goal: Expression) -> None:
    found = shifted_in_turn(goal, *BOUNDS)
    assert found.sequent == Sequent(frozenset(bound.conclusion for bound in BOUNDS), goal)


@pytest.mark.parametrize("goal", [less(3, x), at_most(4, x), at_most(0, z), less(0, x - x), at_most(x, y)])
def test_what_does_not_follow_is_not_found(goal: Expression) -> None:
    with pytest.raises((NotFound, Refused)):
        shifted_in_turn(goal, *BOUNDS)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4), st.integers(-2, 2))
def test_what_is_proved_holds(coefficients: list[int], least: int) -> None:
    polynomial: Expression = sum((c * x**n for n, c in enumerate(coefficients)), x - x)
    try:
        shifted_in_turn(at_most(0, polynomial), assume(at_most(least, x)))
    except NotFound:
        return
    assert all(sum(c * value**n for n, c in enumerate(coefficients)) >= 0 for value in range(least, least + 20))
