"""What a drawing of one law shows: the law at numeric sizes, and where the full model is trained to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from proofs.zheng2024.answers.check_routes import SAMPLED_D, SAMPLED_T, beyond_floats
from proofs.zheng2024.answers.law_report import LawReport
from proofs.zheng2024.answers.off_line import START
from proofs.zheng2024.answers.training_run import LINE_TOLERANCE
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import Leftover, leftovers
from symbolic.algebra.harmonics import to_float
from symbolic.laws import FamilyLaw, Law

if TYPE_CHECKING:
    import sympy

    from numeric_check.arrays import Parameters, Real
    from numeric_check.model.source import Source
    from proofs.zheng2024.answers.reduced_plane import Plane
    from proofs.zheng2024.second_route.line_trajectory import LineTrajectory
    from proofs.zheng2024.second_route.population import Population

MOST_T, MOST_TERMS = 500, 1_000_000
"""A drawing trains the full model up to this length, and up to so many terms of the exact loss."""

FEW_TERMS = 150_000
"""Where the line is left, it is trained from every start of the plane if the loss has no more terms than these."""

STARTS = ((0.35, 1.95), (1.9, -1.5), (1.5, -1.9), (-2.0, 0.6))
"""Starts (a, b) in units of `sqrt(ab_line)`, at which the hyperbola of minima is ab = 1."""

RECORDS = 17
"""Records of each piece of a path; every piece takes twice the time of the one before."""

STILL, STILL_AT_SCALE = 1e-9, 1e-6
"""A path has settled once the gradient is this small beside its largest value on the way; and, as that value grows with
the scale of the law, once gradient times parameters are this small beside the loss of predicting zero."""

ROUNDS, STIFFEST = 40, 2e3
"""A path that has not settled ends after so many pieces, or at a time of so many largest stable steps."""

COARSE = 1e-2
"""Tolerance of the largest curvature, which only decides when to give up."""

NOTHING = "x_1 = 0 almost surely: the loss is zero everywhere and nothing moves"


@dataclass(frozen=True)
class Scene:
    """A law at numeric d and T; `chosen` says which of the two were chosen for the drawing, empty where neither was.

    `obstacle` says why nothing can be drawn from the moments, empty where everything can.
    """

    law: Law
    T: int
    chosen: str
    leftover: tuple[Leftover, ...]
    ab_line: sympy.Expr | None
    obstacle: str

    @staticmethod
    def of(report: LawReport) -> Scene:
        """The sizes of a report; in the place of a symbolic d or T those of the simulations of `check`."""
        law = report.law
        if not isinstance(law.d, int) and isinstance(law, FamilyLaw):
            law = law.family.at(SAMPLED_D)
        T = report.T if isinstance(report.T, int) else SAMPLED_T
        asked = law is report.law and T is report.T
        left = report.leftover if asked else leftovers(law, T)
        best = report.ab_line if asked else trained.ab_line(law, T)
        obstacle = NOTHING if best is None else beyond_floats(law)
        return Scene(law, T, "" if asked else f"drawn at d = {law.d}, T = {T}", left, best, obstacle)

    @property
    def start(self) -> float:
        """The value of a and of b from which training is followed first."""
        return START

    @property
    def plane(self) -> Plane:
        """The reduced flow from all starts, where the line is invariant."""
        from proofs.zheng2024.answers.reduced_plane import Plane

        return Plane.of(self.law, self.T, self.unit, self.starts)

    def trained(self, told: Callable[[str], None]) -> Training:
        """Where the full model is trained to."""
        return Training.of(self, told)

    @property
    def unit(self) -> float:
        """`sqrt(ab_line)`: the point of the hyperbola of minima with a = b."""
        return float(np.sqrt(to_float(self.ab_line))) if self.ab_line is not None else 0.0

    @property
    def starts(self) -> tuple[tuple[float, float], ...]:
        """Starts of the plane: the one of `check`, and those beside it in units of the law."""
        return (START, START), *((self.unit * one, self.unit * other) for one, other in STARTS)


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


@dataclass(frozen=True)
class Training:
    """Paths of the full model on the exact loss, from `a = b = 0.1` first; without a path, `because` says why."""

    paths: tuple[Path, ...]
    relative_loss: float | None
    because: str

    @staticmethod
    def of(scene: Scene, told: Callable[[str], None] = lambda _: None) -> Training:
        """From other starts too where the line is left, unless the loss has many terms or the first did not rest."""
        from numeric_check.laws.node_moments import TooManyTerms

        if because := scene.obstacle or _too_long(scene.T):
            return Training((), None, because)
        try:
            told("expanding the loss")
            source = _source(scene)
            told("training the full model")
            with np.errstate(over="ignore", invalid="ignore"):
                paths = tuple(_paths(scene, source))
        except TooManyTerms as error:
            most = f"more than the {MOST_TERMS} with which a drawing trains the full model"
            return Training((), None, f"the exact loss at d = {scene.law.d} has {error.terms} terms, {most}")
        except ValueError as error:
            return Training((), None, str(error))
        zero = source.loss({"W_PV_12": np.zeros((source.d, source.d))})
        return Training(paths, float(paths[0].trajectory.losses[-1]) / zero, "")


def _too_long(T: int) -> str:
    return f"T = {T} is longer than T = {MOST_T}, up to which a drawing trains the full model" if T > MOST_T else ""


def _source(scene: Scene) -> Population:
    from proofs.zheng2024.second_route.population import Population

    return Population(scene.law, scene.T, MOST_TERMS)


def _paths(scene: Scene, source: Population) -> Iterator[Path]:
    from proofs.zheng2024.second_route.forward import on_line

    first, *others = (on_line(source.d, one, other) for one, other in scene.starts)
    path = followed(source, first)
    yield path
    if scene.leftover and path.settled and source.terms <= FEW_TERMS:
        yield from (followed(source, start) for start in others)


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
