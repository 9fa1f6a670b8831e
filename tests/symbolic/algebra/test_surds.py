"""Numbers with square roots against SymPy's: sums, products, quotients, order, conjugates, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from operator import add, mul, sub, truediv
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra.surds import Surd, conjugates, root, rooted

rationals = st.fractions(min_value=-4, max_value=4, max_denominator=6)
numbers = st.lists(st.tuples(rationals, st.sampled_from((1, 2, 3, 5, 6, 12))), max_size=3).map(
    lambda terms: sum((c * root(n) for c, n in terms), Fraction(0))
)


def in_sympy(value: Any) -> sympy.Expr:
    return sympy.sympify(value) if isinstance(value, Surd) else sympy.Rational(value.numerator, value.denominator)


@given(numbers, numbers, st.sampled_from((add, sub, mul, truediv)))
def test_arithmetic_is_that_of_the_numbers(x: Any, y: Any, operation: Any) -> None:
    if operation is truediv and not y:
        return
    expected = operation(in_sympy(x), in_sympy(y))
    found = operation(x, y)
    if operation is truediv:
        assert found * y == x
        assert abs(sympy.N(in_sympy(found) - expected, 50)) < sympy.Rational(1, 10**40)
    else:
        assert sympy.expand(in_sympy(found) - expected) == 0
        assert rooted(expected) == found


@given(numbers, numbers)
def test_the_order_is_that_of_the_numbers(x: Any, y: Any) -> None:
    assert (x < y) == bool(in_sympy(x) < in_sympy(y))
    assert (x <= y, x > y, x >= y) == (x < y or x == y, y < x, y <= x)
    assert (x == y) == (sympy.expand(in_sympy(x) - in_sympy(y)) == 0)
    assert abs(x) == (x if x >= 0 else -x)


@given(numbers, st.integers(0, 4))
def test_powers_and_conjugates(x: Any, n: int) -> None:
    total: Any = Fraction(1)
    for _ in range(n):
        total = total * x
    assert x**n == total
    images = list(conjugates(x))
    assert x in images
    assert len(set(images)) == len(images)
    polynomial = sympy.prod(sympy.Symbol("t") - in_sympy(image) for image in images)
    assert all(c.is_rational for c in sympy.Poly(sympy.expand(polynomial), sympy.Symbol("t")).all_coeffs())


def test_very_close_numbers_are_told_apart() -> None:
    """Fifty digits of √2 are below it, and above when the last is one more."""
    low = Fraction(141421356237309504880168872420969807856967187537694, 10**50)
    assert low < root(2) < low + Fraction(1, 10**50)


def test_what_has_no_root_left_is_a_fraction() -> None:
    assert root(2) ** 2 == 2
    assert isinstance(root(2) * root(8), Fraction)
    assert {root(4): 1}[Fraction(2)] == 1
    assert 1 / root(2) == root(Fraction(1, 2))
    assert (root(2) + root(3)) ** -1 == root(3) - root(2)


@pytest.mark.parametrize("value", [sympy.pi, sympy.cbrt(2), sympy.sqrt(1 + sympy.sqrt(2)), 1.5, "2"])
def test_other_numbers_are_none_of_these(value: object) -> None:
    assert rooted(value) is None


def test_a_root_of_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="-2"):
        root(-2)
