"""Derivatives of polynomials in numbers and matrices along random fields, beside differences of their values."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
import pytest

from symbolic.core.expressions import Expression, Node, Variable
from symbolic.core.rules.derivatives import along_field
from symbolic.core.vocabulary import matrix_letter, multiple, product, real, sum_of_matrices, trace, transpose

NUMBERS, MATRICES = tuple(map(real, "xyz")), tuple(map(matrix_letter, "XYC"))
MOVING = (*NUMBERS[:2], *MATRICES[:2])
STEP = 1e-6


def number(pick: random.Random, depth: int) -> Expression:
    """A polynomial in numbers and traces."""
    if depth <= 0:
        return pick.choice(NUMBERS)
    match pick.randrange(4):
        case 0:
            return number(pick, depth - 1) + number(pick, depth - 1)
        case 1:
            return number(pick, depth - 1) * number(pick, depth - 1)
        case 2:
            return number(pick, depth - 1) ** pick.randrange(1, 4)
    return trace(square(pick, depth - 1))


def square(pick: random.Random, depth: int) -> Expression:
    """A polynomial in square matrices, with such numbers before them."""
    if depth <= 0:
        return pick.choice(MATRICES)
    inside = square(pick, depth - 1)
    match pick.randrange(4):
        case 0:
            return sum_of_matrices(inside, square(pick, depth - 1))
        case 1:
            return product(inside, square(pick, depth - 1))
        case 2:
            return multiple(number(pick, depth - 1), inside)
    return transpose(inside)


def value(term: Expression, at: dict[Expression, Any]) -> Any:
    """What a term is at numbers and matrices."""
    if isinstance(term, Variable):
        return at[term]
    assert isinstance(term, Node)
    if isinstance(term.value, Fraction):
        return float(term.value)
    inside = [value(part, at) for part in term.parts]
    match term.head:
        case "add" | "sum_of_matrices":
            return sum(inside)
        case "multiply" | "multiple":
            return reduce(lambda one, other: one * other, inside, 1.0)
        case "power":
            return inside[0] ** term.value
        case "product":
            return reduce(np.matmul, inside)
        case "trace":
            return np.trace(inside[0])
    assert term.head == "transpose"
    return inside[0].T


@pytest.mark.parametrize("seed", range(8))
def test_a_derivative_is_what_differences_tend_to(seed: int) -> None:
    pick, draw = random.Random(seed), np.random.default_rng(seed)
    for _ in range(20):
        term = number(pick, 4)
        field = (number(pick, 1), number(pick, 1), square(pick, 1), square(pick, 1))
        at: dict[Expression, Any] = {each: 0.6 * draw.normal() for each in NUMBERS}
        at |= {each: 0.4 * draw.normal(size=(3, 3)) for each in MATRICES}
        moved: dict[Expression, Any] = {each: value(velocity, at) for each, velocity in zip(MOVING, field, strict=True)}
        ahead, behind = ({k: v + sign * STEP * moved.get(k, 0) for k, v in at.items()} for sign in (1, -1))
        slope = (value(term, ahead) - value(term, behind)) / (2 * STEP)
        assert value(along_field(term, MOVING, field), at) == pytest.approx(slope, rel=1e-4, abs=1e-4)
