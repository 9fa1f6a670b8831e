"""Sums over the times of the loss against explicit rational sums, and their floats against the rationals."""

from __future__ import annotations

from fractions import Fraction
from math import log

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from symbolic.algebra.harmonics import TERMS_ADDED, HarmonicSymbol, harmonic_float, harmonic_number
from symbolic.algebra.notation import T
from symbolic.expectation.characters import Count
from symbolic.expectation.summation import (
    Power,
    Present,
    TimeSum,
)
from tests.box_counts import weighted_sum

UNIT = Fraction(1, 2**52)
"""Spacing of doubles at 1; one rounding errs by at most half of it, relatively."""

LENGTHS = range(3, 21)


@st.composite
def weighted_counts(draw: DrawFn) -> tuple[Count, int]:
    power = draw(st.integers(1, 3))
    polynomial = tuple(draw(st.lists(st.integers(-5, 5), max_size=power + 1)))
    exceptional = draw(st.dictionaries(st.integers(2, 8), st.integers(-4, 4).filter(bool), max_size=3))
    return Count(polynomial, tuple(sorted(exceptional.items()))), power


@st.composite
def time_sums(draw: DrawFn) -> TimeSum:
    basis = st.integers(0, 2).map(Power) | st.integers(2, 9).map(Present)
    rationals = st.fractions(-5, 5, max_denominator=9)
    return TimeSum.of(draw(st.dictionaries(basis, rationals, max_size=4)))


@given(weighted_counts())
def test_weighted_sums_are_the_explicit_ones(case: tuple[Count, int]) -> None:
    count, power = case
    total = weighted_sum(count, power)
    for length in LENGTHS:
        explicit = sum((Fraction(count.at(t), (t - 1) ** power) for t in range(2, length)), Fraction(0))
        assert total.at(length) == explicit


@given(time_sums(), time_sums(), st.fractions(-3, 3, max_denominator=5))
def test_the_algebra_is_that_of_the_values(one: TimeSum, other: TimeSum, factor: Fraction) -> None:
    for length in LENGTHS:
        assert (one + other).at(length) == one.at(length) + other.at(length)
        assert (one * factor).at(length) == one.at(length) * factor
    assert not one + one * -1
    assert one + other == other + one


@given(time_sums())
def test_expressions_agree_with_values(total: TimeSum) -> None:
    symbolic = total.expression(T)
    for length in LENGTHS:
        value = total.at(length)
        assert symbolic.subs(T, length) == sympy.Rational(value.numerator, value.denominator)
        assert total.expression(length) == symbolic.subs(T, length)


@given(time_sums(), st.sampled_from([3, 4, 10, 999, 1001, 1002, 1003, 2500]))
def test_floats_agree_with_the_rationals(total: TimeSum, length: int) -> None:
    size = sum((abs(c) * TimeSum.of({basis: 1}).at(length) for basis, c in total.terms), Fraction(0))
    roundings = min(length, TERMS_ADDED) + 2 * len(total.terms) + 2
    assert abs(Fraction(total.approximately(length)) - total.at(length)) <= roundings * UNIT * size


def test_expressions_above_a_thousand_keep_the_harmonic_number() -> None:
    total = TimeSum.of({Power(0): 2, Power(1): Fraction(1, 3), Power(2): -1})
    expression = total.expression(5000)
    assert expression.free_symbols == {HarmonicSymbol(4998), HarmonicSymbol(4998, 2)}
    exact = {s: sympy.Rational(*_pair(harmonic_number(s.n, s.order))) for s in expression.free_symbols}
    assert expression.xreplace(exact) == sympy.Rational(*_pair(total.at(5000)))


def _pair(value: Fraction) -> tuple[int, int]:
    return value.numerator, value.denominator


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("n", [0, 1, 2, 15, 16, 17, 33, 400])
def test_harmonic_numbers_are_the_sums(n: int, order: int) -> None:
    assert harmonic_number(n, order) == sum((Fraction(1, s**order) for s in range(1, n + 1)), Fraction(0))


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("n", [1, 2, 10, 998, 999, 1000, 1001, 4000])
def test_harmonic_floats_are_rounded_harmonic_numbers(n: int, order: int) -> None:
    exact = harmonic_number(n, order)
    roundings = n if n < TERMS_ADDED else 4
    assert abs(Fraction(harmonic_float(n, order)) - exact) <= roundings * UNIT * exact


def test_harmonic_floats_of_huge_numbers_follow_the_logarithm() -> None:
    n = 10**12
    assert harmonic_float(n) == pytest.approx(log(n) + float(sympy.EulerGamma) + 1 / (2 * n), rel=4 * float(UNIT))
    assert harmonic_float(n, 2) == pytest.approx(float(sympy.pi**2 / 6) - 1 / n, rel=4 * float(UNIT))
