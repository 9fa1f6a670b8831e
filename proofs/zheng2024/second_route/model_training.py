"""Training of the full model: all six blocks, every entry a parameter of its own.

Nothing is reduced to the line `W_KQ_32 = aI, W_PV_12 = bI`: a run that stays there does so by itself. Source: Zheng et
al. 2024, Section 3.2, arXiv 2405.16845.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from numeric_check.arrays import Parameters, Real
from numeric_check.model.points import largest, named
from numeric_check.model.source import Source, free_entries
from numeric_check.model.training import TooStiff, descent, flowing
from numeric_check.model.trajectory import Record
from proofs.zheng2024.second_route.forward import PV_BLOCKS, on_line
from proofs.zheng2024.second_route.line_trajectory import LineTrajectory, off_line_part
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import Law

UNDRIFTED = 1e-6
"""Most that `‖W_PV‖² − ‖W_KQ‖²`, which a flow keeps, may have changed, beside the largest sum of the two on the way."""


@dataclass(frozen=True)
class Departure:
    """How a flow leaves the line: its off-line part `(n, d, d)` at `times (n,)`, and minus the gradient's, `(d, d)`.

    To first order in time the off-line part is `times · rates`.
    """

    times: Real
    parts: Mapping[str, Real]
    rates: Mapping[str, Real]

    @property
    def largest_rate(self) -> float:
        """Largest speed of an off-line entry at the start; the line is left where it is not a rounding error."""
        return max(float(np.max(np.abs(rate))) for rate in self.rates.values())

    @property
    def deviation(self) -> Real:
        """Largest difference between the off-line part and its first-order growth, `(n,)`."""
        grown = {name: self.times[:, None, None] * rate for name, rate in self.rates.items()}
        return largest({name: part - grown[name] for name, part in self.parts.items()})


def descend(source: Source, start: Parameters, step: float, steps: int, every: int | None = 1) -> LineTrajectory:
    """All records of `descent` at once; raises as it does."""
    return LineTrajectory.of(descent(source, start, step, steps, every), source.blocks)


def flow(
    source: Source, start: Parameters, time: float, rtol: float = 1e-10, atol: float = 1e-12, records: int = 101
) -> LineTrajectory:
    """All records of `flowing` at once; raises as it does."""
    return LineTrajectory.of(flowing(source, start, time, rtol, atol, records), source.blocks)


def balanced(source: Source, records: Iterator[Record]) -> Iterator[Record]:
    """The records of a flow of the model's loss; raises TooStiff where one has let go of what such a flow keeps."""
    drift = None
    for record in records:
        drift = drift or Drift(source, record.point)
        drift.require(record.point, record.time)
        yield record


class Drift:
    """How far a flow has let go of `‖W_PV‖² − ‖W_KQ‖²`, which it keeps since the loss sees products of the two only.

    Entries that a source holds fixed have to be 0; where some are not, nothing is kept and nothing is required.
    """

    def __init__(self, source: Source, begin: Real) -> None:
        free = np.zeros(begin.size, dtype=bool)
        free[free_entries(source)] = True
        self.blocks, self.kept = source.blocks, not np.any(begin[~free])
        self.at_start, self.largest = self._difference(begin), 0.0

    def require(self, point: Real, time: float) -> None:
        """Raise TooStiff where the difference is off by more than `UNDRIFTED` of the largest sum on the way."""
        self.largest = max(self.largest, abs(self.at_start), float(point @ point))
        if self.kept and not abs(self._difference(point) - self.at_start) <= UNDRIFTED * self.largest:
            raise TooStiff(f"the flow is off what it keeps, |W_PV|^2 - |W_KQ|^2, at time {time:.6g}")

    def _difference(self, point: Real) -> float:
        squares = {name: float(np.sum(block**2)) for name, block in named(point, self.blocks).items()}
        return sum(square if name in PV_BLOCKS else -square for name, square in squares.items())


def initial_rates(source: Source, start: Parameters) -> dict[str, Real]:
    """Velocity of every entry under the flow at a point: minus the gradient, `(d, d)` a block."""
    return {name: -block for name, block in source.gradient(start).items()}


def leaves_line(law: Law, T: int, a: float, b: float, time: float, records: int = 11) -> Departure:
    """The exact population flow from `W_KQ_32 = aI, W_PV_12 = bI`, up to a time that should be small.

    Raises as `Population` and `flow` do.
    """
    source, start = Population(law, T), on_line(law.d, a, b)
    run = flow(source, start, time, records=records)
    return Departure(run.times, off_line_part(run.parameters), off_line_part(initial_rates(source, start)))
