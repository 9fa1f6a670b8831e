"""Random words of matrices, altered: what `words` and `traces` accept has the same value, and words vice versa."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Node, Refused
from symbolic.core.rules.logic import assume
from symbolic.core.rules.matrix_algebra import traces, words
from symbolic.core.vocabulary import (
    beside,
    difference,
    equal,
    equal_matrices,
    identity_matrix,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
)
from tests.symbolic.formula_values import value

n = real("n")
X, Y, S = map(matrix_letter, "XYS")
SHAPES = (
    assume(member(X, matrices(n, n))),
    assume(member(Y, matrices(n, n))),
    assume(member(S, symmetric(n))),
)
SIZE = 3


def word(source: random.Random, depth: int) -> Expression:
    """A square matrix made of letters."""
    if depth == 0:
        return source.choice((X, Y, S, identity_matrix(n)))
    one, other = word(source, depth - 1), word(source, depth - 1)
    match source.randrange(6):
        case 0:
            return sum_of_matrices(one, other)
        case 1:
            return transpose(one)
        case 2:
            return multiple(source.choice((-1, 2, Fraction(1, 2))), one)
        case 3:
            return product(beside(one, other), stacked(other, one))
        case 4:
            return difference(one, other)
    return product(one, other)


def altered(of: Expression, source: random.Random) -> Expression:
    """The matrix in another way, sometimes one that is not the same."""
    if not isinstance(of, Node) or of.head == "identity":
        return of
    if source.random() < 0.6:
        parts_ = tuple(altered(part, source) for part in of.parts)
        return Node(of.head, parts_, of.value, of.hints) if of.head != "multiple" else multiple(of.parts[0], parts_[1])
    match of.head, of.parts:
        case "product", (Node(head="beside"), _):
            return of
        case (("sum_of_matrices" | "product"), inside):
            return Node(of.head, inside[::-1])
        case "transpose", (Node(head="product", parts=inside),):
            turned = tuple(map(transpose, inside))
            fits = isinstance(inside[0], Node) and inside[0].head == "beside"
            return product(*(turned[::-1] if fits or source.random() < 0.7 else turned))
        case "transpose", (inside,):
            return inside
        case "multiple", (number, Node(head="product", parts=(one, other))):
            return product(one, multiple(number, other))
    return of


def drawn(source: random.Random) -> dict[str, Any]:
    """Values of the letters."""
    found: dict[str, Any] = {"n": Fraction(SIZE)}
    for name in "XYS":
        rows = [[Fraction(source.randint(-5, 5)) for _ in range(SIZE)] for _ in range(SIZE)]
        if name == "S":
            rows = [[rows[min(j, k)][max(j, k)] for k in range(SIZE)] for j in range(SIZE)]
        found[name] = tuple(map(tuple, rows))
    return found


def accepted(goal: Expression) -> bool:
    """Whether a rule says so, without any equation."""
    by = words if isinstance(goal, Node) and goal.head == "equal_matrices" else traces
    try:
        by(goal, (), (), SHAPES, ())
    except Refused:
        return False
    return True


@pytest.mark.parametrize("seed", range(30))
def test_what_is_accepted_is_what_has_the_same_value(seed: int) -> None:
    source = random.Random(seed)
    left = word(source, 3)
    right, values = altered(left, source), drawn(source)
    same = equal_matrices(left, right)
    assert accepted(same) == bool(value(same, values))
    traced = equal(trace(left), trace(right))
    assert not accepted(traced) or value(traced, values)
