"""Gradients whose indices join more than two matrices, by entries with sums, against all prompts of finite laws."""

from __future__ import annotations

from fractions import Fraction
from itertools import product as tuples
from math import prod

import pytest

import proofs.declared_settings  # noqa: F401
from symbolic.core.expressions import Node, Variable, opened
from symbolic.core.rules.logic import parts
from symbolic.core.sorts import members
from symbolic.goals.engine import gradient_formula
from tests.symbolic.formula_values import value

Law = tuple[tuple[Fraction, Fraction], ...]
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
COVARIATES: Law = ((HALF, Fraction(2)), (HALF, Fraction(-2)))
QUERY: Law = ((THIRD, Fraction(2)), (2 * THIRD, Fraction(-1)))
WEIGHTS: Law = ((THIRD, Fraction(3)), (2 * THIRD, Fraction(1)))
SCALAR, MATRIX = Fraction(2), ((Fraction(1), Fraction(-2)), (Fraction(3), HALF))
"""A point of the family, for d = 2 and N = 1."""

Point = dict[tuple[str, int, int], Fraction]


def loss(point: Point) -> Fraction:
    """Half the mean square, over all covariates, queries and weights, of the last entry of `P (t tᵀ + q qᵀ) K q`."""
    found = Fraction(0)
    for drawn in tuples(COVARIATES, COVARIATES, QUERY, QUERY, WEIGHTS, WEIGHTS):
        chance, numbers = prod((each for each, _ in drawn), start=Fraction(1)), [each for _, each in drawn]
        x, q, w = numbers[:2], numbers[2:4], numbers[4:]
        label = x[0] * w[0] + x[1] * w[1]
        tokens = [*x, label], [*q, Fraction(0)]
        keys = [sum((point["K", j, k] * tokens[1][k] for k in range(3)), Fraction(0)) for j in range(3)]
        guess = Fraction(0)
        for token in tokens:
            row = sum((point["P", 2, j] * token[j] for j in range(3)), Fraction(0))
            guess += row * sum((token[j] * keys[j] for j in range(3)), Fraction(0))
        found += chance * (guess - (q[0] * w[0] + q[1] * w[1])) ** 2 / 2
    return found


def start() -> Point:
    """The point with all entries of both matrices."""
    point = {(name, j, k): Fraction(0) for name in "PK" for j in range(3) for k in range(3)}
    point |= {("K", j, k): MATRIX[j][k] for j in range(2) for k in range(2)}
    return point | {("P", 2, 2): SCALAR}


def slope(entry: tuple[str, int, int]) -> Fraction:
    """The derivative of the loss, which is a parabola in each entry."""
    beyond, before = (loss(start() | {entry: start()[entry] + step}) for step in (1, -1))
    return (beyond - before) / 2


KNOWN = {
    "d": Fraction(2),
    "N": Fraction(1),
    "μ": COVARIATES,
    "ν": QUERY,
    "ρ": WEIGHTS,
    "u": SCALAR,
    "U": MATRIX,
}


def derived(block: str, j: int, k: int) -> Fraction:
    """The derived entry at a place, with the numbers of the laws."""
    names = {**KNOWN, "j": Fraction(j), "k": Fraction(k)}
    formula = gradient_formula("zhang2024-weights", "reduced", block)
    while isinstance(formula, Node) and formula.head in ("for_all", "implies"):
        if formula.head == "for_all":
            formula = opened(formula.parts[1], (Variable(formula.hints[0], members(formula.parts[0])),))
        else:
            _, formula = formula.parts
    _, found = parts(formula, "equal")
    return Fraction(value(found, names))


@pytest.mark.parametrize(
    ("block", "place", "entry"),
    [
        *(("W_PV_21", (1, k), ("P", 2, k - 1)) for k in (1, 2)),
        *(("W_KQ_21", (1, k), ("K", 2, k - 1)) for k in (1, 2)),
        *(("W_KQ_11", (j, k), ("K", j - 1, k - 1)) for j in (1, 2) for k in (1, 2)),
    ],
)
def test_an_entry_is_the_slope_of_the_loss(block: str, place: tuple[int, int], entry: tuple[str, int, int]) -> None:
    assert derived(block, *place) == slope(entry) != 0
