"""Quotients in lowest terms: as SymPy's where it ends, and right where it does not."""

from __future__ import annotations

import pytest
import sympy
from sympy import Rational, exp

from mesaproof.reading.law_spec import law_at, parse_law
from proofs.zheng2024.line import trained
from symbolic.algebra.quotients import quotient
from symbolic.expectation.exact_moments import total

X, Y = exp(Rational(5001, 1000)), exp(Rational(17, 3))


def test_small_powers_are_cancelled() -> None:
    third = exp(Rational(1, 3))
    assert quotient(sympy.expand((third + 3) * (third - 2)), sympy.expand((third + 3) ** 2)) == (third - 2) / (
        third + 3
    )


@pytest.mark.parametrize(
    ("above", "below"), [(X + 3 * Y, X - Y), (2 * X * Y + 6 * Y**2, 5 * X * Y), (X, Y), (X, 1 + X), (7 * X, 1)]
)
def test_high_powers_keep_the_value(above: sympy.Expr, below: sympy.Expr) -> None:
    assert sympy.N(quotient(above, sympy.sympify(below)) - above / below, 30, chop=True) == 0


def test_what_vanishes_is_nothing_at_high_powers_too() -> None:
    assert quotient((X + Y) ** 2 - X * (X + Y) - Y * (X + Y)) == 0


def test_a_law_whose_moments_hold_high_powers_is_answered() -> None:
    text = "mixture(1/2: lognormal(mu=-3e-3), 1/2: scale_mixture(sphere, shift(rayleigh(sigma=7), 7/3)))"
    parabola = trained.Parabola(law_at(parse_law(text), 1), 20)
    zero = parabola.curvature * 18 * total(parabola.law, trained.SECOND)
    assert parabola.relative_mse is not None
    assert sympy.N(parabola.relative_mse - 1 + parabola.pull**2 / zero, 30, chop=True) == 0
