"""Coefficients of the engine as combinations of `T − 2`, harmonic numbers of `T − 2`, and times that are present."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache

from symbolic.algebra.laurent import Exponents, Laurent
from symbolic.expectation.characters import FIRST_TIME, OutOfReach
from symbolic.expectation.summation import Basis, Power, Present, TimeSum
from symbolic.model.letters import PowerSum, Reached, Shifted
from symbolic.setting.affine import Affine

TIMES = Affine.of({"T": 1}, -2)
"""How many times the loss has."""


@cache
def as_time_sum(coefficient: Laurent) -> TimeSum:
    """The same function of T; raises `OutOfReach` where it is of another form.

    >>> as_time_sum(Laurent.atom(PowerSum(-1, TIMES)) * 3)
    TimeSum(terms=((Power(exponent=1), Fraction(3, 1)),))
    """
    total: dict[Basis, Fraction] = defaultdict(Fraction)
    for exponents, c in coefficient.coefficients.items():
        total[_basis(exponents)] += c
    return TimeSum.of(total)


def _basis(exponents: Exponents) -> Basis:
    match exponents:
        case ():
            return Present(FIRST_TIME)
        case ((Shifted("T", -2), 1),):
            return Power(0)
        case ((PowerSum(exponent, upper, ()), 1),) if upper == TIMES and exponent < 0:
            return Power(-exponent)
        case ((Reached(base), 1),) if base.slopes == TIMES.slopes:
            return Present(-1 - base.constant)
    raise OutOfReach(f"{Laurent({exponents: Fraction(1)})} is no harmonic sum")
