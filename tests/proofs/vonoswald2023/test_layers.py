"""The constructed layer and GD++ on rational data: other sizes, several layers, all eigenvalues, all γ of a grid."""

from __future__ import annotations

from fractions import Fraction
from itertools import product as every

import numpy as np
import pytest
import sympy

from numeric_check.model.rational_matrices import Rational, diagonal, fixed, identity, orthonormal, product
from proofs.vonoswald2023.any_data import W0, compared_with, difference, q, stepped
from proofs.vonoswald2023.condition_numbers import improves, improves_all, improving, improving_all
from proofs.vonoswald2023.gd_plus_plus import OF_ALL, OF_ONE, for_every_spectrum
from proofs.vonoswald2023.query_among_keys import same_as_a_step
from proofs.vonoswald2023.second_route.moved_inputs import moved
from proofs.vonoswald2023.second_route.token_by_token import change, layer, weights
from symbolic.decide.outcomes import Fails, Holds
from symbolic.model.derived_model import Derived
from symbolic.setting import Array

SIZES = ((1, 1, 1), (1, 2, 3), (3, 1, 2), (2, 2, 4))


def same(one: Rational, other: Rational) -> bool:
    return bool((one == other).all())


@pytest.mark.parametrize(("d", "m", "N"), SIZES)
def test_three_layers_make_three_steps_of_descent(d: int, m: int, N: int) -> None:
    X, Y, W, last = fixed("x", d, N), fixed("y", m, N), fixed("w", m, d), fixed("query", d, 1)
    eta = Fraction(1, 7)
    given = weights(W, d, m, eta / N)
    tokens, query, reached = np.vstack([X, Y]), np.vstack([last, -W @ last]), W
    for _ in range(3):
        tokens, query = layer(tokens, tokens, *given), layer(query, tokens, *given)
        reached = reached + change(reached, X, Y, eta)
        assert same(tokens, np.vstack([X, Y - (reached - W) @ X]))
        assert same(query[d:], -reached @ last)


def test_another_step_differs_on_some_data() -> None:
    def backwards() -> Array:
        return 2 * (W0 @ q) - 1 * stepped()

    assert difference() == 0
    wrong = compared_with(backwards)
    assert Derived(wrong).on(wrong.families["constructed"]).terms


@pytest.mark.parametrize(("entry", "sign"), [(-1, 1), (-1, -1), (0, 1), (0, -1), (1, 1), (2, -1)])
def test_other_entries_and_signs_are_refused_with_a_witness(entry: int, sign: int) -> None:
    answer = same_as_a_step((entry, sign))
    assert isinstance(answer, Fails)
    assert answer.witness
    assert isinstance(same_as_a_step((1, -1)), Holds)


@pytest.mark.parametrize(("d", "N"), [(1, 3), (2, 2), (3, 5), (4, 3)])
def test_eigenvalues_move_and_eigenvectors_stay(d: int, N: int) -> None:
    rank, gamma = min(d, N), Fraction(2, 9)
    singular = [Fraction(place + 2, 3) for place in range(rank)]
    U, V = orthonormal("left", d, rank), orthonormal("right", N, rank)
    X = moved(product(U, diagonal(singular), V.T), gamma)
    expected = diagonal([one**2 * (1 - gamma * one**2) ** 2 for one in singular])
    assert same(X @ X.T, product(U, expected, U.T))
    assert same(X.T @ X, product(V, expected, V.T))


def condition(spectrum: list[Fraction], gamma: Fraction) -> Fraction | None:
    found = [one * (1 - gamma * one) ** 2 for one in spectrum]
    return max(found) / min(found) if min(found) else None


GRID = [Fraction(n, 97) for n in range(-40, 120)]


@pytest.mark.parametrize(("spectrum", "claimed"), OF_ONE)
def test_the_claimed_rates_are_those_that_improve(spectrum: tuple[Fraction, ...], claimed: sympy.Set) -> None:
    before = max(spectrum) / min(spectrum)
    for gamma in GRID:
        after = condition([*spectrum], gamma)
        better = after is not None and after < before
        assert better is bool(claimed.contains(sympy.Rational(gamma.numerator, gamma.denominator)))


