"""Newton's iteration on rational matrices of several sizes and ranks: what the claims say of all of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy

from numeric_check.model.rational_matrices import (
    Rational,
    array,
    diagonal,
    fixed,
    identity,
    orthonormal,
    power,
    product,
)
from proofs.newton.degrees_of_layers import ROWS, counted, degrees_after, first_enough
from proofs.newton.notation import s
from proofs.newton.pseudoinverse import elsewhere, in_range
from proofs.newton.second_route.degrees_in_numbers import degree, next_degrees
from proofs.newton.second_route.iterations import descended, newton
from symbolic.decide.outcomes import Fails, Holds

SHAPES = ((1, 1), (1, 3), (3, 1), (2, 3), (3, 2))
RANKS = ((1, 1, 1), (3, 4, 2), (4, 3, 2), (2, 5, 1), (3, 3, 3))


def same(one: Rational, other: Rational) -> bool:
    return bool((one == other).all())


def size(matrix: Rational) -> float:
    return float(np.abs(matrix.astype(np.float64)).max())


def of_rank(m: int, n: int, r: int) -> tuple[Rational, Rational]:
    """A matrix whose largest singular value is 1, and its pseudoinverse."""
    singular = [Fraction(place + 1, r) for place in range(r)]
    U, V = orthonormal("left", m, r), orthonormal("right", n, r)
    return product(U, diagonal(singular), V.T), product(V, diagonal([1 / one for one in singular]), U.T)


@pytest.mark.parametrize("shape", SHAPES)
def test_newton_steps_are_steps_of_descent(shape: tuple[int, int]) -> None:
    m, n = shape
    A, start = fixed("a", m, n), fixed("x", n, m) / 7
    X, Y, taken = start, start, 1
    for k in range(4):
        while taken < 2**k:
            Y, taken = descended(A, start, Y), taken + 1
        assert same(X, Y)
        assert same(identity(m) - A @ X, power(identity(m) - A @ start, 2**k))
        X = newton(A, X)
    assert not same(X, Y)


@pytest.mark.parametrize("ranks", RANKS)
@pytest.mark.parametrize(
    ("alpha", "reaches"), [(Fraction(1, 4), True), (Fraction(19, 10), True), (Fraction(21, 10), False)]
)
def test_the_pseudoinverse_is_reached_inside_the_range_alone(
    ranks: tuple[int, int, int], alpha: Fraction, reaches: bool
) -> None:
    S, inverse = of_rank(*ranks)
    M = (alpha * S.T).astype(np.float64)
    for _ in range(12):
        M = 2 * M - M @ S.astype(np.float64) @ M
    assert (size(M - inverse.astype(np.float64)) < 1e-6) is reaches


@pytest.mark.parametrize("ranks", RANKS)
@pytest.mark.parametrize("alpha", [0, 2])
def test_at_the_ends_the_iteration_rests_elsewhere(ranks: tuple[int, int, int], alpha: int) -> None:
    """Exactly: from the first step on nothing changes along the largest singular value, and 0 stands there."""
    S, inverse = of_rank(*ranks)
    first = newton(S, alpha * S.T)
    later = newton(S, newton(S, first))
    along = orthonormal("left", ranks[0], ranks[2])[:, -1:]
    assert same(first @ along, later @ along)
    assert size(first @ along) == 0 < size(inverse @ along)


def test_without_a_transpose_it_runs_away() -> None:
    S = array([[0, 1], [0, 0]], 2, 2)
    assert same(newton(S, S / 9), 2 * S / 9)


def test_other_ranges_and_ends_are_refused() -> None:
    whole = sympy.Interval.open(0, 2 / s**2)
    assert isinstance(in_range(whole), Holds)
    for wrong in (whole.closure, sympy.Interval.open(0, 1 / s**2), sympy.Interval.open(-1, 2 / s**2)):
        answer = in_range(wrong)
        assert isinstance(answer, Fails)
        assert answer.witness
    assert isinstance(elsewhere((sympy.Integer(1),)), Fails)


def test_degrees() -> None:
    assert [degrees_after(row[0])[:2] for row in ROWS[1:5]] == [next_degrees(row[0] - 1) for row in ROWS[1:5]]
    assert isinstance(counted(((3, 15, 27, 34),)), Fails)
    assert isinstance(first_enough(3), Fails)
    assert degree(lambda x: 3 * x**4 - x) == 4


@pytest.mark.parametrize(("layers", "at_most"), [(1, 3), (2, 9)])
def test_linear_attention_with_any_weights_has_no_higher_degree(layers: int, at_most: int) -> None:
    """In a factor that multiplies all tokens, by differences of exact values."""
    tokens, value, match = fixed("tokens", 2, 3), fixed("value", 2, 2), fixed("match", 2, 2)

    def entry(factor: int) -> Fraction:
        e = factor * tokens
        for _ in range(layers):
            e = e + value @ e @ e.T @ match @ e
        return Fraction(e[0, 0])

    assert degree(entry) == at_most


@pytest.mark.parametrize("k", [0, 1, 2])
def test_the_prediction_after_newton_steps_has_its_degree(k: int) -> None:
    """`qᵀ M_k X y` in a factor that multiplies the whole prompt, in two dimensions."""
    X, y, q = fixed("X", 2, 3), fixed("y", 3, 1), fixed("q", 2, 1)

    def prediction(factor: int) -> Fraction:
        S = factor**2 * X @ X.T
        M = S
        for _ in range(k):
            M = newton(S, M)
        return Fraction((factor**3 * q.T @ M @ X @ y)[0, 0])

    assert degree(prediction) == 2 ** (k + 2) + 1
