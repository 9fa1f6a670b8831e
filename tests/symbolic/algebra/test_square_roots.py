"""Roots of large numbers are kept as they are; their powers are numbers again, the same as those of the number."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from symbolic.algebra.square_roots import Root, square_root

LARGE = sympy.Integer(5 * 10**39 + 1)


@pytest.mark.parametrize("power", [-5, -4, -3, -2, 2, 3, 4, 5, 7])
def test_powers_of_a_kept_root(power: int) -> None:
    kept = Root(LARGE)
    exact = sympy.N(LARGE, 60) ** sympy.Rational(power, 2)
    assert abs(sympy.N(kept**power, 40) / exact - 1) < sympy.Rational(1, 10**30)


def test_a_root_is_positive_and_its_square_the_number() -> None:
    for number in (LARGE, 8, Fraction(9, 2), Fraction(7, 4 * 10**40), 3 * (10**20 + 39) ** 2):
        root = square_root(number)
        assert root.is_positive
        assert sympy.expand(root**2) == sympy.Rational(str(number))


def test_one_large_number_among_small_ones_keeps_the_root() -> None:
    assert square_root(LARGE + sympy.sqrt(2)) == Root(LARGE + sympy.sqrt(2))
    assert square_root(1 + Root(sympy.Integer(2))) == Root(1 + Root(sympy.Integer(2)))
    for number in (1 + sympy.sqrt(2), sympy.pi):
        assert square_root(number) == sympy.sqrt(number)
