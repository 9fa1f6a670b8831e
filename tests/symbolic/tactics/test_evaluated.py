"""Means over laws made of points, worked out by rules, are what they are by plain arithmetic; nothing false is."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from symbolic.core.expressions import Expression, Node, Refused, written
from symbolic.core.vocabulary import (
    conjunction,
    entry,
    equal,
    for_all,
    implies,
    indicator,
    integers_between,
    integers_from,
    mean,
    negation,
    raised,
    real,
    total,
    vector,
)
from symbolic.tactics.evaluated import decided, evaluated, worked_out
from symbolic.tactics.explicit_laws import row, table
from symbolic.tactics.signs import NotFound

x, i, j, r, m = vector("x"), *map(real, "ijrm")
POINTS = {(2, 0, -1): Fraction(1, 2), (-3, 1, 5): Fraction(1, 3), (0, 0, 4): Fraction(1, 6)}
LAW = table(*((share, row(*point)) for point, share in POINTS.items()))
EVEN = table(*((Fraction(1, 4), row(*point)) for point in product((2, -2), (1, -1))))
"""Two coordinates with independent random signs."""


def power(place: int, exponent: Expression) -> Node:
    return raised(entry(x, place), exponent)


@pytest.mark.parametrize("exponents", [(1, 0, 0), (2, 1, 0), (0, 3, 2), (1, 1, 1), (0, 0, 4)])
def test_a_moment_is_that_of_the_table(exponents: tuple[int, ...]) -> None:
    term = mean(x, LAW, Node("multiply", tuple(entry(x, n) ** k for n, k in enumerate(exponents, 1))))
    plain = sum(
        share * a ** exponents[0] * b ** exponents[1] * c ** exponents[2] for (a, b, c), share in POINTS.items()
    )
    found = evaluated(term)
    assert (found.conclusion, found.hypotheses) == (equal(term, plain), frozenset())


def test_moments_with_an_odd_exponent_vanish_for_all_exponents_at_once() -> None:
    odd = mean(x, EVEN, power(1, 2 * m + 1) * power(2, r))
    goal = for_all(m, integers_from(0), for_all(r, integers_from(1), equal(odd, 0)))
    found = worked_out(goal)
    assert (found.conclusion, found.hypotheses) == (goal, frozenset())


@pytest.mark.parametrize(
    "goal",
    [
        for_all(r, integers_from(1), equal(mean(x, EVEN, power(1, r)), 0)),
        for_all(r, integers_from(1), equal(mean(x, LAW, power(2, r)), 0)),
        equal(mean(x, EVEN, entry(x, 1) ** 2), 1),
        for_all(i, integers_between(1, 2), equal(mean(x, EVEN, entry(x, i) ** 2), 4)),
    ],
)
def test_nothing_false_is_worked_out(goal: Expression) -> None:
    with pytest.raises((NotFound, Refused)):
        worked_out(goal)


def test_a_statement_about_pairs_of_places_is_worked_out_place_by_place() -> None:
    mixed = mean(x, EVEN, entry(x, i) ** 2 * entry(x, j) ** 2)
    pairs = implies(negation(equal(i, j)), equal(mixed, 4))
    goal = for_all(i, integers_between(1, 2), for_all(j, integers_between(1, 2), pairs))
    assert worked_out(goal).conclusion == goal
    squares = total(j, 1, 2, indicator(negation(equal(j, 1))) * mean(x, EVEN, entry(x, j) ** 4))
    assert evaluated(squares).conclusion == equal(squares, 1)


def test_what_is_said_of_numbers_is_decided() -> None:
    same, different = equal(written(2) + 1, 3), equal(2, 3)
    for formula, holds in ((same, True), (different, False), (conjunction(same, negation(different)), True)):
        found, theorem = decided(formula)
        assert (found, theorem.conclusion) == (holds, formula if holds else negation(formula))
    assert decided(conjunction(same, different))[0] is False
