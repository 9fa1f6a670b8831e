"""The population loss on the blocks `W_PV_22` and `W_KQ_11` as a loss that can be trained.

The prediction is linear in either block, so that it is a sum over entries (k, l) of `W_PV_22 · W_KQ_11[k, l]` times the
prediction of the model with ones at these places. Means of products of such predictions are taken once, over nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.model.points import flat, named
from numeric_check.model.training import flowing
from proofs.zhang2024.second_route import forward
from proofs.zhang2024.second_route.random_prompts import RandomPrompts
from proofs.zhang2024.second_route.regression import Data, Regression, in_long_prompts

PRECISION = {"rtol": 1e-13, "atol": 1e-15}
"""Error that the integrator allows a step."""

AT_REST = 1e-12
"""Training stops when the largest entry of the gradient is so small, relative to the start's or to 1."""

MOST_DOUBLINGS = 12


class StillMoving(ValueError):
    """Training did not come to rest in the time it was given."""


@dataclass(frozen=True, eq=False)
class Population:
    """Mean loss over all prompts as a function of the two blocks."""

    regression: Regression | RandomPrompts

    @property
    def d(self) -> int:
        return self.regression.d

    @property
    def blocks(self) -> Shapes:
        return {"W_PV_22": (1, 1), "W_KQ_11": (self.d, self.d)}

    @cached_property
    def _moments(self) -> Real:
        """Means of products of the predictions of single entries, the target behind them."""
        return self._products(*self.regression.nodes(self.regression.degrees))

    def _products(self, data: Data, weights: Real) -> Real:
        features = np.array([self._feature(number, *data) for number in range(self.d**2 + 1)])
        return np.asarray((features * weights) @ features.T)

    def _feature(self, number: int, x: Real, q: Real, w: Real) -> Real:
        if number == self.d**2:
            return np.asarray(np.sum(w * q, axis=1))
        unit = np.zeros((self.d, self.d))
        unit.flat[number] = 1.0
        return forward.predictions({"W_PV_22": np.ones((1, 1)), "W_KQ_11": unit}, x, q, w)

    def _combined(self, parameters: Parameters) -> Real:
        return np.append(float(parameters["W_PV_22"][0, 0]) * np.ravel(parameters["W_KQ_11"]), -1.0)

    def loss(self, parameters: Parameters) -> float:
        """Half the mean squared error."""
        c = self._combined(parameters)
        return float(c @ self._moments @ c / 2)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        """The derivative by every entry of both blocks."""
        u, U = float(parameters["W_PV_22"][0, 0]), parameters["W_KQ_11"]
        force = (self._moments @ self._combined(parameters))[:-1].reshape(U.shape)
        return {"W_PV_22": np.array([[np.sum(force * U)]]), "W_KQ_11": u * force}


@dataclass(frozen=True, eq=False)
class LongPopulation(Population):
    """The same where prompts have so many samples that nodes for each are out of reach."""

    regression: Regression

    @cached_property
    def _moments(self) -> Real:
        return np.asarray(in_long_prompts(self.regression.covariance, self.regression.N, self._products))


def at_rest(source: Population, start: Mapping[str, Real]) -> dict[str, Real]:
    """The blocks at which the flow from a start comes to rest; raises StillMoving."""
    point, time = dict(start), 1.0
    least = AT_REST * max(1.0, _steepest(source, point))
    for _ in range(MOST_DOUBLINGS):
        *_, last = flowing(source, point, time, records=2, **PRECISION)
        point, time = named(last.point, source.blocks), 2 * time
        if _steepest(source, point) <= least:
            return point
    raise StillMoving(f"the model still moves after training for a time of {time:.0f}")


def _steepest(source: Population, point: Parameters) -> float:
    return float(np.max(np.abs(flat(source.gradient(point), source.blocks))))
