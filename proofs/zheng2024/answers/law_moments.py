"""Which moments of a law the setting knows by letters, and what its loss asks of the others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2, KAPPA3
from proofs.zheng2024.line.line import Place, entry
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.model.attention import PV_BLOCKS
from symbolic.decide.conditions import polynomial_of
from symbolic.expectation.moments import Pattern

MOMENTS: Mapping[str, Pattern] = {"m2": SECOND, "kappa1": KAPPA1, "kappa2": KAPPA2, "kappa3": KAPPA3}
"""The second moment, and those of the reduced flow, by name."""


def slope(d: int, T: int, a_power: int, b_power: int) -> dict[tuple[int, ...], Fraction]:
    """The part with these powers of a and b of the derived gradient by `W_PV_12`, summed over its diagonal.

    A polynomial in the coordinates, as coefficients by exponents.
    """
    total: dict[tuple[int, ...], Fraction] = {}
    for monomial, coefficient in entry(PV_BLOCKS[0], Place.DIAGONAL).terms:
        if (monomial.a_power, monomial.b_power) == (a_power, b_power):
            for j in range(d):
                for powers, c in polynomial_of(monomial.pattern, (j,), d).items():
                    total[powers] = total.get(powers, Fraction(0)) + c * Fraction(coefficient.approximately(T))
    return total
