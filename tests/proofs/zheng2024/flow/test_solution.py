"""Closed forms of the reduced flow against numerical integration, and what is no solution is noticed."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from typing import Any

import numpy as np
import pytest
import sympy
from scipy.integrate import solve_ivp

from proofs.zheng2024.flow import dominance
from proofs.zheng2024.flow.line_flow import Reduced, constants, formal, positive_form
from proofs.zheng2024.flow.portrait import conserved, equilibria, settle_conserved, settle_equilibria
from proofs.zheng2024.flow.solution import ABOVE, BELOW, CELLS, ON, NotASolution, p, residuals, rooted, s, verified
from proofs.zheng2024.flow.statements import (
    DECAY,
    LIMIT,
    PRODUCT,
    PRODUCT_ON_ANTIDIAGONAL,
    RATE,
    SUM_SQUARED,
    limits,
    settle_rows,
)
from proofs.zheng2024.notation import a, b, c1, c2, kappa1, kappa2
from symbolic.algebra.equality import normal
from symbolic.algebra.notation import d, tau
from symbolic.decide.outcomes import Fails, Unknown

C1, C2 = 1.5, 0.75
STARTS = [
    *((2.0, 1.0), (0.5, 0.25), (0.75, 0.0), (0.0, 1.5), (1.0, -0.25), (-0.75, 2.0), (1.0, 1.0), (0.01, -0.005)),
    *((-2.0, -1.0), (-0.5, -0.5), (-0.75, 0.0), (0.0, -1.5), (0.25, -1.0), (-2.0, 0.75)),
]
"""Every sign case off the antidiagonal."""

ANTIDIAGONAL = [(1.0, -1.0), (-0.25, 0.25), (3.0, -3.0)]
TOLERANCE = 1e-9
"""Steps are integrated to 1e-12; errors of the start grow by a factor of about a hundred on the way past the saddle."""


def value(expression: sympy.Expr, start: tuple[float, float], time: float = 0.0) -> float:
    numbers = {a: start[0], b: start[1], c1: C1, c2: C2, tau: time}
    return float(expression.xreplace({symbol: sympy.Rational(number) for symbol, number in numbers.items()}))


def integrated(start: tuple[float, float], times: list[float]) -> Any:
    """(a, b) at the times, `(2, n)`, by an adaptive Runge-Kutta method; no closed form is used."""

    def velocity(_: float, point: Any) -> Any:
        force = C1 - C2 * point[0] * point[1]
        return [point[1] * force, point[0] * force]

    span = (0.0, max(times))
    found = solve_ivp(velocity, span, start, method="DOP853", t_eval=times, rtol=1e-12, atol=1e-14)
    return found.y


@pytest.mark.sampled(5)
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_course_and_limit_are_those_of_the_integrated_flow(start: tuple[float, float]) -> None:
    times = [0.125, 0.5, 1.0, 16.0]
    one, other = integrated(start, times)
    for n, time in enumerate(times[:3]):
        assert value(PRODUCT, start, time) == pytest.approx(one[n] * other[n], rel=TOLERANCE, abs=TOLERANCE)
        assert value(SUM_SQUARED, start, time) == pytest.approx((one[n] + other[n]) ** 2, rel=TOLERANCE, abs=TOLERANCE)
    assert [value(part, start) for part in LIMIT] == pytest.approx([one[3], other[3]], rel=TOLERANCE, abs=TOLERANCE)


@pytest.mark.parametrize("start", ANTIDIAGONAL, ids=str)
def test_on_the_antidiagonal_it_runs_into_the_saddle(start: tuple[float, float]) -> None:
    times = [0.125, 1.0, 4.0]
    one, other = integrated(start, times)
    for n, time in enumerate(times):
        assert value(PRODUCT_ON_ANTIDIAGONAL, start, time) == pytest.approx(one[n] * other[n], rel=TOLERANCE, abs=1e-12)
    assert [value(part, start) for part in LIMIT] == [0.0, 0.0]
    assert float(np.hypot(one[2], other[2])) < 0.02


def test_the_constant_vanishes_at_rest_only() -> None:
    at_rest = [start for start in STARTS if start[0] * start[1] == C1 / C2]
    assert at_rest == [(2.0, 1.0), (-2.0, -1.0)]
    assert [start for start in STARTS if value(DECAY, start) == 0] == at_rest


@pytest.mark.parametrize("start", [start for start in STARTS if start[0] * start[1] != C1 / C2], ids=str)
def test_distance_decays_at_the_rate_with_the_constant(start: tuple[float, float]) -> None:
    """The integrated distance times exp(kτ) nears the constant; what is left is of the order of exp(−kτ)."""
    rate, constant = value(RATE, start), value(DECAY, start)
    begin = max(0.0, log(abs(constant)))
    times = [(begin + n) / rate for n in (2, 4, 6)]
    one, other = integrated(start, times)
    scaled = [exp(rate * t) * (x * y - C1 / C2) for t, x, y in zip(times, one, other, strict=True)]
    left = [abs(number - constant) for number in scaled]
    assert left[1] < left[0] / 3
    assert left[2] < left[1] / 3


@pytest.mark.parametrize("start", ANTIDIAGONAL, ids=str)
def test_on_the_antidiagonal_the_product_decays_at_twice_c1(start: tuple[float, float]) -> None:
    times = [1.0, 2.0, 3.0]
    one, other = integrated(start, times)
    constant = value(-(a**2) * c1 / (c1 + c2 * a**2), start)
    left = [abs(exp(2 * C1 * t) * x * y - constant) for t, x, y in zip(times, one, other, strict=True)]
    assert left[1] < left[0] / 3
    assert left[2] < left[1] / 3


@pytest.mark.parametrize("start", [*STARTS, *ANTIDIAGONAL], ids=str)
def test_dominance_holds_along_the_orbit_and_its_constant_is_approached(start: tuple[float, float]) -> None:
    times = np.linspace(0.0, 12.0, 2001).tolist()
    one, other = integrated(start, times)
    sizes = C2 * (one**2 + other**2)
    point = next(m for condition, m in dominance.LEAST if condition.xreplace({a: start[0], b: start[1]}))
    least = value(point, start)
    assert float(sizes.min()) >= least - TOLERANCE
    assert float(sizes.min()) <= least + 1e-3 * max(1.0, float(sizes.max()))


def test_both_forms_of_the_product_agree_at_the_start() -> None:
    for start in STARTS:
        assert value(PRODUCT, start) == pytest.approx(start[0] * start[1], abs=1e-14)


def test_the_solution_leaves_nothing_over() -> None:
    assert verified(formal()) == CELLS
    assert all(normal(left) == 0 for cell in CELLS for left in residuals(formal(), cell).values())


@pytest.mark.sampled(1)
@pytest.mark.parametrize("flow", [Reduced(2 * c1, c2), Reduced(c1, c1), Reduced(c2, c1), Reduced(c1, -c2)], ids=str)
def test_the_solution_of_another_flow_is_no_solution(flow: Reduced) -> None:
    with pytest.raises(NotASolution):
        verified(flow)
    assert isinstance(settle_rows(flow, limits, ()), Unknown)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", ["sum_squared", "product", "rate"])
def test_an_altered_solution_leaves_something_over(name: str) -> None:
    for cell in CELLS[::2]:
        wrong = replace(cell, **{name: getattr(cell, name) * (1 + s) + s})
        assert any(normal(left) != 0 for left in residuals(formal(), wrong).values())


def test_a_wrong_limit_is_noticed() -> None:
    for cell, limit in ((ABOVE, (p, -p)), (ABOVE, BELOW.limit), (BELOW, ABOVE.limit), (ON, (p, p)), (ON, (p, -p))):
        wrong = replace(cell, limit=limit)
        assert any(normal(left) != 0 for left in residuals(formal(), wrong).values())


def test_roots_of_squares_are_taken_and_others_stay() -> None:
    assert rooted(sympy.sqrt(p**2 - 2 * p * s + s**2)) == sympy.Abs(p - s)
    assert rooted(sympy.sqrt(p**2 + s)) == sympy.sqrt(p**2 + s)


def test_constants_are_positive_from_the_shortest_sequence_on() -> None:
    assert all(positive_form(value).is_positive for value in constants().values())
    assert positive_form(kappa1 - kappa2).is_positive is None


def test_conserved_polynomials_are_powers_of_one() -> None:
    assert conserved(formal(), 1) == ()
    assert conserved(formal(), 3) == (a**2 - b**2,)
    assert len(conserved(formal(), 6)) == 3
    assert isinstance(settle_conserved(formal(), 2, ()), Fails)
    assert isinstance(settle_conserved(formal(), 2, (a**2 + b**2,)), Fails)
    assert isinstance(settle_conserved(formal(), 2, (2 * a**2 - 2 * b**2,)), Unknown)


def test_equilibria_are_the_origin_and_the_hyperbola() -> None:
    origin, curve = equilibria(formal())
    assert origin.point == (0, 0)
    assert (origin.trace, origin.determinant) == (0, -(c1**2))
    assert sympy.cancel(curve.point[0] * curve.point[1] - c1 / c2) == 0
    assert curve.determinant == 0


def test_a_point_that_moves_is_no_equilibrium() -> None:
    row = ((sympy.Integer(1), sympy.Integer(0)), (c1, -c1), (1, -1))
    answer = settle_equilibria(formal(), (row,))
    assert isinstance(answer, Fails)
    assert "not an equilibrium" in answer.because


def test_a_flow_at_rest_everywhere_has_no_hyperbola() -> None:
    with pytest.raises(ValueError, match="not found here"):
        equilibria(Reduced(c1, sympy.Integer(0)))


def test_excess_loss_is_a_square_and_its_gradient_is_minus_the_flow() -> None:
    value = dominance.excess(formal(), d)
    assert normal(value - d * (c1 - c2 * a * b) ** 2 / (2 * c2)) == 0
    assert normal(sympy.diff(value, a) + d * formal().a_dot) == 0
    assert normal(sympy.diff(value, b) + d * formal().b_dot) == 0
