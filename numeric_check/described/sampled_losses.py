"""Losses of random data sets, and their gradients, beside numbers that are claimed of the population.

A comparison needs a bound on the variance of what is averaged. Where the draws have few enough combinations of points
it is the mean over them; where not, it is taken from other data sets, times `PILOT_FACTOR`, and `assumes` says so: then
the false-alarm rate holds as far as that is a bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.compare import FALSE_ALARM
from numeric_check.compare.agreement import Budget, Comparison
from numeric_check.compare.agreement import sampled as comparison
from numeric_check.described.adjoint_gradients import gradient_moments
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.data_sets import DataSets
from numeric_check.described.enumeration import float_mean
from numeric_check.described.joint_points import float_points
from numeric_check.described.placed import Blocks, blocks_of, shapes
from numeric_check.laws.gauss_rules import OutOfReach
from symbolic.setting.point import Values, check_values
from symbolic.setting.setting import Setting

VARIANCE_LIMIT = 200_000
"""Combinations of points that a variance may run over."""

PILOT_FACTOR = 4.0

Entry = tuple[str, int, int]
"""Block, row and column, counted from 1."""


@dataclass(frozen=True)
class Simulated:
    """Sampled loss and gradient, each beside its claim; `assumes` is what the false-alarm rate rests on, or empty."""

    loss: Comparison
    gradient: Mapping[Entry, Comparison]
    assumes: str

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """That of the loss first."""
        return self.loss, *self.gradient.values()

    @property
    def agrees(self) -> bool:
        """Whether no comparison refuses its claim."""
        return all(one.agrees for one in self.comparisons)


def sampled(setting: Setting, values: Values, samples: int, seed: int) -> tuple[float, dict[str, Real]]:
    """Plain means over random data sets: the loss, and its derivative by every real entry, block by block.

    Raises WrongValues for values that do not fit, OutOfReach for a weight that divides by zero.

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> one = ((1,),)
    >>> sampled(linear, Values({"d": 1}, parameters={"W": one}), samples=5, seed=0)
    (0.0, {'W': array([[0.]])})
    """
    check_values(setting, values)
    data, blocks = DataSets(setting, values, samples, seed), _floats(values)
    return float(np.mean(data.losses(blocks))), data.mean_gradient(blocks)


def simulated(
    setting: Setting,
    values: Values,
    loss: float | Fraction,
    gradient: Mapping[str, Any],
    samples: int,
    seed: int,
    false_alarm: float = FALSE_ALARM,
    limit: int = VARIANCE_LIMIT,
) -> Simulated:
    """Compare a claimed loss and gradient with random data sets; all comparisons together spend the false-alarm rate.

    Half of it is the loss's. Blocks without a claim are left out. Raises as `sampled`, and ValueError for no data sets,
    for an unknown block, and for a rate outside (0, 1).

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> simulated(linear, Values({"d": 2}), 1, {"W": ((-1, 0), (0, -1))}, samples=1000, seed=0).agrees
    True
    >>> wrong = simulated(linear, Values({"d": 2}), 1, {"W": ((-1, 0), (0, 1))}, samples=1000, seed=0)
    >>> [place for place, comparison in wrong.gradient.items() if not comparison.agrees]
    [('W', 2, 2)]
    """
    check_values(setting, values)
    known = shapes(setting, values.sizes)
    if unknown := [name for name in gradient if name not in known]:
        raise ValueError(f"there is no block {unknown[0]}; the blocks are {', '.join(known)}")
    blocks, data = _floats(values), DataSets(setting, values, samples, seed)
    variances = _variances(data, blocks, bool(gradient), limit)
    claims = {name: np.array(block, dtype=np.float64) for name, block in gradient.items()}
    share = Budget(false_alarm).share(2)
    entries = sum(block.size for block in claims.values())
    found = data.gradients(blocks) if claims else {}
    of_gradient = {
        place: one
        for name, block in claims.items()
        for place, one in _entries(name, block, found[name], variances.of[name], share / entries, seed)
    }
    first = comparison(float(loss), variances.loss, data.losses(blocks)[0], share, seed)
    return Simulated(first, of_gradient, variances.assumes)


def _entries(
    name: str, claimed: Real, found: Real, variances: Real, false_alarm: float, seed: int
) -> list[tuple[Entry, Comparison]]:
    scale = float(np.max(np.abs(claimed), initial=0.0)) or float(np.max(np.abs(found), initial=0.0))
    return [
        ((name, r + 1, c + 1), comparison(value, float(variances[r, c]), found[:, r, c], false_alarm, seed, scale))
        for (r, c), value in np.ndenumerate(claimed)
    ]


@dataclass(frozen=True, eq=False)
class _Variances:
    loss: float
    of: Mapping[str, Real]
    assumes: str = ""


def _variances(data: DataSets, blocks: Blocks, with_gradient: bool, limit: int) -> _Variances:
    try:
        points = float_points(data.setting, data.values, set(data.setting.blocks), power=2)
        points.require(limit)
    except OutOfReach:
        return _pilot(data, blocks, with_gradient)
    loss = _spread(float_mean(points, blocks, lambda _, found: np.concatenate([found.real, found.real**2])))
    moments = gradient_moments(points, blocks) if with_gradient else {}
    return _Variances(float(loss), {name: _spread(both) for name, both in moments.items()})


def _spread(moments: Real) -> Real:
    """The variance from mean and second moment, and what rounding may have taken from it."""
    mean, second = moments
    return np.asarray(np.maximum(second - mean**2, 0.0) + 1e-13 * second)


def _pilot(data: DataSets, blocks: Blocks, with_gradient: bool) -> _Variances:
    """Variances of as many other data sets, times a factor."""
    other = DataSets(data.setting, data.values, data.count, -1 - data.seed)
    gradients = other.gradients(blocks) if with_gradient else {}
    assumes = f"variances of at most {PILOT_FACTOR:g} times those of {data.count} other data sets"
    loss = PILOT_FACTOR * float(np.var(other.losses(blocks)))
    return _Variances(loss, {name: PILOT_FACTOR * np.var(g, axis=0) for name, g in gradients.items()}, assumes)


def _floats(values: Values) -> dict[str, Numbers]:
    return {name: block.astype(np.float64) for name, block in blocks_of(values).items()}
