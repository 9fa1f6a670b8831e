"""Mesa-layers, Richardson's iteration and single layers on rational data: other sizes, many steps, other ranges."""

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
    inverse,
    orthonormal,
    power,
    product,
)
from proofs.vonoswald2023b.notation import lam
from proofs.vonoswald2023b.richardson import in_range, never_there, sigma
from proofs.vonoswald2023b.second_route.sequences import layer, placed, slope
from symbolic.decide.outcomes import Fails, Holds


def same(one: Rational, other: Rational) -> bool:
    return bool((one == other).all())


@pytest.mark.parametrize(("n", "steps"), [(1, 4), (2, 5), (3, 2)])
@pytest.mark.parametrize("forget", [Fraction(1), Fraction(2, 3), Fraction(5, 4)])
def test_the_recursion_is_the_inverse_at_every_step(n: int, steps: int, forget: Fraction) -> None:
    """A zero key, a repeated one, and forgetting: the ridge fades with the keys."""
    ridge = Fraction(3, 2)
    R, keys = ridge * identity(n), fixed("keys", n, steps)
    keys[:, 1] = keys[:, 0] * 0
    M = identity(n) / ridge
    for step in range(steps):
        k = keys[:, [step]]
        R = (R - R @ k @ k.T @ R / (forget + (k.T @ R @ k)[0, 0])) / forget
        M = forget * M + k @ k.T
        assert same(R @ M, identity(n))
    weights = diagonal([forget ** (steps - 1 - step) for step in range(steps)])
    assert same(M, product(keys, weights, keys.T) + forget**steps / ridge * identity(n))


@pytest.mark.parametrize(("m", "n", "t"), [(1, 1, 1), (2, 3, 1), (1, 2, 5)])
def test_the_ridge_regression_is_below_all_others(m: int, n: int, t: int) -> None:
    K, V, ridge = fixed("keys", n, t), fixed("values", m, t), Fraction(1, 3)

    def loss(Phi: Rational) -> Fraction:
        return Fraction(((Phi @ K - V) ** 2).sum() + (Phi**2).sum() / ridge)

    best = V @ K.T @ inverse(K @ K.T + identity(n) / ridge)
    assert same(best, V @ inverse(K.T @ K + identity(t) / ridge) @ K.T)
    for name in "abc":
        assert loss(best) < loss(best + fixed(name, m, n) / 1000)


RANKS = ((1, 1, 1), (3, 4, 2), (4, 2, 2), (3, 3, 3))


@pytest.mark.parametrize("ranks", RANKS)
@pytest.mark.parametrize(
    ("share", "reaches"), [(0.05, True), (0.95, True), (1.0, False), (1.05, False), (-0.05, False)]
)
def test_the_solution_is_reached_inside_the_range_alone(
    ranks: tuple[int, int, int], share: float, reaches: bool
) -> None:
    """`share` of the upper end, from 0, with a part along the largest singular vector."""
    n, t, r = ranks
    ridge = 0.5
    U, V = (orthonormal(name, size, r).astype(np.float64) for name, size in (("left", n), ("right", t)))
    S = U @ np.diag([(place + 1) / r for place in range(r)]) @ V.T
    A, s = S @ S.T + np.eye(n) / ridge, U.sum(axis=1, keepdims=True)
    x, beta = np.zeros((n, 1)), share * 2 / (1 + 1 / ridge)
    for _ in range(900):
        x = x + beta * (s - A @ x)
    assert (float(np.abs(x - np.linalg.solve(A, s)).max()) < 1e-8) is reaches


def test_at_the_upper_end_states_alternate() -> None:
    S, s = array([[3, 0], [0, 0]], 2, 2), array([[1], [0]], 2, 1)
    A = S @ S.T + identity(2)
    first = s * Fraction(2, 10)
    assert same(first + (s - A @ first) * Fraction(2, 10), 0 * s)
    assert not same(A @ first, s)


@pytest.mark.parametrize("layers", [0, 1, 4])
def test_states_from_zero_are_truncated_series(layers: int) -> None:
    S, s, beta = fixed("S", 3, 2), fixed("s", 3, 1), Fraction(1, 9)
    A, x = S @ S.T + 2 * identity(3), 0 * s
    for _ in range(layers):
        x = x + beta * (s - A @ x)
    assert same(A @ x, s - power(identity(3) - beta * A, layers) @ s)


def test_other_ranges_and_ends_are_refused() -> None:
    whole = sympy.Interval.open(0, 2 / (sigma**2 + 1 / lam))
    assert isinstance(in_range(whole), Holds)
    for wrong in (whole.closure, sympy.S.Reals, sympy.Interval.open(0, 2 / sigma**2)):
        answer = in_range(wrong)
        assert isinstance(answer, Fails)
        assert answer.witness
    assert isinstance(never_there((1 / (sigma**2 + 1 / lam),)), Fails)


@pytest.mark.parametrize(("n", "length"), [(1, 3), (2, 4), (3, 2)])
def test_a_causal_layer_on_a_sequence_makes_a_step(n: int, length: int) -> None:
    """Tokens of one sequence, the last one among its own keys."""
    s = fixed("sequence", n, length + 1)
    X, Y = s[:, :-1], s[:, 1:]
    W, C, D = fixed("W", n, n), fixed("C", n, n), fixed("D", n, n)
    tokens = np.vstack([W @ Y, Y, X])
    found = layer(tokens[:, [-1]], tokens, placed(n, 0, 1, D) + placed(n, 0, 2, -D @ W), placed(n, 2, 1, C))
    assert same(found[:n], (W - D @ slope(W, X, Y) @ C) @ s[:, [-1]])
    assert same(found[n:], tokens[n:, [-1]])
