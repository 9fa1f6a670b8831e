"""Closed terms by value: what is defined has the value that it denotes, and nothing else has one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, written
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    conjunction,
    constant,
    disjunction,
    entry,
    equal,
    for_all,
    implies,
    independent,
    indicator,
    less,
    listed,
    matrix,
    mean,
    mixture,
    negation,
    normal,
    point,
    real,
    root,
    sequence,
    total,
    vector,
    vector_law,
)
from symbolic.goals.closed_values import coordinate, integer, number, points

i, j, k, t = map(real, "ijkt")
x, μ = vector("x"), vector_law("μ")
A = equal(1, 1)
M = matrix(j, k, (2, 3), j / k + indicator(less(j, k)))

VALUES: dict[str, tuple[Expression, Fraction]] = {
    "a quotient": (written(3) / 4 - 1, Fraction(-1, 4)),
    "a power": ((-written(2)) ** 3, Fraction(-8)),
    "the power 0": (written(0) ** 0, Fraction(1)),
    "the empty sum": (Node("add"), Fraction(0)),
    "the empty product": (Node("multiply"), Fraction(1)),
    "a sum over a sum": (total(i, 1, 3, total(j, i, 3, i * j)), Fraction(25)),
    "a sum over nothing": (total(i, 2, 1, 1 / (i - i)), Fraction(0)),
    "indicators": (
        indicator(conjunction(at_most(1, 1), negation(less(1, 1)))) + indicator(disjunction()),
        Fraction(1),
    ),
    "an entry that is listed": (entry(sequence(5, 7), 2), Fraction(7)),
    "an entry beyond what matters": (entry(listed(i, 2, i**2), 9), Fraction(81)),
    "a cell": (cell(M, 1, 3), Fraction(4, 3)),
    "a cell at what is computed": (cell(M, total(i, 1, 2, i - i + 1), 2 - written(1)), Fraction(2)),
}


@pytest.mark.parametrize(("term", "value"), VALUES.values(), ids=VALUES)
def test_values(term: Expression, value: Fraction) -> None:
    assert number(term) == value


def test_letters_have_the_values_that_are_given() -> None:
    assert number(t**2 - t, {t: Fraction(3)}) == 6


NONE: dict[str, Callable[[], Any]] = {
    "a variable": lambda: number(t),
    "a division by 0": lambda: number(1 / (written(2) - 2)),
    "0 times a division by 0": lambda: number(0 * (1 / written(0))),
    "a root": lambda: number(root(4)),
    "a constant": lambda: number(constant("c")),
    "a sum to a fraction": lambda: number(total(i, 1, Fraction(3, 2), i)),
    "an indicator of a quantifier": lambda: number(indicator(for_all(i, REALS, equal(i, i)))),
    "an indicator of an implication": lambda: number(indicator(implies(equal(1, 2), equal(1 / written(0), 1)))),
    "an indicator of what is not defined": lambda: number(indicator(disjunction(A, equal(1 / written(0), 1)))),
    "an entry before the first": lambda: number(entry(sequence(1, 2), 0)),
    "an entry beyond those that are written": lambda: number(entry(sequence(1, 2), 3)),
    "an entry between two": lambda: number(entry(listed(i, 2, i), Fraction(3, 2))),
    "an entry at 0": lambda: number(entry(listed(i, 2, i), 0)),
    "an entry of a variable": lambda: number(entry(x, 1)),
    "a cell in another row": lambda: number(cell(M, 3, 1)),
    "a cell in the column 0": lambda: number(cell(M, 1, 0)),
    "a cell of a variable": lambda: number(cell(Variable("M", Sort.MATRIX), 1, 1)),
    "a mean": lambda: number(mean(x, point(sequence(1)), entry(x, 1))),
    "a fraction as an integer": lambda: integer(written(1) / 2),
    "the coordinate of no sequence": lambda: coordinate(written(1), 1),
    "points of a variable": lambda: points(μ, 1),
    "points of a density": lambda: points(independent(normal(1)), 1),
    "a weight above 1": lambda: points(mixture(Fraction(3, 2), point(sequence(1)), point(sequence(2))), 1),
    "a negative weight": lambda: points(mixture(-1, point(sequence(1)), point(sequence(2))), 1),
    "a point that says too few coordinates": lambda: points(point(sequence(1)), 2),
    "a point of no weight that says too few": lambda: points(mixture(0, point(sequence(1)), point(sequence(1, 2))), 2),
}


@pytest.mark.parametrize("ask", NONE.values(), ids=NONE)
def test_nothing_else_has_a_value(ask: Callable[[], Any]) -> None:
    with pytest.raises(Refused):
        ask()


def test_points_of_probability_0_are_left_out() -> None:
    law = mixture(0, point(sequence(1)), mixture(Fraction(1, 4), point(sequence(2)), point(listed(i, 1, 3 * i))))
    assert points(law, 1) == ((Fraction(1, 4), (Fraction(2),)), (Fraction(3, 4), (Fraction(3),)))
