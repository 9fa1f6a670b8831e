"""What is sampled: the slope of the loss along the line at one point, for one law and length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from numeric_check.arrays import Complex, Real
from numeric_check.compare import agreement
from numeric_check.compare.planning import samples_for
from numeric_check.laws.sampling import generator
from proofs.refusal import Refused
from proofs.zheng2024.second_route import forward, one_pass
from symbolic.laws import Law
from symbolic.progress import parts

OPERATIONS = 5e7
"""Complex multiplications that the simulation of one check may cost."""

MOST_SEQUENCES = 100_000
"""Sequences of a simulation that no resolution is asked of; so many at most are drawn at a time in any."""

MOST_OPERATIONS = 1e11
"""Complex multiplications that a requested resolution may cost: minutes."""


@dataclass(frozen=True)
class Slope:
    """The point `ab = u` of the line for one law and length, and the size that slopes are relative to."""

    law: Law
    T: int
    u: float
    scale: float
    seed: int

    @property
    def operations(self) -> float:
        """Complex multiplications of one sequence."""
        return float(self.T * (self.law.d + 2) ** 2)

    def at(self, x1: Real, lam: Complex) -> Real:
        """Slopes of sequences with these starts and eigenvalues, `(m, d)`."""
        return one_pass.radial(forward.on_line(self.law.d, self.u, 1.0), x1, lam, self.T)

    def parts(self, name: str, count: int, at_once: int = MOST_SEQUENCES) -> Iterator[tuple[Any, int]]:
        """A generator and numbers that add up to the count, none of them above `at_once`."""
        rng = generator(f"check {self.law.description} d={self.law.d} T={self.T}{name}", self.seed)
        for start in parts(range(0, count, at_once), "parts of the simulation"):
            yield rng, min(at_once, count - start)

    def planned(self, spread: float, false_alarm: float, resolution: float, sequences: int = 1) -> int:
        """How many samples, each of so many sequences, notice a relative shift of that size.

        Raises Refused where that would take more than minutes.
        """
        relative, most = spread / self.scale**2, int(MOST_OPERATIONS / (self.operations * sequences))
        best = agreement.resolution(most, relative, false_alarm, agreement.MISS)
        if best > resolution:
            raise Refused(
                f"a resolution of {resolution:g}",
                f"{best:.2g} or coarser, which takes {most * sequences} sequences and minutes",
                "smaller d or T resolve more in the same time",
            )
        return samples_for(resolution, relative, false_alarm, agreement.MISS)


def at_least(count: int, false_alarm: float) -> int:
    """So many samples, or twice as many as a comparison needs to notice any shift at that rate, if that is more."""
    return max(count, int(2 * agreement.fewest(false_alarm, agreement.MISS)))
