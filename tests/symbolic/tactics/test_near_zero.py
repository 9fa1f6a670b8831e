"""Polynomials of which a definite form says the sign near 0, and those of which it does not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.vocabulary import at_most, real
from symbolic.tactics.near_zero import Box, not_negative_near
from symbolic.tactics.signs import NotFound

x, y, z = map(real, "xyz")
FORM = 2 * x**2 + 2 * x * y + 2 * y**2 + z**2


def box(width: Fraction) -> Box:
    return [(assume(at_most(-width, each)), assume(at_most(each, width))) for each in (x, y, z)]


@pytest.mark.parametrize("rest", [x * y * z, -(x**3), x**2 * y**2 - z**4, x * y**2 * z / 3 - y**3 / 7])
def test_a_definite_form_outweighs_products_of_three_and_four(rest: Expression) -> None:
    goal = at_most(-rest, FORM)
    theorem = not_negative_near(goal, box(Fraction(1, 4)))
    assert (theorem.conclusion, len(theorem.hypotheses)) == (goal, 6)


@pytest.mark.parametrize(
    ("polynomial", "width"),
    [
        (x * y, Fraction(1, 9)),
        (FORM - z**2, Fraction(1, 9)),
        (FORM + x, Fraction(1, 9)),
        (FORM + real("w") ** 2, Fraction(1, 9)),
        (FORM + 5 * x**3, Fraction(9)),
        (FORM + x**5, Fraction(1, 9)),
    ],
)
def test_others_are_not_settled(polynomial: Expression, width: Fraction) -> None:
    with pytest.raises(NotFound):
        not_negative_near(at_most(0, polynomial), box(width))
