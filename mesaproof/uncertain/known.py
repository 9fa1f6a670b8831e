"""What is known of a law beside a sample of it: bounds on variances, a bound on the coordinates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any

from mesaproof.errors import InputError
from mesaproof.uncertain.demands import Monomial, Quantity


@dataclass(frozen=True)
class Known:
    """What is known of the law beside the sample: variances of monomials, a bound on every coordinate."""

    variance: Callable[[Monomial], float | None] = lambda _: None
    bound: float | None = None

    def variance_of(self, quantity: Quantity) -> float | None:
        """A bound on the variance of a polynomial: standard deviations add up at most."""
        found = [(abs(float(c)), self.variance(powers)) for powers, c in quantity.terms]
        if not found or any(v is None for _, v in found):
            return None
        return sum(c * sqrt(v) for c, v in found if v is not None) ** 2

    def range_of(self, quantity: Quantity) -> float | None:
        """The length of an interval in which a polynomial lies for certain."""
        if self.bound is None:
            return None
        widths = (
            abs(float(c)) * self.bound ** sum(powers) * (2 if any(n % 2 for n in powers) else 1)
            for powers, c in quantity.terms
        )
        return sum(widths)


def given_variances(variances: Any) -> Callable[[Monomial], float | None]:
    """A mapping or a function from exponents to bounds, each checked when it is used.

    Raises InputError for what is neither; the result does for a bound that is negative or not finite.
    """
    if variances is None:
        return lambda _: None
    find = getattr(variances, "get", variances)
    if not callable(find):
        raise InputError(
            f"variances of class {type(variances).__name__}", "a mapping or a function from exponents to bounds"
        )

    def checked(powers: Monomial) -> float | None:
        found = find(powers)
        if found is None:
            return None
        if not (isfinite(float(found)) and float(found) >= 0):
            raise InputError(f"the variance {found} for the exponents {powers}", "a finite bound, at least 0")
        return float(found)

    return checked
