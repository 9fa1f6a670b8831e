"""Numbers of matrices: one entry as a multiple of the identity, squares that are not negative."""

from __future__ import annotations

import pytest

from symbolic.core.vocabulary import (
    at_most,
    equal_matrices,
    identity_matrix,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    trace,
    transpose,
)
from symbolic.tactics.signs import NotFound
from symbolic.tactics.steps import assumed
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative

n = real("n")
A, b = map(matrix_letter, "Ab")
KNOWN = member(n, integers_from(1)), member(A, matrices(n, n)), member(b, matrices(n, 1))
FACTS = assumed(*KNOWN)
FORM = product(transpose(b), A, b)


def test_one_entry_is_a_multiple_of_the_identity() -> None:
    found = as_number(FORM, FACTS)
    assert found.conclusion == equal_matrices(FORM, multiple(trace(FORM), identity_matrix(1)))
    assert found.hypotheses <= set(KNOWN)


def test_more_entries_are_no_number() -> None:
    with pytest.raises((NotFound, ValueError)):
        as_number(A, FACTS)


def test_a_sum_of_squares_is_not_negative() -> None:
    found = not_negative(product(A, b), FACTS)
    assert found.conclusion == at_most(0, trace(product(transpose(product(A, b)), product(A, b))))
    assert found.hypotheses <= set(KNOWN)
