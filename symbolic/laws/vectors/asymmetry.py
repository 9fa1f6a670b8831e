"""Moments that prove that a law of `x_1` is changed by sign flips, or by permutations of the coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from symbolic.laws import Law
from symbolic.laws.coordinates import MomentDoesNotExist, Number
from symbolic.laws.coordinates.derived import SymmetryUnknown
from symbolic.laws.coordinates.existence import moments_end

WITNESS_DEGREE = 6
"""Moments up to this degree are tried as proofs that a law is not symmetric."""


def require_asymmetry(law: Law, change: str, moments: Iterator[Number]) -> None:
    """Raise SymmetryUnknown unless a moment shows the change."""
    if law.d > 1 or change.startswith("sign"):
        try:
            if any(value != 0 for value in moments):
                return
        except MomentDoesNotExist:
            pass
        raise SymmetryUnknown(f"whether {change} {law.description} could not be decided from its moments")


def swapped(law: Law) -> Iterator[Number]:
    """Differences of moments that vanish when neighbouring coordinates are exchangeable."""
    for powers in _exponents(law):
        for j in range(law.d - 1):
            other = (*powers[:j], powers[j + 1], powers[j], *powers[j + 2 :])
            if other != powers:
                yield law.moment(powers) - law.moment(other)


def odd(law: Law) -> Iterator[Number]:
    """Moments that vanish when sign flips leave the law unchanged."""
    return (law.moment(powers) for powers in _exponents(law) if any(n % 2 for n in powers))


def _exponents(law: Law) -> Iterator[tuple[int, ...]]:
    """Exponents at one or two coordinates, by degree, as far as moments exist."""
    end = moments_end(law)
    for degree in range(1, WITNESS_DEGREE + 1):
        if end is not None and degree >= end:
            return
        for j in range(law.d):
            yield tuple(degree * (i == j) for i in range(law.d))
        for j, k in combinations(range(law.d), 2):
            for n in range(1, degree):
                yield tuple(n * (i == j) + (degree - n) * (i == k) for i in range(law.d))
