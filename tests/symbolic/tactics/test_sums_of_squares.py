"""A matrix whose squares add to nothing is 0, and a definite one is semidefinite; from less, neither follows."""

from __future__ import annotations

import pytest

from symbolic.core.expressions import Refused
from symbolic.core.rules.logic import assume
from symbolic.core.vocabulary import (
    at_most,
    definite,
    equal_matrices,
    integers_from,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    symmetric,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import NotFound
from symbolic.tactics.steps import assumed
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too, zero_matrix

m, n = real("m"), real("n")
A = matrix_letter("A")
FACTS = assumed(member(m, integers_from(1)), member(n, integers_from(1)), member(A, matrices(m, n)))
SQUARES = trace(product(transpose(A), A))


def test_a_matrix_whose_squares_add_to_nothing_is_0() -> None:
    small = at_most(SQUARES, 0)
    found = zero_matrix(A, assume(small), FACTS)
    assert found.conclusion == equal_matrices(A, zeros(m, n))
    assert small in found.hypotheses
    assert found.hypotheses <= {small, *(fact.conclusion for fact in FACTS)}


@pytest.mark.parametrize("small", [at_most(SQUARES, 1), at_most(trace(product(A, A)), 0), at_most(0, SQUARES)])
def test_nothing_else_makes_it_0(small: object) -> None:
    with pytest.raises((NotFound, Refused)):
        zero_matrix(A, assume(small), FACTS)  # type: ignore[arg-type]


def test_a_definite_matrix_is_semidefinite() -> None:
    found = semidefinite_too(assume(member(A, definite(n))))
    assert found.conclusion == member(A, semidefinite(n))
    assert found.hypotheses == {member(A, definite(n))}


def test_a_symmetric_one_is_not() -> None:
    with pytest.raises((NotFound, Refused)):
        semidefinite_too(assume(member(A, symmetric(n))))
