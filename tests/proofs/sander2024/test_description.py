"""The description of unnormalised attention, run on numbers, at the minimum that the paper finds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numeric_check.described import exact_gradient, exact_loss
from proofs.sander2024.setting import SANDER
from symbolic.laws import Ones
from symbolic.setting import Values
from symbolic.setting.point import Matrix


def multiple(d: int, factor: Fraction) -> Matrix:
    return tuple(tuple(factor * (r == c) for c in range(d)) for r in range(d))


def values(d: int, T: int, a: Fraction, b: Fraction) -> Values:
    return Values({"d": d, "T": T}, laws={"s_1": Ones()}, parameters={"A_32": multiple(d, a), "B_12": multiple(d, b)})


@pytest.mark.parametrize(("d", "T"), [(1, 2), (1, 5), (2, 2), (2, 4), (3, 2), (3, 3)])
def test_the_gradient_vanishes_at_the_minimum_on_diagonal_blocks(d: int, T: int) -> None:
    """With n pairs in the context at each time, the best product is `Σ n / Σ (n² + (d-1) n)`."""
    pairs = range(1, T)
    best = Fraction(sum(pairs), sum(n * n + (d - 1) * n for n in pairs))
    slopes = exact_gradient(SANDER, values(d, T, best, Fraction(1)))
    assert all(block[j][j] == 0 for block in slopes.values() for j in range(d))
    off = exact_gradient(SANDER, values(d, T, 2 * best, Fraction(1)))
    assert all(off["A_32"][j][j] > 0 for j in range(d))


@pytest.mark.parametrize(("d", "T"), [(1, 4), (2, 3)])
def test_the_loss_on_the_line(d: int, T: int) -> None:
    """`Σ_n d ((1 - c n)² + (d-1) c² n)` with c the product, and no factor ½."""
    a, b = Fraction(1, 3), Fraction(2)
    c = a * b
    expected = sum(d * ((1 - c * n) ** 2 + (d - 1) * c**2 * n) for n in range(1, T))
    assert exact_loss(SANDER, values(d, T, a, b)) == expected
