"""Recorded points of a training run, and how far they are from the line `W_KQ_32 = aI, W_PV_12 = bI`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route.forward import Parameters, Real, dimension

LINE_BLOCKS = ("W_KQ_32", "W_PV_12")


@dataclass(frozen=True, eq=False)
class Record:
    """One point of a run: number of the step (of the record, for a flow), time, loss, and all entries `(6d²,)`."""

    number: int
    time: float
    loss: float
    point: Real


@dataclass(frozen=True)
class Trajectory:
    """Recorded points of a run: `times (n,)` (steps times step size for descent), `losses (n,)`, blocks `(n, d, d)`."""

    times: Real
    losses: Real
    parameters: Mapping[str, Real]

    @staticmethod
    def of(records: Iterable[Record], d: int) -> Trajectory:
        """All records of a run; raises ValueError where there is none."""
        every = list(records)
        points = np.stack([record.point for record in every])
        times, losses = np.array([(record.time, record.loss) for record in every]).T
        return Trajectory(times, losses, named(points, d))

    @property
    def first(self) -> dict[str, Real]:
        """The parameters at the start of the run."""
        return {name: blocks[0] for name, blocks in self.parameters.items()}

    @property
    def last(self) -> dict[str, Real]:
        """The parameters at the end of the run."""
        return {name: blocks[-1] for name, blocks in self.parameters.items()}

    @property
    def a(self) -> Real:
        """Mean diagonal entry of `W_KQ_32`, `(n,)`."""
        return _mean_diagonal(self.parameters["W_KQ_32"])

    @property
    def b(self) -> Real:
        """Mean diagonal entry of `W_PV_12`, `(n,)`."""
        return _mean_diagonal(self.parameters["W_PV_12"])

    @property
    def products(self) -> Real:
        """The product ab, `(n,)`; it describes a run while `off_line` is small."""
        return self.a * self.b

    @property
    def off_line(self) -> Real:
        """Largest distance of an entry from the line `W_KQ_32 = aI, W_PV_12 = bI`, `(n,)`."""
        return largest(off_line_part(self.parameters))

    @property
    def sizes(self) -> Real:
        """Largest size of an entry of any block, `(n,)`."""
        return largest(self.parameters)


def off_line_part(parameters: Mapping[str, Real]) -> dict[str, Real]:
    """Blocks `(…, d, d)` without their component along the line: the mean diagonal of `W_KQ_32` and of `W_PV_12`."""
    return {
        name: block - _mean_diagonal(block)[..., None, None] * np.eye(block.shape[-1]) if name in LINE_BLOCKS else block
        for name, block in parameters.items()
    }


def largest(blocks: Mapping[str, Real]) -> Real:
    """Largest size of an entry at each record, `(n,)`, of blocks `(n, d, d)`."""
    return np.asarray(np.max(np.abs(np.stack(list(blocks.values()))), axis=(0, 2, 3)))


def flat(parameters: Parameters, d: int) -> Real:
    """All six blocks as one vector `(6d²,)` in the order of `BLOCKS`; raises ValueError for shapes that do not fit."""
    if (found := dimension(parameters)) != d:
        raise ValueError(f"parameter blocks must be {d} x {d}; they are {found} x {found}")
    return np.concatenate([np.ravel(parameters.get(name, np.zeros((d, d)))) for name in BLOCKS])


def named(points: Real, d: int) -> dict[str, Real]:
    """The inverse of `flat`: vectors `(…, 6d²)` as blocks `(…, d, d)`."""
    blocks = points.reshape(*points.shape[:-1], len(BLOCKS), d, d)
    return {name: blocks[..., number, :, :] for number, name in enumerate(BLOCKS)}


def _mean_diagonal(blocks: Real) -> Real:
    return np.asarray(np.mean(np.diagonal(blocks, axis1=-2, axis2=-1), axis=-1))
