"""Frames of orbits: how many exponents determine a law on their values, and the sizes that moments suggest."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.orbit_frames import HALF, ONE, TWO, ZERO, Frame, scales
from symbolic.laws.coordinates import Gaussian, Uniform

EXPONENTS = {
    "zero does not count": (Frame(0, (TWO,), (ZERO,), 2, signed=True), 1),
    "one does": (Frame(0, (ONE, TWO), (ONE,), 2, signed=True), 2),
    "two signs of one size": (Frame(0, (-TWO, TWO), (ZERO,), 2, signed=False), 2),
    "which are drawn besides": (Frame(0, (-TWO, TWO), (ZERO,), 2, signed=True), 1),
    "drawn values": (Frame(0, (TWO,), (ZERO,), 2, True, (((ZERO, HALF), (Fraction(3), HALF)),)), 2),
}


@pytest.mark.parametrize(("frame", "expected"), EXPONENTS.values(), ids=EXPONENTS)
def test_as_many_exponents_as_values_other_than_zero(frame: Frame, expected: int) -> None:
    assert frame.exponents == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (MomentsOf(Gaussian(Fraction(4))), ["1", "3", "4", "6", "8"]),
        (MomentsOf(Gaussian(Fraction(4)), most=2), ["1", "3", "4"]),
        (MomentsOf(Gaussian(Fraction(4)), most=4), ["1", "3", "4", "6"]),
        (MomentsOf(Gaussian(Fraction(4)), but=(2, 4, 6)), ["1"]),
        (MomentsOf(Uniform(Fraction(4)), most=1), ["1"]),
    ],
    ids=lambda each: each.text if isinstance(each, MomentsOf) else "",
)
def test_sizes_come_from_the_moments_that_are_given(given: MomentsOf, expected: list[str]) -> None:
    assert [str(size) for size in scales(Hypotheses("H", (given,)))] == expected
