"""What a drawing of one law shows: the law at numeric sizes, and where the full model is trained to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from proofs.zheng2024.answers.check_routes import SAMPLED_D, SAMPLED_T, beyond_floats
from proofs.zheng2024.answers.law_report import LawReport
from proofs.zheng2024.answers.model_paths import Path, followed
from proofs.zheng2024.answers.off_line import START
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import Leftover, leftovers
from symbolic.algebra.harmonics import to_float
from symbolic.laws import FamilyLaw, Law

if TYPE_CHECKING:
    import sympy

    from proofs.zheng2024.answers.reduced_plane import Plane
    from proofs.zheng2024.second_route.population import Population

MOST_T, MOST_TERMS = 500, 1_000_000
"""A drawing trains the full model up to this length, and up to so many terms of the exact loss."""

FEW_TERMS = 150_000
"""Where the line is left, it is trained from every start of the plane if the loss has no more terms than these."""

STARTS = ((0.35, 1.95), (1.9, -1.5), (1.5, -1.9), (-2.0, 0.6))
"""Starts (a, b) in units of `sqrt(ab_line)`, at which the hyperbola of minima is ab = 1."""

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