@pytest.mark.parametrize(("extremes", "claimed"), OF_ALL)
def test_every_spectrum_between_extremes(extremes: tuple[Fraction, Fraction], claimed: sympy.Set) -> None:
    """Inside, no intermediate eigenvalue of a fine grid hurts; just outside, one at a turning point does."""
    low, high = extremes
    before, end = high / low, Fraction(str(claimed.end))
    between = [low + (high - low) * Fraction(n, 60) for n in range(61)]
    for part in (Fraction(1, 20), Fraction(1, 2), Fraction(9, 10), Fraction(999, 1000)):
        after = condition(between, part * end)
        assert after is not None
        assert after < before
    outside = end * Fraction(1001, 1000)
    turning = [one for one in (1 / (3 * outside),) if low < one < high]
    worse = condition([low, high, *turning], outside)
    assert worse is None or worse > before


@pytest.mark.slow
@pytest.mark.parametrize("ratio", [Fraction(11, 10), Fraction(3, 2), Fraction(2), Fraction(3), Fraction(10)])
def test_the_threshold_between_extremes_in_closed_form(ratio: Fraction) -> None:
    """1/(L + l) up to `L = 2l`; from there on a root of a cubic, where both formulas meet."""
    low, high = Fraction(1), ratio
    end = improving_all(low, high).end
    y = sympy.Rational(high.numerator, high.denominator) * end
    residual = 27 * y**2 * (1 - y) ** 2 - 4 * end
    if ratio <= 2:
        assert end == sympy.Rational(1) / (1 + y / end)
    if ratio >= 2:
        assert abs(residual.evalf(30)) < 1e-25
        assert sympy.Rational(1, 3) < y < 1


def test_half_is_the_largest_multiple_for_every_spectrum() -> None:
    half, one = sympy.Rational(1, 2), sympy.Integer(1)
    assert isinstance(for_every_spectrum(half), Holds)
    for wrong in (sympy.Rational(51, 100), one, sympy.Integer(2), sympy.Rational(1, 3), -half):
        assert isinstance(for_every_spectrum(wrong), Fails)
    for low, rate in every((Fraction(n, 50) for n in range(1, 50)), (half, half / 3)):
        assert improves_all(sympy.Rational(low.numerator, low.denominator), one, rate)
    assert not improves([sympy.Rational(99, 100), one], sympy.Rational(51, 100))


def test_an_eigenvalue_may_vanish() -> None:
    assert not improves([sympy.Integer(1), sympy.Integer(2)], sympy.Rational(1, 2))
    assert sympy.Rational(1, 2) not in improving((Fraction(1), Fraction(2), Fraction(3)))
    assert same(moved(identity(2), Fraction(1)), identity(2) * 0)


def closed(low: Fraction, high: Fraction, gamma: Fraction) -> bool:
    """The condition of the statement on γ, for every spectrum with these extremes."""
    if gamma <= 0 or gamma * high >= 1:
        return False
    if 3 * gamma * low >= 1:
        return gamma * (low + high) < 1
    return 3 * gamma * high <= 1 or 4 * low < 27 * gamma * high**2 * (1 - gamma * high) ** 2


def test_the_condition_between_extremes_against_the_worst_spectra() -> None:
    """On a grid of extremes and γ: both ends, and the eigenvalues 1/γ and 1/(3γ) where they lie between."""
    for n, k in every(range(1, 12), range(-4, 60)):
        low, high, gamma = Fraction(n, 12), Fraction(1), Fraction(k, 41)
        turning = [1 / gamma, 1 / (3 * gamma)] if gamma else []
        after = condition([low, high, *(one for one in turning if low < one < high)], gamma)
        assert (after is not None and after < high / low) is closed(low, high, gamma)
