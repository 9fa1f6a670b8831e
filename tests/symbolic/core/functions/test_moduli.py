"""Moduli `√(f²)` in means: what they need to be defined, and the absolute moments of normal numbers, integrated."""

from __future__ import annotations

from fractions import Fraction
from math import exp, isclose, pi, sqrt

import pytest

from symbolic.core.definedness import defined, degree
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.facts import normal_modulus
from symbolic.core.rules.logic import parts
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    at_most,
    conjunction,
    equal,
    for_all,
    law,
    mean,
    member,
    moments,
    normal,
    real,
    root,
)
from tests.symbolic.formula_values import value

x, y, μ = real("x"), real("y"), law("μ")
CLOSED = normal(1)


def absolute_moment(deviation: float, order: int, steps: int = 40_000, width: float = 12.0) -> float:
    """`E |σ z|ᵏ` by the trapezium rule: from 0 on, twice the density."""
    height = width / steps
    points = (n * height for n in range(1, steps))
    return 2 * height * sum((deviation * z) ** order * exp(-z * z / 2) for z in points) / sqrt(2 * pi)


@pytest.mark.parametrize("order", [3, 5, 7, 9])
@pytest.mark.parametrize("deviation", [Fraction(1), Fraction(1, 2), Fraction(3)])
def test_absolute_moments_are_those_of_the_density(order: int, deviation: Fraction) -> None:
    found = normal_modulus(mean(x, normal(deviation), root(x**2) ** order))
    factor = coefficient(parts(found.conclusion, "equal")[1], mean(x, normal(deviation), root(x**2)))
    expected = absolute_moment(float(deviation), order) / absolute_moment(float(deviation), 1)
    assert isclose(float(factor), expected, rel_tol=1e-6)


def coefficient(product: Expression, of: Expression) -> Fraction:
    """What a term is multiplied by."""
    *factors, last = parts(product, "multiply")
    assert last == of
    found = Fraction(1)
    for factor in factors:
        found *= value(factor, {})
    return found


def test_a_modulus_is_as_large_as_what_it_is_of() -> None:
    assert degree(root((x**3 - y) ** 2) * x**2, x) == 5
    assert degree(root((x**3) ** 2) ** 4, x) == 12
    for other in (root(x), root(x**4), root(x**2 + 1), root(x * x), root((1 / x) ** 2), root(root(x) ** 2)):
        assert degree(other, x) is None


def test_the_mean_of_a_modulus_needs_moments_and_a_square() -> None:
    goal = equal(mean(x, CLOSED, root(x**2)), 1)
    needed = conjunction(for_all(x, REALS, at_most(0, x**2)), member(CLOSED, moments(1)))
    assert defined(goal) == needed
    assert FALSE in defined(equal(mean(x, CLOSED, root(x)), written(1))).parts
