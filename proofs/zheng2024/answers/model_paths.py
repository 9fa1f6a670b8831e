"""Paths of the full model under gradient flow, followed until they rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from proofs.zheng2024.answers.training_run import LINE_TOLERANCE

if TYPE_CHECKING:
    from numeric_check.arrays import Parameters, Real
    from numeric_check.model.source import Source
    from proofs.zheng2024.second_route.line_trajectory import LineTrajectory

RECORDS = 17
"""Records of each piece of a path; every piece takes twice the time of the one before."""

STILL, STILL_AT_SCALE = 1e-9, 1e-6
"""A path has settled once the gradient is this small beside its largest value on the way; and, as that value grows with
the scale of the law, once gradient times parameters are this small beside the loss of predicting zero."""

ROUNDS, STIFFEST = 40, 2e3
"""A path that has not settled ends after so many pieces, or at a time of so many largest stable steps."""

COARSE = 1e-2
"""Tolerance of the largest curvature, which only decides when to give up."""


@dataclass(frozen=True)
class Path:
    """The flow of the full model from a point of the line; whether it came to rest."""

    trajectory: LineTrajectory
    settled: bool

    @cached_property
    def acting(self) -> tuple[Real, Real]:
        """What acts at the end: of `W_PV` row 1, columns 2 and 3, `(d, 2d)`; of `W_KQ` rows and columns 2 and 3."""
        from proofs.zheng2024.second_route.forward import dimension, full

        d = dimension(self.trajectory.last)
        pv, kq = full(self.trajectory.last)
        return pv[:d, d:], kq[d:, d:]

    @property
    def largest(self) -> float:
        """The largest entry of these, 1 where there is none but 0."""
        return max(float(np.abs(matrix).max()) for matrix in self.acting) or 1.0

    @property
    def off_line(self) -> float:
        """How far an entry is off the line at the end."""
        return float(self.trajectory.off_line[-1])

    @property
    def left(self) -> bool:
        """Whether the line is left at the end, by more than rounding."""
        return self.off_line > LINE_TOLERANCE * self.largest


def followed(source: Source, start: Parameters) -> Path:
    """The gradient flow of the individual entries until it rests; raises as `training.flow` does."""
    from numeric_check.model.curvature import largest_stable_step
    from numeric_check.model.points import flat, zeros
    from proofs.zheng2024.second_route.model_training import flow

    point, speeds, pieces = start, [_speed(source, start)], []
    still = STILL_AT_SCALE * source.loss(zeros(source.blocks))
    time = 0.5 * float(np.linalg.norm(flat(start, source.blocks))) / max(speeds[0], 1e-300)
    for _ in range(ROUNDS):
        pieces.append(flow(source, point, time, records=RECORDS))
        point = pieces[-1].last
        speeds.append(_speed(source, point))
        length = float(np.linalg.norm(flat(point, source.blocks)))
        settled = speeds[-1] <= STILL * max(speeds) and speeds[-1] * length <= still
        if settled or 2 * time > STIFFEST * largest_stable_step(source, point, COARSE):
            break
        time *= 2
    return Path(_joined(pieces), settled)


def _speed(source: Source, point: Parameters) -> float:
    from numeric_check.model.points import flat

    return float(np.linalg.norm(flat(source.gradient(point), source.blocks)))


def _joined(pieces: list[LineTrajectory]) -> LineTrajectory:
    from proofs.zheng2024.second_route.line_trajectory import LineTrajectory

    begin = np.cumsum([0.0, *(piece.times[-1] for piece in pieces[:-1])])
    times = [piece.times + at for piece, at in zip(pieces, begin, strict=True)]
    blocks = {name: _chained([piece.parameters[name] for piece in pieces]) for name in pieces[0].parameters}
    return LineTrajectory(_chained(times), _chained([piece.losses for piece in pieces]), blocks)


def _chained(series: list[Real]) -> Real:
    """Series one after another; each begins where the one before ended, and that point is kept once."""
    return np.concatenate([series[0], *(one[1:] for one in series[1:])])
