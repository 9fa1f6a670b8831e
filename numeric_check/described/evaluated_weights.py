"""Weights as numbers: what a sum, an average or a noise level is multiplied by."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from numeric_check.laws.gauss_rules import OutOfReach
from symbolic.setting.weights import Monomial, Weight


def evaluated(weight: Weight, labels: Mapping[str, int], scalars: Mapping[str, Fraction]) -> Fraction:
    """A weight where sizes, labels and scalars have these values.

    Raises OutOfReach, naming it, where it divides by zero.
    """
    try:
        return sum((_monomial(monomial, labels, scalars) for monomial in weight.monomials), Fraction(0))
    except ZeroDivisionError:
        names = sorted({name for monomial in weight.monomials for name in monomial.names})
        where = ", ".join(f"{name} = {labels[name]}" for name in names)
        raise OutOfReach(f"the weight {weight} divides by zero" + (f" at {where}" if where else "")) from None


def _monomial(monomial: Monomial, labels: Mapping[str, int], scalars: Mapping[str, Fraction]) -> Fraction:
    value = monomial.rational
    for base, power in monomial.affine:
        value *= Fraction(base.value(labels)) ** power
    for name, exponent in monomial.scalars:
        value *= Fraction(scalars[name]) ** exponent.value(labels)
    return value
