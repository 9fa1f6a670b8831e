"""Balls contain the value, and only a ball away from zero says that a value is not zero."""

from __future__ import annotations

import flint
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra.enclosure import PRECISIONS, NotEnclosed, enclosure, excludes_zero

rationals = st.fractions(-4, 4, max_denominator=7).map(lambda q: sympy.Rational(q.numerator, q.denominator))
positive = st.fractions(0, 5, max_denominator=7).filter(bool).map(lambda q: sympy.Rational(q.numerator, q.denominator))
leaves = rationals | positive.map(sympy.sqrt) | positive.map(sympy.log) | rationals.map(sympy.exp)
constants = leaves | st.sampled_from([sympy.pi, sympy.E, sympy.EulerGamma]) | positive.map(sympy.harmonic)
closed = st.recursive(
    constants, lambda inner: st.builds(sympy.Add, inner, inner) | st.builds(sympy.Mul, inner, inner), max_leaves=4
)


@given(closed)
def test_balls_contain_the_value(value: sympy.Expr) -> None:
    reference = sympy.N(value, 60)
    for bits in PRECISIONS:
        with flint.ctx.workprec(400):
            assert abs(enclosure(value, bits) - flint.arb(str(reference))) < flint.arb(2) ** (20 - min(bits, 180))


@given(closed)
def test_a_difference_of_equals_is_never_said_to_be_non_zero(value: sympy.Expr) -> None:
    hidden = sympy.Add(value, sympy.Mul(-1, value, evaluate=False), evaluate=False)
    assert not excludes_zero(hidden)


@pytest.mark.parametrize(
    "zero",
    [
        sympy.sqrt(5 + 2 * sympy.sqrt(6)) - sympy.sqrt(2) - sympy.sqrt(3),
        sympy.log(6) - sympy.log(2) - sympy.log(3),
        sympy.harmonic(sympy.Rational(1, 2)) - 2 + 2 * sympy.log(2),
    ],
    ids=str,
)
def test_hidden_zeros_are_not_excluded_and_a_small_shift_is(zero: sympy.Expr) -> None:
    assert not excludes_zero(zero)
    assert excludes_zero(zero + sympy.Rational(1, 10**200))
    assert not excludes_zero(zero + sympy.Rational(1, 10**2000))


@pytest.mark.parametrize(
    "value",
    [
        sympy.I,
        sympy.log(-3),
        sympy.Float("0.1"),
        sympy.sin(1),
        sympy.Symbol("x"),
        sympy.harmonic(sympy.Rational(1, 3), 2),
    ],
)
def test_what_has_no_ball_is_refused(value: sympy.Expr) -> None:
    with pytest.raises(NotEnclosed):
        enclosure(value, 64)


def test_a_complex_root_excludes_nothing() -> None:
    assert not excludes_zero(sympy.root(sympy.Integer(-2), 3))


def test_precision_is_put_back() -> None:
    before = flint.ctx.prec
    enclosure(sympy.pi, 1024)
    assert flint.ctx.prec == before
