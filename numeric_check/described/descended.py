"""A setting as what training descends: its loss on all combinations of points, or on random data sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.described.adjoint_gradients import population_gradient
from numeric_check.described.data_sets import DataSets
from numeric_check.described.enumeration import LIMIT, float_mean
from numeric_check.described.joint_points import float_points
from numeric_check.described.placed import Blocks, shapes
from symbolic.setting.point import Values, check_values
from symbolic.setting.setting import Setting


@dataclass(frozen=True, eq=False)
class DescribedSource:
    """A loss and its gradient by named real blocks, as `numeric_check.model.training` descends them.

    `mean` has the mean loss at a point of the parameters, `slope` its derivatives.
    """

    setting: Setting
    values: Values
    mean: Callable[[Blocks], float]
    slope: Callable[[Blocks], dict[str, Real]]

    @property
    def blocks(self) -> Shapes:
        return shapes(self.setting, self.values.sizes)

    def loss(self, parameters: Parameters) -> float:
        return self.mean(parameters)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        return self.slope(parameters)


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
    return DescribedSource(
        setting,
        values,
        lambda blocks: float(float_mean(points, blocks, limit=limit)[0]),
        lambda blocks: population_gradient(points, blocks),
    )


def sample_source(setting: Setting, values: Values, samples: int, seed: int) -> DescribedSource:
    """The mean loss of so many random data sets, the same ones at every step; as `population_source`.

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> source = sample_source(linear, Values({"d": 1}), samples=3, seed=0)
    >>> source.loss({"W": np.eye(1)}), source.gradient({"W": np.eye(1)})
    (0.0, {'W': array([[0.]])})
    """
    check_values(setting, values)
    data = DataSets(setting, values, samples, seed)
    return DescribedSource(setting, values, lambda blocks: float(np.mean(data.losses(blocks))), data.mean_gradient)
