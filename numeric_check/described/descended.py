"""A setting as what training descends: its loss on all combinations of points, or on random data sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.described.data_sets import DataSets
from numeric_check.described.degrees import Degree, loss_degree
from numeric_check.described.enumeration import LIMIT, float_mean
from numeric_check.described.joint_points import float_points
from numeric_check.described.placed import IMAGINARY, Blocks, shapes
from numeric_check.described.stencils import differences, moved
from symbolic.setting.point import Values, check_values
from symbolic.setting.setting import Setting


@dataclass(frozen=True, eq=False)
class DescribedSource:
    """A loss and its gradient by named real blocks, as `numeric_check.model.training` descends them.

    `mean` has the losses at all points of some blocks, `(points,)`; gradients are exact differences of them.
    """

    setting: Setting
    values: Values
    mean: Callable[[Blocks], Real]

    @property
    def blocks(self) -> Shapes:
        return shapes(self.setting, self.values.sizes)

    def loss(self, parameters: Parameters) -> float:
        return float(self.mean(parameters)[0])

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        found = {}
        for name, shape in self.blocks.items():
            n = self._degree.in_block(name.removesuffix(IMAGINARY))
            points = moved(parameters, name, shape, n, exact=False)
            found[name] = differences(self.mean(points), shape, n) if n else np.zeros(shape)
        return found

    @cached_property
    def _degree(self) -> Degree:
        return loss_degree(self.setting, self.values.sizes, self.values.scalars, set(self.setting.blocks))


def population_source(setting: Setting, values: Values, limit: int = LIMIT) -> DescribedSource:
    """The population loss; parameters of the values are not looked at. Raises as `described.loss`.

    >>> from numeric_check.model.training import descent
    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> *_, last = descent(population_source(linear, Values({"d": 1})), {"W": np.zeros((1, 1))}, step=0.5, steps=50)
    >>> round(float(last.point[0]), 9)
    1.0
    """
    check_values(setting, values)
    points = float_points(setting, values, set(setting.blocks))
    points.require(limit)
    return DescribedSource(setting, values, lambda blocks: float_mean(points, blocks, limit=limit))


def sample_source(setting: Setting, values: Values, samples: int, seed: int) -> DescribedSource:
    """The mean loss of so many random data sets, the same ones at every step; as `population_source`."""
    check_values(setting, values)
    data = DataSets(setting, values, samples, seed)
    return DescribedSource(setting, values, lambda blocks: np.mean(data.losses(blocks), axis=-1))
