"""What is said of one prediction, against predictions multiplied out monomial by monomial; descent on any sequence."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from proofs.zheng2024.capability import least_squares
from proofs.zheng2024.capability import prediction as capability
from proofs.zheng2024.capability.prediction import (
    added,
    at_identity,
    last,
    mean,
    over_times,
    overlap,
    ratio,
    ratio_square,
    square,
)
from proofs.zheng2024.notation import a, b
from symbolic.algebra import notation
from symbolic.expectation.moments import Pattern, at_law, moment
from symbolic.laws import IID, Atoms
from symbolic.laws.coordinates import Gaussian
from tests.proofs.zheng2024.parseval import prediction, target
from tests.strategies_of_laws import atom_laws, on_line

ONE = Fraction(1)


def value(expression: sympy.Expr, law: Atoms, j: int, T: int) -> Fraction:
    number = at_law(expression, law, (j,)).subs(notation.T, T)
    assert isinstance(number, sympy.Rational)
    return Fraction(int(number.p), int(number.q))


@given(atom_laws(), st.integers(3, 6))
def test_overlap_and_square_at_the_last_time(law: Atoms, T: int) -> None:
    for j in range(law.d):
        mixed = squared = Fraction(0)
        for point, weight in law.atoms:
            coordinate = prediction(point, T - 1, on_line(law.d, ONE, ONE))[j]
            where, size = target(point, T - 1, j)
            mixed += weight * coordinate.get(where, Fraction(0)) * size
            squared += weight * sum((c * c for c in coordinate.values()), Fraction(0))
        assert value(last(over_times(overlap())), law, j, T) == mixed
        assert value(last(over_times(square())), law, j, T) == squared


@given(atom_laws(), st.integers(3, 6))
def test_ratios_at_the_last_time(law: Atoms, T: int) -> None:
    assume(all(all(point) for point, _ in law.atoms))
    for j in range(law.d):
        first = second = Fraction(0)
        for point, weight in law.atoms:
            coordinate = prediction(point, T - 1, on_line(law.d, ONE, ONE))[j]
            where, size = target(point, T - 1, j)
            first += weight * coordinate.get(where, Fraction(0)) / size
            second += weight * sum((c * c for c in coordinate.values()), Fraction(0)) / size**2
        assert value(last(over_times(ratio())), law, j, T) == first
        assert value(last(over_times(ratio_square())), law, j, T) == second


@given(atom_laws(), st.integers(3, 6))
def test_at_equal_eigenvalues_the_mean_matrix_is_that_of_the_start(law: Atoms, T: int) -> None:
    """At W = I every x_i is x_1, so that the prediction is `x_1 |x_1|²`."""
    for j in range(law.d):
        norms = [(point[j], sum(x * x for x in point), weight) for point, weight in law.atoms]
        assert value(at_identity(square()), law, j, T) == sum(w * (x * r) ** 2 for x, r, w in norms)
        assert value(at_identity(overlap()), law, j, T) == sum(w * x**2 * r for x, r, w in norms)


def test_last_times_add_up() -> None:
    law = IID(Gaussian()).at(3)
    for parts in (overlap(), square(), ratio(), ratio_square()):
        whole, one = (at_law(e, law, (0,)) for e in (over_times(parts), last(over_times(parts))))
        for T in (3, 4, 9):
            assert sum(one.subs(notation.T, s) for s in range(3, T + 1)) == whole.subs(notation.T, T)


@given(atom_laws())
def test_added_is_the_sum_over_coordinates(law: Atoms) -> None:
    expression = over_times(square())
    parts = sum(value(expression, law, j, 5) for j in range(law.d))
    assert value(added(expression), law, 0, 5) == parts


def test_the_mean_of_a_polynomial() -> None:
    x = sympy.Symbol("x")
    assert mean(2 * x**4 + 3, x) == 2 * moment(Pattern((4,))) + 3


def test_a_start_along_one_axis_keeps_the_exponent_of_the_target() -> None:
    i = sympy.Symbol("i")
    assert capability.own_exponent(i) == capability.target_exponent(i) == notation.t
    assert [capability.terms_at(time) for time in (2, 7)] == [1, 6]


@pytest.mark.parametrize(("d", "t"), [(1, 2), (2, 4), (3, 6)])
def test_attention_is_a_step_of_descent_on_any_sequence(d: int, t: int) -> None:
    """Arbitrary complex vectors: attention by its definition, the gradient by differences of the objective."""
    rng = np.random.default_rng(7 * d + t)
    states = rng.normal(size=(t, d)) + 1j * rng.normal(size=(t, d))
    before = np.concatenate([np.zeros((1, d)), states[:-1]])
    attended = sum(np.outer(one, other.conj()) for one, other in zip(states, before, strict=True)) @ states[-1]
    size = sympy.lambdify((a, b, notation.t), least_squares.step(least_squares.descent()))
    predicted = size(3.0, 0.5, t) * -_gradient(states) @ states[-1]
    assert np.allclose(predicted, 3.0 * 0.5 * attended / (t - 1), rtol=1e-12, atol=1e-12)
    context = least_squares.attended()
    window = range(context.first, int(context.last.subs(notation.t, t)) + 1)
    outer = sum(np.outer(states[i + context.lag - 1], states[i - 1].conj()) for i in window)
    assert np.allclose(outer @ states[t - context.query - 1], attended, rtol=1e-12, atol=1e-12)


def _gradient(states: np.ndarray) -> np.ndarray:
    """`∂J/∂p + i ∂J/∂q` at 0 for `J = ½ Σ ‖x_{i+1} − W x_i‖²`; central differences are exact for a quadratic."""
    d = states.shape[1]
    out = np.zeros((d, d), dtype=complex)
    for j in range(d):
        for k in range(d):
            for unit in (1.0, 1j):
                step = np.zeros((d, d), dtype=complex)
                step[j, k] = unit
                ahead, behind = (0.5 * np.sum(abs(states[1:] - states[:-1] @ W.T) ** 2) for W in (step, -step))
                out[j, k] += unit * (ahead - behind) / 2
    return out


def test_half_the_gradient_needs_twice_the_step() -> None:
    whole, half = (least_squares.step(of()) for of in (least_squares.descent, least_squares.wirtinger_descent))
    assert half == 2 * whole
    with pytest.raises(ValueError, match="not a multiple"):
        least_squares.step((least_squares.descent()[1], least_squares.descent()[0]))
