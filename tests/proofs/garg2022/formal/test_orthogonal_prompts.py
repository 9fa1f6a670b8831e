"""A query that is orthogonal to all samples: what is proved, and predictions of random prompts."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from proofs.garg2022.formal.queries import nothing_predicted, something_predicted
from symbolic.core.vocabulary import TRUE
from tests.proofs.formal_cases import Case, cases, check_case
from tests.proofs.matrix_instances import drawn, inverse
from tests.symbolic.formula_values import Grid

FORMULAS = {
    "nothing": Case(
        nothing_predicted,
        {
            "any query": nothing_predicted.goal(apart=TRUE),
            "no error": nothing_predicted.goal(size=nothing_predicted.SIZE * 0),
            "twice the prediction": nothing_predicted.goal(part_=2 * nothing_predicted.PART),
            "nothing between eigenvectors": nothing_predicted.goal(far=nothing_predicted.FAR * 0),
        },
    ),
    "something": Case(something_predicted, {"any query": something_predicted.goal(apart=TRUE)}, refuted=True),
}


@cases(FORMULAS)
def test_the_goal_and_nothing_else_is_settled(case: Case) -> None:
    check_case(case)


def times(*factors: Grid) -> Grid:
    first, *others = factors
    for other in others:
        first = tuple(
            tuple(sum((a * b for a, b in zip(row, c, strict=True)), Fraction(0)) for c in zip(*other, strict=True))
            for row in first
        )
    return first


def turned(of: Grid) -> Grid:
    return tuple(zip(*of, strict=True))


def trained_inverse(spread: Grid, length: int) -> Grid:
    size = sum((spread[j][j] for j in range(len(spread))), Fraction(0)) / length
    growth = 1 + Fraction(1, length)
    rows = range(len(spread))
    return inverse(tuple(tuple(growth * spread[j][k] + size * (j == k) for k in rows) for j in rows))


def across(one: Grid, other: Grid) -> Grid:
    """A query that is orthogonal to two samples in three dimensions, as a column."""
    a, b = (tuple(x for (x,) in each) for each in (one, other))
    return tuple((a[j - 2] * b[j - 1] - a[j - 1] * b[j - 2],) for j in range(3))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("stretch", [Fraction(0), Fraction(1, 3)])
def test_random_prompts_say_the_same(seed: int, stretch: Fraction) -> None:
    """Two samples in three dimensions: their orthogonal query gets 0 just where Λ is a multiple."""
    source = random.Random(seed)
    spread = tuple(tuple((1 + seed + stretch * j) * Fraction(j == k) for k in range(3)) for j in range(3))
    ended, found = trained_inverse(spread, 1 + seed), []
    for _ in range(5):
        samples, labels = drawn((3, 2), source), drawn((2, 1), source)
        first, second = (tuple((row[k],) for row in samples) for k in range(2))
        query = across(first, second)
        assert not any(times(turned(query), samples)[0])
        found.append(times(turned(query), ended, samples, labels)[0][0])
    assert any(found) == bool(stretch)
