"""Operators that stand in derivations: sums, derivatives, limits; each by its rule or not at all."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.notation import a, b, kappa1, kappa2
from symbolic.algebra.equality import Same, same
from symbolic.algebra.notation import T, d, t
from symbolic.algebra.operators import CannotResolve, resolve

rationals = st.fractions(-3, 3, max_denominator=4).map(lambda q: sympy.Rational(q.numerator, q.denominator))
summands = st.tuples(rationals, rationals, rationals, rationals).map(
    lambda c: c[0] * kappa1 + c[1] * kappa2 / (t - 1) + c[2] / (t - 1) ** 2 + c[3] * (t - d) ** 3
)


@given(summands.filter(bool), st.integers(-3, 3))
def test_finite_sums_are_the_sums_of_their_terms(summand: sympy.Expr, shift: int) -> None:
    closed = resolve(sympy.Sum(summand, (t, 2, T + shift)))
    assert not closed.has(sympy.Sum)
    for top in (1, 2, 3, 6):
        explicit = sympy.Add(*(sympy.sympify(summand).subs(t, time) for time in range(2, top + 1)))
        assert sympy.expand(closed.subs(T, top - shift) - explicit) == 0


def test_the_sum_of_times_is_confirmed() -> None:
    """SymPy's `cancel` left `-1/2 + 1/2` of the telescoped difference unevaluated."""
    assert resolve(sympy.Sum(t, (t, 2, T))) == T**2 / 2 + T / 2 - 1


def test_a_sum_of_zeros_is_zero() -> None:
    assert resolve(sympy.Sum(sympy.Integer(0), (t, 2, T - 1))) == 0


def test_grouping_is_only_for_print() -> None:
    assert resolve(a * sympy.UnevaluatedExpr(a + b) - a**2) == resolve(a * (a + b) - a**2)


def test_operators_may_be_nested() -> None:
    inner = sympy.Sum(1 / (t - 1), (t, 2, T - 1))
    assert resolve(sympy.Limit(inner / (T - 2), T, sympy.oo)) == 0
    assert resolve(sympy.Derivative(a**2 * inner, a)) == 2 * a * sympy.harmonic(T - 2)


def test_derivatives() -> None:
    assert resolve(sympy.Derivative(a**3 * b / (1 + b), a)) == 3 * a**2 * b / (1 + b)
    assert same(sympy.Derivative(1 / (1 + b), b), -1 / (1 + b) ** 2) == Same()


@pytest.mark.parametrize(
    "operator",
    [
        sympy.Sum(sympy.sqrt(t), (t, 2, T - 1)),
        sympy.Sum(1 / t, (t, 2, T - 1)),
        sympy.Sum(1 / (t - 1) ** 3, (t, 2, T - 1)),
        sympy.Sum(1 / (t - 1), (t, 1, T - 1)),
        sympy.Sum(1 / (t - 1), (t, 3, T - 1)),
        sympy.Sum(2**t, (t, 2, T - 1)),
        sympy.Sum(T / (t - 1), (t, 2, T - 1)),
        sympy.Sum(1 / (t - 1), (t, 2, T - 1), (T, 2, d - 1)),
        sympy.Sum(1 / (t - 1), (t, 2, 5)),
        sympy.Sum(1 / (t - 1), (t, 2, 2 * T)),
        sympy.Sum(1 / (t - 1), (t, 2, d - T)),
        sympy.Limit(1 / T, T, 0),
        sympy.Limit(1 / T, T, -sympy.oo),
    ],
    ids=str,
)
def test_what_has_no_rule_is_refused(operator: sympy.Expr) -> None:
    with pytest.raises(CannotResolve):
        resolve(operator)


def test_expressions_without_operators_stay() -> None:
    expression = a * sympy.harmonic(T - 2) / (b + 1)
    assert resolve(expression) == expression
