"""Training curves of one law and length: on the exact population loss, and on sampled sequences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real
from numeric_check.laws import sampling
from numeric_check.model.curvature import best_multiple, largest_stable_step
from numeric_check.model.points import largest
from numeric_check.model.source import Source
from numeric_check.model.training import descent
from proofs.zheng2024.answers.training_run import Reference, averaged
from proofs.zheng2024.second_route.batch_tensor import BatchTensor
from proofs.zheng2024.second_route.gradient_sources import masked
from proofs.zheng2024.second_route.line_trajectory import LINE_BLOCKS, LineTrajectory
from proofs.zheng2024.second_route.mean_ratio import MeanRatio
from proofs.zheng2024.second_route.population import Population

if TYPE_CHECKING:
    from symbolic.laws import Law

STEP_FRACTION = 0.25
"""The step as a part of the largest stable one, at the start and at the best multiple of the start."""

MOST_STEPS = 20_000


@dataclass(frozen=True)
class Sizes:
    """Dimension, length, number of sequences, and how small a step ends a run (over the size of all parameters)."""

    d: int
    T: int
    sequences: int
    settled: float


FULL = Sizes(5, 100, 10_000, 1e-11)
"""As in the paper."""

QUICK = Sizes(3, 100, 1_000, 1e-11)


@dataclass(frozen=True)
class Curve:
    """One run: `steps (n,)` and, at these, the series `(n,)` below; `last` holds the six blocks at the end.

    `product` is the mean over j of `W_KQ_32[j,j] W_PV_12[j,j]`, ab on the line; `ratio` the mean of prediction over
    target under the law; `error` the squared error over that of predicting zero, of what the run was trained on;
    `off_line` the largest distance of an entry from the line, `elsewhere` the largest entry that is on neither of the
    two diagonals.
    """

    name: str
    sampled: bool
    step: float
    steps: Real
    product: Real
    ratio: Real
    error: Real
    off_line: Real
    elsewhere: Real
    last: Parameters

    @property
    def diagonal_products(self) -> list[float]:
        """`W_KQ_32[j,j] W_PV_12[j,j]` at the end, by coordinate."""
        found: list[float] = (self.last["W_KQ_32"].diagonal() * self.last["W_PV_12"].diagonal()).tolist()
        return found

    @property
    def series(self) -> dict[str, Real]:
        return {name: getattr(self, name) for name in SERIES}


SERIES = ("steps", "product", "ratio", "error", "off_line", "elsewhere")


@dataclass(frozen=True, eq=False)
class Setting:
    """A law and a length, with the exact loss, the sequences and their loss, each made when it is first asked for."""

    law: Law
    T: int
    sequences: int
    seed: int

    @staticmethod
    def of(law: Law, sizes: Sizes, seed: int, T: int | None = None) -> Setting:
        """A law in the dimension of the sizes; another length where it is given."""
        return Setting(law, T or sizes.T, sizes.sequences, seed)

    @property
    def d(self) -> int:
        return self.law.d

    @cached_property
    def reference(self) -> Reference:
        return Reference.of(self.law, self.T)

    @cached_property
    def population(self) -> Population:
        return Population(self.law, self.T)

    @cached_property
    def drawn(self) -> tuple[Real, Complex]:
        """Starts and eigenvalues of the sequences."""
        return self.draw("training", self.sequences)

    @cached_property
    def sample(self) -> BatchTensor:
        return BatchTensor.of(*self.drawn, self.T)

    @cached_property
    def ratio(self) -> MeanRatio:
        return MeanRatio(self.law, self.T)

    def draw(self, what: str, count: int) -> tuple[Real, Complex]:
        """Independent starts and eigenvalues for one purpose."""
        rng = self.generator(what)
        return sampling.draw(self.law, rng, count), sampling.draw_torus(rng, count, self.d)

    def generator(self, what: str) -> np.random.Generator:
        return sampling.generator(f"figures {self.law.description} d={self.d} T={self.T} {what}", self.seed)

    def stable_step(self, start: Parameters, mask: bool = False) -> float:
        """The smaller of the largest stable steps at a start and at its best multiple, of the exact loss."""
        source = self._source(False, mask)
        return min(largest_stable_step(source, point) for point in (start, best_multiple(source, start)))

    def exact_run(
        self, name: str, start: Parameters, step: float, settled: float, mask: bool = False, most: int = MOST_STEPS
    ) -> Curve:
        """Descent on the exact loss until a step is `settled` times the vector of all parameters."""
        records = descent(self._source(False, mask), start, step, most, None, settled)
        return self._curve(name, False, step, LineTrajectory.of(records, self.population.blocks))

    def sampled_run(self, name: str, start: Parameters, step: float, steps: int, mask: bool = False) -> Curve:
        """As many steps of descent on the sequences."""
        records = descent(self._source(True, mask), start, step, steps, None)
        return self._curve(name, True, step, LineTrajectory.of(records, self.population.blocks))

    def _source(self, sampled: bool, mask: bool) -> Source:
        source: Source = self.sample if sampled else self.population
        return masked(source) if mask else source

    def _curve(self, name: str, sampled: bool, step: float, path: LineTrajectory) -> Curve:
        diagonals = [np.diagonal(path.parameters[block], axis1=1, axis2=2) for block in LINE_BLOCKS]
        zero = self._source(sampled, False).loss({"W_PV_12": np.zeros((self.d, self.d))})
        return Curve(
            name,
            sampled,
            step,
            np.round(path.times / step),
            np.mean(diagonals[0] * diagonals[1], axis=1),
            averaged(self.ratio.at(path.parameters)),
            path.losses / zero,
            path.off_line,
            largest(_beside_diagonals(path.parameters)),
            path.last,
        )


def _beside_diagonals(parameters: Parameters) -> dict[str, Real]:
    """The blocks `(n, d, d)` without the diagonals of `W_KQ_32` and `W_PV_12`."""
    return {
        name: block * (1 - np.eye(block.shape[-1])) if name in LINE_BLOCKS else block
        for name, block in parameters.items()
    }


@dataclass(frozen=True)
class Pair:
    """The same start, step and number of steps on the exact loss and on sequences."""

    exact: Curve
    sampled: Curve

    @property
    def name(self) -> str:
        return self.exact.name


def pair(setting: Setting, name: str, start: Parameters, step: float, settled: float, mask: bool = False) -> Pair:
    """The exact run until it settles, and the sampled run with as many steps."""
    exact = setting.exact_run(name, start, step, settled, mask)
    return Pair(exact, setting.sampled_run(name, start, step, int(exact.steps[-1]), mask))
