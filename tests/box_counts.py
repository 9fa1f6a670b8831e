"""Numbers of solutions within boxes, and their sums over times: what a derivation for one model by hand needs."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from symbolic.expectation.characters import Affine, Count, counted
from symbolic.expectation.summation import Basis, Power, Present, TimeSum


def solutions(equations: tuple[Affine, ...], lows: tuple[int, ...]) -> Count:
    """How many `(i_0, …)` with `low_k <= i_k <= t` solve the equations."""
    size = len(lows)
    units = [tuple(int(n == k) for n in range(size)) for k in range(size)]
    lower = [(*unit, 0, -low) for unit, low in zip(units, lows, strict=True)]
    upper = [(*(-c for c in unit), 1, 0) for unit in units]
    return counted(equations, (*lower, *upper), size)


def weighted_sum(count: Count, power: int) -> TimeSum:
    """`Σ_{t=2}^{T-1} count(t) / (t-1)^power`, the polynomial in `s = t − 1`; its degree is at most the power."""
    total: dict[Basis, Fraction] = {}
    for degree, c in enumerate(count.polynomial):
        for k in range(degree + 1):
            total[Power(power - k)] = total.get(Power(power - k), Fraction(0)) + c * comb(degree, k)
    single: dict[Basis, Fraction] = {Present(t): Fraction(extra, (t - 1) ** power) for t, extra in count.exceptional}
    return TimeSum.of(total) + TimeSum.of(single)
