"""Signs of polynomials on an interval: found where they hold, at the end of the search nowhere else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.vocabulary import at_most, equal, less, real, total
from symbolic.tactics.on_interval import coefficients, on_interval
from symbolic.tactics.signs import NotFound
from symbolic.tactics.sums.sums_of_numbers import sum_of_numbers

x, y, i = map(real, "xyi")
INSIDE = assume(at_most(Fraction(-1, 2), x)), assume(at_most(x, 2))


@pytest.mark.parametrize(
    "goal", [less(0, x + 1), at_most(x**2, 4), less(0, x**2 - x + 1), less(x**3, 9), at_most(1, 1)]
)
def test_a_sign_is_proved(goal: Expression) -> None:
    assert on_interval(goal, *INSIDE).conclusion == goal


@pytest.mark.parametrize("goal", [less(x**2, 4), at_most(0, x), at_most(x**2, x), at_most(0, y), less(x, x)])
def test_what_is_false_somewhere_is_not_found(goal: Expression) -> None:
    with pytest.raises(NotFound):
        on_interval(goal, *INSIDE)


@given(st.lists(st.fractions(-5, 5, max_denominator=4), min_size=1, max_size=4))
def test_coefficients_are_read_off(powers: list[Fraction]) -> None:
    value = sum((c * x**n if n else x - x + c for n, c in enumerate(powers)), x - x)
    found = coefficients(value, x)
    assert found + [0] * (len(powers) - len(found)) == powers


@pytest.mark.parametrize(("last", "value"), [(0, Fraction(0)), (1, Fraction(1)), (4, Fraction(25, 12))])
def test_a_sum_of_numbers_is_added_up(last: int, value: Fraction) -> None:
    term = total(i, 1, last, 1 / i)
    assert sum_of_numbers(term).conclusion == equal(term, value)
