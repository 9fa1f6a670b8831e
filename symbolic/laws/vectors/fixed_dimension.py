"""What laws say of themselves that are given in one dimension only."""

from __future__ import annotations

from fractions import Fraction

from symbolic.laws.coordinates import Number
from symbolic.views import ShownLaw


class FixedDimension(ShownLaw):
    """What the laws here have in common."""

    zero = Fraction(0)
    exchangeable = False

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        raise TypeError("this law is not exchangeable; ask for moment(exponents)")
