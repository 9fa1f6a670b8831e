"""Recorded points of a training run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.model.points import largest, named


@dataclass(frozen=True, eq=False)
class Record:
    """One point of a run: number of the step (of the record, for a flow), time, loss, and all entries as one vector."""

    number: int
    time: float
    loss: float
    point: Real


@dataclass(frozen=True)
class Trajectory:
    """Recorded points of a run: `times (n,)` (steps times step size for descent), `losses (n,)`, blocks `(n, …)`."""

    times: Real
    losses: Real
    parameters: Parameters

    @classmethod
    def of(cls, records: Iterable[Record], blocks: Shapes) -> Self:
        """All records of a run; raises ValueError where there is none."""
        every = list(records)
        points = np.stack([record.point for record in every])
        times, losses = np.array([(record.time, record.loss) for record in every]).T
        return cls(times, losses, named(points, blocks))

    @property
    def first(self) -> dict[str, Real]:
        """The parameters at the start of the run."""
        return {name: blocks[0] for name, blocks in self.parameters.items()}

    @property
    def last(self) -> dict[str, Real]:
        """The parameters at the end of the run."""
        return {name: blocks[-1] for name, blocks in self.parameters.items()}

    @property
    def sizes(self) -> Real:
        """Largest size of an entry of any block, `(n,)`."""
        return largest(self.parameters)
