"""Altered index ranges of single coefficients: where the sum over t starts and ends, and its weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mesaproof.selftest.mutant import DomainMutant, Kind
from mesaproof.selftest.toolkit.of_counts import LENGTH, Coefficient, of_coefficient, representatives
from symbolic.expectation.characters import FIRST_TIME, Count


@dataclass(frozen=True)
class Summed:
    """`Σ_t count(t) / (t-1+shift)^power` for `first <= t <= T-1+beyond`: a coefficient with other ranges."""

    count: Count
    power: int
    first: int = FIRST_TIME
    beyond: int = 0
    shift: int = 0

    def at(self, T: int) -> Fraction:
        """Exact value, term by term."""
        times = range(self.first, T + self.beyond)
        return sum((Fraction(self.count.at(t), (t - 1 + self.shift) ** self.power) for t in times), Fraction(0))


RANGES = {
    "t runs to T": {"beyond": 1},
    "t runs to T-2": {"beyond": -1},
    "t starts at 3": {"first": FIRST_TIME + 1},
    "1/t for 1/(t-1)": {"shift": 1},
}


def coefficient_range_mutants() -> Iterator[DomainMutant]:
    """Every altered range of each representative coefficient, and its weight with one more and one less power."""
    for one in representatives():
        power = 1 if one.right is None else 2
        rows = {change: Summed(one.count, power, **extra) for change, extra in RANGES.items()}
        rows |= {f"weight to the power {n}": Summed(one.count, n) for n in (power - 1, power + 1)}
        for change, value in rows.items():
            yield of_coefficient(one, change, value, Kind.RANGE, excluded=_harmless(one, change))


def _harmless(one: Coefficient, change: str) -> str:
    """Counts that vanish wherever the altered sum differs from the true one; seen from the times with solutions."""
    times = {t for t in range(FIRST_TIME, LENGTH + 1) if one.count.at(t)}
    if change == "t runs to T" and LENGTH not in times:
        return f"the only times with solutions are {sorted(times)}, all within the sum either way"
    if change == "t runs to T-2" and LENGTH - 1 not in times:
        return f"the only times with solutions are {sorted(times)}, all within the shorter sum from T = {LENGTH} on"
    if change == "t starts at 3" and FIRST_TIME not in times:
        return "there is no solution at t = 2"
    if change.startswith("weight") and times == {FIRST_TIME}:
        return "the only solutions are at t = 2, where 1/(t-1) = 1 to any power"
    return ""
