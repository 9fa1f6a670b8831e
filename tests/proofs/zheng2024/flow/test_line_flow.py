"""The reduced flow is the gradient's, and refuses what is not of its form."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from proofs.zheng2024.flow.line_flow import (
    DEFINITIONS,
    DOUBLE_COUNTING,
    Reduced,
    a_velocity,
    b_velocity,
    counted_alike,
    double_counting,
    reduced,
)
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.notation import a, b, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T
from symbolic.expectation.moments import Pattern, at_law, moment
from symbolic.laws import IID, LawFamily, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, rademacher
from tests.strategies_of_laws import on_line

FAMILIES: list[LawFamily] = [IID(Gaussian(Fraction(1, 2))), IID(Laplace()), IID(rademacher()), Sparse(Fraction(3))]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
@pytest.mark.parametrize(("d", "length"), [(1, 3), (2, 5), (3, 6)])
def test_velocities_are_minus_the_gradient(family: LawFamily, d: int, length: int) -> None:
    law, at = family.at(d), {T: length, a: sympy.Rational(2, 3), b: sympy.Integer(-5)}
    gradient = evaluation.gradient(law, length, on_line(d, Fraction(2, 3), Fraction(-5)))
    kappas = {rule.right: at_law(rule.left, law) for rule in DEFINITIONS}
    for symbolic, formal, block in (
        (reduced().a_dot, a_velocity(), "W_KQ_32"),
        (reduced().b_dot, b_velocity(), "W_PV_12"),
    ):
        entry = gradient[block][0][0]
        assert symbolic.xreplace(kappas).subs(at) == -sympy.Rational(entry.numerator, entry.denominator)
        assert at_law(formal, law).subs(at) == -sympy.Rational(entry.numerator, entry.denominator)


def test_the_conserved_quantity_and_the_equilibrium() -> None:
    flow = reduced()
    assert sympy.expand(flow.rate(a**2 - b**2)) == 0
    assert sympy.expand(flow.rate(a**2 + b**2)) != 0
    assert sympy.cancel(flow.a_dot.subs(a, flow.product / b)) == 0
    expected = kappa1 / (kappa2 + kappa3 * sympy.harmonic(T - 2) / (T - 2))
    assert sympy.cancel(flow.product - expected) == 0


@pytest.mark.parametrize(
    ("a_dot", "b_dot"),
    [
        (b * (kappa1 - kappa2 * a * b), a * (kappa1 - kappa3 * a * b)),
        (b * (kappa1 - kappa2 * a * b) + 1, a * (kappa1 - kappa2 * a * b)),
        (-b * (kappa1 - kappa2 * a * b), a * (kappa1 - kappa2 * a * b)),
        (b * kappa1 - kappa2 * a**2 * b, a * (kappa1 - kappa2 * a * b)),
    ],
    ids=str,
)
def test_other_flows_are_refused(a_dot: sympy.Expr, b_dot: sympy.Expr) -> None:
    with pytest.raises(ValueError, match="not of the form"):
        Reduced.of(a_dot, b_dot)


def test_transposed_sums_count_alike_and_others_do_not() -> None:
    assert counted_alike(Pattern((2,), (4,)), Pattern((4,), (2,)))
    assert not counted_alike(Pattern((2,), (4,)), Pattern((2,), (2,)))
    assert DOUBLE_COUNTING.left == moment(Pattern((4,), (2,)))


def test_a_rule_for_sums_that_are_not_counted_alike_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="same sum over j"):
        double_counting(Pattern((4,), (2,)), Pattern((2,), (2,)), sympy.Symbol("x"))
