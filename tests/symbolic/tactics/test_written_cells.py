"""Traces and entries of words at explicit shapes, in the entries of their letters, beside numbers."""

from __future__ import annotations

import random
from fractions import Fraction

from symbolic.core.expressions import written
from symbolic.core.rules.logic import assume, parts
from symbolic.core.vocabulary import (
    cell,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.written_cells import WrittenCells
from tests.symbolic.formula_values import value

A, B = matrix_letter("A"), matrix_letter("B")
CELLS = WrittenCells((assume(member(A, matrices(2, 3))), assume(member(B, matrices(3, 2)))))
WORD = product(A, sum_of_matrices(B, multiple(trace(product(A, B)), transpose(A))))


def test_values_at_random_numbers() -> None:
    source = random.Random(3)
    known = {
        "A": tuple(tuple(Fraction(source.randint(-4, 4), 3) for _ in range(3)) for _ in range(2)),
        "B": tuple(tuple(Fraction(source.randint(-4, 4), 3) for _ in range(2)) for _ in range(3)),
    }
    for term in (trace(WORD), cell(WORD, 2, 1), cell(transpose(A), written(3), 1)):
        left, right = parts((CELLS.trace if term.head == "trace" else CELLS.cell)(term).conclusion, "equal")
        assert left == term
        assert value(left, known) == value(right, known)
