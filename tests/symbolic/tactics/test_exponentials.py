"""What is proved of exponentials: nothing is supposed, and the numbers agree."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import exp

import pytest

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import parts
from symbolic.core.theorems import Theorem
from symbolic.tactics.exponential_function.exponential_limits import near_1, to_exponential, to_exponential_before
from symbolic.tactics.exponential_function.exponential_signs import above_0, in_order, of_multiple, reciprocal, where_1
from symbolic.tactics.exponential_function.slopes_of_powers import slope_of_power
from tests.symbolic.formula_values import value

LEMMAS = reciprocal, above_0, in_order, of_multiple, where_1, near_1, to_exponential, to_exponential_before
POINTS = (-1.5, -0.25, 0.0, 1.0, 2.5)


@pytest.mark.parametrize("lemma", [*LEMMAS, slope_of_power], ids=lambda lemma: lemma.__name__)
def test_nothing_is_supposed(lemma: Callable[[], Theorem]) -> None:
    assert not lemma().hypotheses


@pytest.mark.parametrize("lemma", [above_0, where_1, in_order], ids=lambda lemma: lemma.__name__)
def test_it_is_so_at_points(lemma: Callable[[], Theorem]) -> None:
    assert all(value(lemma().conclusion, {"x": one, "y": other}) for one in POINTS for other in POINTS)


@pytest.mark.parametrize("lemma", [to_exponential, to_exponential_before], ids=lambda lemma: lemma.__name__)
@pytest.mark.parametrize("x", POINTS)
def test_powers_near_their_limit(lemma: Callable[[], Theorem], x: float) -> None:
    _, limit = parts(lemma().conclusion, "for_all")
    _, body, end = parts(limit, "tends")
    assert abs(value(body, {}, (10**6, x)) - value(end, {}, (x,))) < 1e-4 * exp(5)


@pytest.mark.parametrize("exponent", [0, 1, 4])
def test_slopes_of_powers_near_their_limit(exponent: int) -> None:
    body: Expression = slope_of_power().conclusion
    for _ in range(3):
        _, body = parts(body, "for_all")
    _, quotient, limit = parts(body, "tends")
    base, direction, far = Fraction(2), Fraction(-3), 10**6
    found = value(quotient, {}, (far, exponent, direction, base))
    expected = (exponent + 1) * direction * base**exponent
    assert value(limit, {}, (exponent, direction, base)) == expected
    assert abs(found - expected) < Fraction(1, 1000)
