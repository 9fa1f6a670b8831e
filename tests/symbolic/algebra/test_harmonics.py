"""Harmonic numbers in expressions: functions of T, rationals, or symbols that keep their number."""

from __future__ import annotations

import pickle
from math import log, pi

import pytest
import sympy

from symbolic.algebra.harmonics import EXACT_UP_TO, HarmonicSymbol, harmonic_float, harmonic_of, to_float
from symbolic.algebra.notation import T
from symbolic.typeset.printing import latex


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("length", [3, 4, 9, 60])
def test_symbolic_and_integer_lengths_agree(length: int, order: int) -> None:
    assert harmonic_of(length, order) == harmonic_of(T, order).subs(T, length)


@pytest.mark.parametrize("order", [1, 2])
def test_large_lengths_keep_a_symbol_with_the_same_value(order: int) -> None:
    last, first = harmonic_of(EXACT_UP_TO, order), harmonic_of(EXACT_UP_TO + 1, order)
    assert last.is_Rational
    assert first == HarmonicSymbol(EXACT_UP_TO - 1, order)
    step = to_float(first) - float(last)
    assert step == pytest.approx((EXACT_UP_TO - 1) ** -order, rel=1e-9)


def test_symbols_are_equal_when_number_and_order_are() -> None:
    one, other = HarmonicSymbol(2000), HarmonicSymbol(2000)
    assert one is not other
    assert (one, hash(one)) == (other, hash(other))
    assert one - other == 0
    assert len({HarmonicSymbol(2000), HarmonicSymbol(2001), HarmonicSymbol(2000, 2)}) == 3
    again = pickle.loads(pickle.dumps(HarmonicSymbol(2000, 2)))
    assert (again, again.n, again.order) == (HarmonicSymbol(2000, 2), 2000, 2)


def test_symbols_print_with_their_number() -> None:
    assert str(HarmonicSymbol(2000) + HarmonicSymbol(2000, 2)) == "H(2000) + H(2000, 2)"
    assert latex(HarmonicSymbol(2000, 2)) == "H_{2000}^{(2)}"


def test_a_few_powers_are_summed_term_by_term() -> None:
    assert harmonic_float(3, 3) == pytest.approx(1 + 1 / 8 + 1 / 27, rel=1e-15)
    assert harmonic_float(3) == pytest.approx(11 / 6, rel=1e-15)


def test_floats_of_expressions() -> None:
    expression = (1 - HarmonicSymbol(10**6)) / HarmonicSymbol(10**6, 2)
    assert to_float(expression) == pytest.approx((1 - harmonic_float(10**6)) / harmonic_float(10**6, 2), rel=1e-15)
    with pytest.raises(TypeError):
        to_float(HarmonicSymbol(2000) * sympy.Symbol("x"))


def test_a_length_beyond_floats_has_harmonic_numbers_in_floats() -> None:
    assert harmonic_float(10**400) == pytest.approx(400 * log(10), rel=1e-3)
    assert harmonic_float(10**400, 2) == pytest.approx(pi**2 / 6, rel=1e-15)
