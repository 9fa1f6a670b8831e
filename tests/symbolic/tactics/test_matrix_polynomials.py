"""Degrees of polynomials in matrices: of sums, products and squares, and others than these."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.core.expressions import Refused, written
from symbolic.core.vocabulary import vector
from symbolic.tactics.matrix_polynomials.degrees_of_polynomials import (
    Polynomial,
    constant_polynomial,
    has_degree,
    of_products,
    product_of,
    sum_of,
    times_matrix,
)
from symbolic.tactics.matrix_polynomials.horner_steps import NATURAL, polynomial
from symbolic.tactics.matrix_polynomials.polynomials_at_squares import at_square, of_squares
from symbolic.tactics.steps import belonging
from tests.symbolic.formula_values import value


def monomial(first: int) -> Polynomial:
    """A multiple of S."""
    return times_matrix(constant_polynomial(written(first)), belonging(0, NATURAL)).renamed(first, written(1))


ONE_MORE = belonging(1, NATURAL)


def test_a_product_and_a_square() -> None:
    both = product_of(monomial(2), monomial(3), (ONE_MORE, ONE_MORE)).renamed(6, written(2))
    assert both.theorem.conclusion == has_degree(both.of, 6, 2)
    assert both.theorem.hypotheses == frozenset()
    squared = at_square(both, belonging(2, NATURAL)).renamed(6, written(4))
    assert squared.theorem.conclusion == has_degree(squared.of, 6, 4)


def test_sums_need_one_degree() -> None:
    with pytest.raises(Refused):
        sum_of(monomial(2), constant_polynomial(written(3)), (1, 1), ONE_MORE)


def test_other_names_are_those_of_the_same_numbers() -> None:
    for first, degree in ((3, 1), (2, 2)):
        with pytest.raises(Refused):
            monomial(2).renamed(first, written(degree))


def test_all_are_proved_for_all_numbers() -> None:
    for theorem in (of_products(), of_squares()):
        assert theorem.hypotheses == frozenset()


def test_the_steps_are_those_of_horner() -> None:
    known = {"S": ((Fraction(2), Fraction(1)), (Fraction(0), Fraction(3))), "m": Fraction(2)}
    known["p"] = {1: Fraction(5), 2: Fraction(-1)}
    found = value(polynomial(4, vector("p"), 2), known)
    rows = ((4 * 4 + 5 * 2 - 1, 4 * 5 + 5), (0, 4 * 9 + 5 * 3 - 1))
    assert found == tuple(tuple(map(Fraction, row)) for row in rows)
