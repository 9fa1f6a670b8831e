"""How far recorded points are from the line `W_KQ_32 = aI, W_PV_12 = bI`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numeric_check.arrays import Parameters, Real
from numeric_check.model.points import largest
from numeric_check.model.trajectory import Trajectory
from proofs.zheng2024.second_route.forward import PV_BLOCKS

LINE_BLOCKS = ("W_KQ_32", "W_PV_12")


@dataclass(frozen=True)
class LineTrajectory(Trajectory):
    """Recorded points of a run, blocks `(n, d, d)`, with their place along the line and their distance from it."""

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
    def imbalance(self) -> Real:
        """`‖W_PV‖² − ‖W_KQ‖²`, `(n,)`: what a flow of the model's loss keeps, and descent only nearly."""
        squares = {name: np.sum(blocks**2, axis=(1, 2)) for name, blocks in self.parameters.items()}
        signed = [square if name in PV_BLOCKS else -square for name, square in squares.items()]
        return np.asarray(np.sum(signed, axis=0))

    @property
    def off_line(self) -> Real:
        """Largest distance of an entry from the line `W_KQ_32 = aI, W_PV_12 = bI`, `(n,)`."""
        return largest(off_line_part(self.parameters))


def off_line_part(parameters: Parameters) -> dict[str, Real]:
    """Blocks `(…, d, d)` without their component along the line: the mean diagonal of `W_KQ_32` and of `W_PV_12`."""
    return {
        name: block - _mean_diagonal(block)[..., None, None] * np.eye(block.shape[-1]) if name in LINE_BLOCKS else block
        for name, block in parameters.items()
    }


def _mean_diagonal(blocks: Real) -> Real:
    return np.asarray(np.mean(np.diagonal(blocks, axis1=-2, axis2=-1), axis=-1))
