"""A generator is derived from any text, and different texts give different ones."""

from __future__ import annotations

from fractions import Fraction

import pytest

import mesaproof as mp
from numeric_check.laws.sampling import generator
from symbolic.laws import Atoms

LONE = "a table \ud800"
DRAWN = 9566935281079252697
"""The first word of PCG64 seeded with the SHA-256 of 0, a colon and that text, where the surrogate is ED A0 80."""


@pytest.mark.parametrize("other", ["a table ", "a table ?", "a table \\ud800", "a table \ufffd"])
def test_a_lone_surrogate_is_text_of_its_own(other: str) -> None:
    assert generator(LONE, 0).bit_generator.random_raw() == DRAWN
    assert generator(LONE, 0).integers(2**62) != generator(other, 0).integers(2**62)


def test_a_law_with_such_a_name_is_checked() -> None:
    points, weights = [[1, 0], [0, 2]], [Fraction(1, 4), Fraction(3, 4)]
    report, plain = (mp.check(Atoms.of(points, weights, name=name), T=4) for name in (LONE, "a table"))
    assert report.agrees
    assert report.relative_mse == plain.relative_mse
    assert [one.kind for one in report.crosschecks] == ["quadrature", "sampled"]
    assert repr(report).encode()
