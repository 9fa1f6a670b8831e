"""What laws say of themselves that are given in one dimension only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symbolic.coordinates import Number


class FixedDimension:
    """What the laws here have in common."""

    zero = Fraction(0)
    exchangeable = False

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        raise TypeError("this law is not exchangeable; ask for moment(exponents)")

    def _repr_html_(self) -> str:
        from symbolic.law_markup import law_html

        law: Any = self
        return law_html(law)
