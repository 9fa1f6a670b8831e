"""Sums over places that are none of some others, and signs of polynomials in terms bounded one after another."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from symbolic.core.expressions import Expression, Refused
from symbolic.core.rules.logic import assume, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    equal,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    total,
)
from symbolic.goals.closed_values import number
from symbolic.goals.usual_terms import apart
from symbolic.tactics.signs import NotFound
from symbolic.tactics.steps import assumed
from symbolic.tactics.sums.counted_sums import counted_sum
from symbolic.tactics.sums.shifted_forms import form_not_negative, shifted_in_turn
from symbolic.tactics.sums.square_harmonics import below_count, both_sums, from_three, from_two

j, k, n, r, s, h, x, y = map(real, ("j", "k", "m", "r", "s", "h", "x", "y"))
PLACES = assumed(member(n, integers_from(0)), *(member(place, integers_between(1, n)) for place in (j, k)))
BOUNDS = assume(at_most(2 * h - 1, n)), assume(at_most(2, h))


def counted(*places: Expression) -> Expression:
    """`Σ_r 1[r ∉ places] Σ_s 1[s ∉ places, s ≠ r] n`."""
    inner = total(s, 1, n, indicator(apart(s, *places, r)) * n)
    return total(r, 1, n, indicator(apart(r, *places)) * inner)


def test_places_are_counted() -> None:
    found = counted_sum(counted(j, k), (*PLACES, assume(negation(equal(k, j)))), lambda term, _: reflexive(term))
    left, right = parts(found.conclusion, "equal")
    for size in (2, 3, 5):
        for places in ((1, 2), (2, 1)):
            known = {n: Fraction(size), j: Fraction(places[0]), k: Fraction(places[1])}
            assert number(left, known) == number(right, known) == size * (size - 2) * (size - 3)


def test_places_that_may_be_the_same_are_not_counted() -> None:
    with pytest.raises(NotFound):
        counted_sum(counted(j, k), PLACES, lambda term, _: reflexive(term))


def test_bounds_are_used_one_after_another() -> None:
    goal = less(0, n * h - h**2 - 1)
    assert shifted_in_turn(goal, *BOUNDS).conclusion == goal
    assert shifted_in_turn(goal, *BOUNDS).hypotheses == {bound.conclusion for bound in BOUNDS}


@pytest.mark.parametrize("goal", [less(0, n - h**2), less(0, n - 2 * h + 1), at_most(3, h), less(0, n - x)])
def test_what_does_not_follow_is_not_found(goal: Expression) -> None:
    with pytest.raises((NotFound, Refused)):
        shifted_in_turn(goal, *BOUNDS)


def test_forms_are_sums_of_squares() -> None:
    goal = at_most(0, n * x**2 - 2 * h * x * y + h * y**2)
    assert form_not_negative(goal, (x, y), *BOUNDS).conclusion == goal


@pytest.mark.parametrize("goal", [at_most(0, x**2 - 3 * x * y + y**2), at_most(0, x**2 - y**2), at_most(0, x * y)])
def test_forms_that_are_negative_somewhere_are_not_found(goal: Expression) -> None:
    with pytest.raises(NotFound):
        form_not_negative(goal, (x, y), *BOUNDS)


@pytest.mark.parametrize("lemma", [both_sums, below_count, from_two, from_three])
def test_sums_of_inverse_squares_are_bounded(lemma: Callable[[], Theorem]) -> None:
    assert not lemma().hypotheses
