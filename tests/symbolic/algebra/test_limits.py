"""Limits as T grows: known ones, refusals, and the numeric sequence beside each."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.notation import a, b, kappa1, kappa2, kappa3, sigma
from symbolic.algebra.limits import LimitUnknown, limit_at_infinity, numeric_sequence
from symbolic.algebra.notation import T, d

H, H2 = sympy.harmonic(T - 2), sympy.harmonic(T - 2, 2)
ZETA2 = sympy.pi**2 / 6
POINT = {
    kappa1: sympy.Integer(3),
    kappa2: sympy.Rational(7, 2),
    kappa3: sympy.Rational(1, 5),
    d: sympy.Integer(4),
    sigma: sympy.Rational(2, 3),
}

KNOWN = [
    (kappa1 / (kappa2 + kappa3 * H / (T - 2)), kappa1 / kappa2),
    (H / T, sympy.Integer(0)),
    (H**3 / T, sympy.Integer(0)),
    ((2 * T**2 + T * H) / (3 * T**2 - 5), sympy.Rational(2, 3)),
    ((T + H) / (T - H), sympy.Integer(1)),
    (H2 * T / (T + H), ZETA2),
    (H2 - 1, ZETA2 - 1),
    (d / (1 + (d - 1) / T), d),
    (1 / (5 + (d - 1) * H / (T - 2)), sympy.Rational(1, 5)),
    ((d - 1) * H / (T - 2 + (d - 1) * H), sympy.Integer(0)),
    (sympy.Integer(7), sympy.Integer(7)),
    (sigma**2, sigma**2),
    (sympy.Integer(0) * T, sympy.Integer(0)),
]


@pytest.mark.parametrize(("expression", "limit"), KNOWN, ids=str)
def test_known_limits(expression: sympy.Expr, limit: sympy.Expr) -> None:
    assert sympy.expand(limit_at_infinity(expression, T) - limit) == 0


@pytest.mark.parametrize(("expression", "limit"), KNOWN, ids=str)
def test_sequences_approach_the_limit_and_no_other_number(expression: sympy.Expr, limit: sympy.Expr) -> None:
    assert numeric_sequence(expression, T, limit, POINT).approaches
    assert not numeric_sequence(expression, T, limit + sympy.Rational(1, 1000), POINT).approaches


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        (H, sympy.oo),
        (-kappa1 * T, -sympy.oo),
        (T / H, sympy.oo),
        (T**2 / (1 - T), -sympy.oo),
        (kappa1 * T / (-H * kappa2), -sympy.oo),
    ],
    ids=str,
)
def test_infinite_limits_have_the_sign_of_the_leading_terms(expression: sympy.Expr, limit: sympy.Expr) -> None:
    assert limit_at_infinity(expression, T) == limit


HARMONIC_OF_ORDER_TWO = [
    (T * (H2 - ZETA2), sympy.Integer(-1)),
    (T**2 * (sympy.harmonic(T - 1, 2) - H2), sympy.Integer(1)),
    ((T * (ZETA2 - H2) + 1) / (T * (ZETA2 - H2) + 2), sympy.Rational(2, 3)),
    (H * (ZETA2 - H2), sympy.Integer(0)),
]


@pytest.mark.parametrize(("expression", "limit"), HARMONIC_OF_ORDER_TWO, ids=str)
def test_where_the_harmonic_number_of_order_two_cancels_its_limit(expression: sympy.Expr, limit: sympy.Expr) -> None:
    """`H^{(2)}_{T-2} = π²/6 − 1/T + O(1/T²)`: replacing it by its limit loses the leading term."""
    try:
        found = limit_at_infinity(expression, T)
    except LimitUnknown:
        return
    assert found == limit


@pytest.mark.parametrize(
    "expression",
    [
        (kappa1 - kappa2) * T,
        T / ((kappa1 - kappa2) * T + 1),
        (a * T + 1) / (b * T + 1),
        a * T,
        sympy.sqrt(T),
        2**T / T,
        (-1) ** T,
        T**d,
        sympy.exp(-T),
        sympy.harmonic(2 * T),
        sympy.harmonic(T - 2, 3),
        sympy.harmonic(T),
        sympy.log(T) / T,
    ],
    ids=str,
)
def test_unknown_signs_and_other_functions_are_refused(expression: sympy.Expr) -> None:
    with pytest.raises(LimitUnknown):
        limit_at_infinity(expression, T)


coefficients = st.lists(st.integers(-4, 4), min_size=1, max_size=4)


@given(coefficients, coefficients.filter(any))
def test_quotients_of_polynomials(above: list[int], below: list[int]) -> None:
    top, bottom = _trimmed(above), _trimmed(below)
    expression = sum(c * T**n for n, c in enumerate(top)) / sum(c * T**n for n, c in enumerate(bottom))
    found = limit_at_infinity(sympy.sympify(expression), T)
    if len(top) < len(bottom):
        assert found == 0
    elif len(top) == len(bottom):
        assert found == sympy.Rational(*Fraction(top[-1], bottom[-1]).as_integer_ratio())
    else:
        assert found == sympy.oo * top[-1] * bottom[-1]


def _trimmed(polynomial: list[int]) -> list[int]:
    while polynomial and not polynomial[-1]:
        polynomial = polynomial[:-1]
    return polynomial


def test_the_sequence_holds_the_values() -> None:
    found = numeric_sequence(H / T + kappa1, T, kappa1, {kappa1: sympy.Rational(1, 3)}, decades=(1, 2))
    eight = Fraction(761, 280)
    assert found.times == (10, 100)
    assert float(found.values[0]) == pytest.approx(float(eight / 10 + Fraction(1, 3)), rel=1e-11)
    assert found.distances[0] == pytest.approx(float(eight / 10), rel=1e-14)


@pytest.mark.parametrize("slow", [1 / sympy.log(T), 1 / H, 1 + 0 * T, 1 / sympy.root(T, 4)], ids=str)
def test_a_sequence_that_comes_too_slowly_does_not_approach(slow: sympy.Expr) -> None:
    assert not numeric_sequence(slow, T, sympy.Integer(0), {}).approaches
