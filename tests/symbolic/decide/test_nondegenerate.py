"""A covariance is definite when every minor is positive, that of all coordinates too."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.decide.nondegenerate import nondegenerate
from symbolic.laws import IID, Atoms
from symbolic.laws.coordinates import rademacher

SIGNS = IID(rademacher())


@pytest.mark.parametrize("d", [2, 3])
def test_one_coordinate_that_the_others_give_is_degenerate(d: int) -> None:
    """The last one is the product of signs before it, or their sum: uncorrelated, or given by them linearly."""
    signs = [point for point, _ in SIGNS.at(d - 1).atoms or ()]
    weights = [Fraction(1, len(signs))] * len(signs)
    assert nondegenerate(SIGNS.at(d))
    assert not nondegenerate(Atoms.of([[*point, sum(point)] for point in signs], weights))
    assert not nondegenerate(Atoms.of([[sum(point), *point] for point in signs], weights))
