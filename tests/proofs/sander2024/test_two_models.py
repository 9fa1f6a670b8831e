"""The descriptions of unnormalised attention, run on numbers, against the models by hand and at the minimum."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numeric_check.described import Disagrees, demand_agreement, exact_gradient, exact_loss
from numeric_check.described.handwritten import Handwritten
from proofs.sander2024.paired import PAIRED
from proofs.sander2024.second_route.written import WRITTEN, WRITTEN_HEADS, WRITTEN_PAIRED
from proofs.sander2024.setting import SANDER
from proofs.sander2024.unitary import UNITARY
from symbolic.laws import Ones
from symbolic.setting import Setting, Values
from symbolic.setting.point import Matrix


def multiple(d: int, factor: Fraction) -> Matrix:
    return tuple(tuple(factor * (r == c) for c in range(d)) for r in range(d))


def values(d: int, T: int, a: Fraction, b: Fraction) -> Values:
    return Values({"d": d, "T": T}, laws={"s_1": Ones()}, parameters={"A_32": multiple(d, a), "B_12": multiple(d, b)})


SERIES = {"x": Fraction(1, 2), "y": Fraction(-2), "gamma": Fraction(1, 3), "delta": Fraction(3, 2)}


@pytest.mark.parametrize(
    ("setting", "written"),
    [(SANDER, WRITTEN), (PAIRED, WRITTEN_PAIRED), (UNITARY, WRITTEN_HEADS)],
    ids=["first", "paired", "unitary"],
)
def test_the_models_by_hand_and_their_descriptions_agree_exactly(setting: Setting, written: Handwritten) -> None:
    scalars = SERIES if setting is UNITARY else {}
    points = [Values({"d": d, "T": T}, scalars=scalars, laws={"s_1": Ones().at(d)}) for d, T in ((1, 2), (2, 3))]
    found = demand_agreement(setting, written, points)
    assert (found.losses, found.populations) == (6, 2)


def test_a_first_token_with_a_predecessor_is_another_model() -> None:
    with pytest.raises(Disagrees, match="the predictions of sander2024 at d = 2, T = 2"):
        demand_agreement(SANDER, WRITTEN_PAIRED, [Values({"d": 2, "T": 2}, laws={"s_1": Ones().at(2)})])


@pytest.mark.sampled(2)
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
