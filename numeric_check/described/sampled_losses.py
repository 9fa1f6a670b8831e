"""Losses of random data sets, and their gradients, beside numbers that are claimed of the population.

A comparison needs a bound on the variance of what is averaged. Where the draws have few enough combinations of points
it is the mean over them; where not, it is taken from other data sets, times `PILOT_FACTOR`, and `assumes` says so: then
the false-alarm rate holds as far as that is a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.compare import FALSE_ALARM
from numeric_check.compare.agreement import Budget, Comparison
from numeric_check.compare.agreement import sampled as comparison
from numeric_check.described.arithmetics import Arithmetic, Floats, Numbers
from numeric_check.described.degrees import Degree, loss_degree
from numeric_check.described.draw_rules import law_of, normal_parts
from numeric_check.described.enumeration import Points, float_mean, float_points
from numeric_check.described.interpreter import Interpreter, losses
from numeric_check.described.placed import IMAGINARY, Blocks, blocks_of, shapes, world
from numeric_check.described.stencils import differences, moved
from numeric_check.laws.gauss_rules import OutOfReach
from numeric_check.laws.sampling import draw, draw_torus, generator
from symbolic.progress import parts
from symbolic.setting.point import Values, check_values
from symbolic.setting.randomness import Draw, GaussianDraw, Torus
from symbolic.setting.setting import Setting

KEPT = 2**20
"""Numbers that are kept at a time; as many data sets are run together as that allows."""

FEW = 32
"""So many data sets are run together in any case."""

VARIANCE_LIMIT = 2_000_000
"""Losses that variances may take, all together."""

PILOT_FACTOR = 4.0

Entry = tuple[str, int, int]
"""Block, row and column, counted from 1."""


@dataclass(frozen=True, eq=False)
class DataSets:
    """Independent data sets of a setting; what is drawn depends on the seed, the draw and its label alone."""

    setting: Setting
    values: Values
    count: int
    seed: int

    def losses(self, blocks: Blocks) -> Real:
        """The loss of each data set at each point of the parameters, `(points, count)`."""
        first, entries = self._at(blocks, slice(0, FEW))
        step = max(1, KEPT * FEW // entries)
        slices = [slice(start, start + step) for start in range(FEW, self.count, step)]
        rest = [self._at(blocks, part)[0] for part in parts(slices, "parts of the sample")]
        return np.concatenate([first, *rest], axis=-1)

    def gradient(self, blocks: Blocks, name: str) -> Real:
        """The derivative of the loss of each data set by every real entry of a block, `(rows, columns, count)`."""
        shape, degree = shapes(self.setting, self.values.sizes)[name], self.degree(name)
        if not degree:
            return np.zeros((*shape, self.count))
        return differences(self.losses(self.around(blocks, name)), shape, degree)

    def around(self, blocks: Blocks, name: str) -> dict[str, Numbers]:
        """The points of the parameters that derivatives by the entries of a block need."""
        return moved(blocks, name, shapes(self.setting, self.values.sizes)[name], self.degree(name), exact=False)

    def degree(self, name: str) -> int:
        """The degree of the loss in an entry of a block."""
        return self._degree.in_block(name.removesuffix(IMAGINARY))

    @cached_property
    def _degree(self) -> Degree:
        return loss_degree(self.setting, self.values.sizes, self.values.scalars, set(self.setting.blocks))

    def _at(self, blocks: Blocks, chosen: slice) -> tuple[Real, int]:
        """Losses of some of the data sets, and how many numbers were kept for them."""

        def copies(of: Draw, label: int | None) -> Numbers:
            key = f"{of.name} {label}"
            return self._once(key, lambda rng: drawn(of, self.values, rng, self.count))[:, chosen]

        def turns(torus: Torus) -> Numbers:
            d = torus.dimension.value(self.values.sizes)
            return self._once(torus.name, lambda rng: draw_torus(rng, self.count, d))[:, chosen]

        interpreter = Interpreter(world(self.setting, self.values, Floats(), blocks, copies, turns))
        found = np.real(losses(self.setting, interpreter))
        return np.broadcast_to(found, (len(found), len(range(self.count)[chosen]))), interpreter.entries

    def _once(self, name: str, make: Callable[[np.random.Generator], Numbers]) -> Numbers:
        """What has been drawn under a name, as columns: drawn once."""
        if name not in self._drawn:
            self._drawn[name] = make(generator(f"{self.setting.key} {name}", self.seed))[None, :, :, None]
        return self._drawn[name]

    @cached_property
    def _drawn(self) -> dict[str, Numbers]:
        return {}


def drawn(of: Draw, values: Values, rng: np.random.Generator, count: int) -> Numbers:
    """Independent values of a draw, `(count, rows)`; complex ones of a circular draw.

    >>> from symbolic.setting import Gaussian
    >>> point = Gaussian("x", 0).draw
    >>> drawn(point, Values({}), np.random.default_rng(0), 2).tolist()
    [[0.0], [0.0]]
    """
    if not isinstance(of, GaussianDraw):
        return draw(law_of(of, values), rng, count)
    matrix, mean = normal_parts(of, values)
    found = rng.normal(size=(count, matrix.shape[1])) @ matrix.T
    return np.asarray(found if mean is None else found + mean.astype(np.float64))


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

    Raises WrongValues for values that do not fit, OutOfReach for too high a degree.

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
    gradient = {name: np.mean(data.gradient(blocks, name), axis=-1) for name in shapes(setting, values.sizes)}
    return float(np.mean(data.losses(blocks))), gradient


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

    Half of it is the loss's. Blocks without a claim are left out. Raises as `sampled`, and ValueError for too few data
    sets, for an unknown block, and for a rate outside (0, 1).
    """
    check_values(setting, values)
    known = shapes(setting, values.sizes)
    if unknown := [name for name in gradient if name not in known]:
        raise ValueError(f"there is no block {unknown[0]}; the blocks are {', '.join(known)}")
    blocks, data = _floats(values), DataSets(setting, values, samples, seed)
    variances = _variances(data, blocks, gradient, limit)
    claims = {name: np.array(block, dtype=np.float64) for name, block in gradient.items()}
    share = Budget(false_alarm).share(2)
    entries = sum(block.size for block in claims.values())
    of_gradient = {
        place: one
        for name, block in claims.items()
        for place, one in _entries(name, block, data, blocks, variances.of[name], share / entries)
    }
    first = comparison(float(loss), variances.loss, data.losses(blocks)[0], share, seed)
    return Simulated(first, of_gradient, variances.assumes)


def _entries(
    name: str, claimed: Real, data: DataSets, blocks: Blocks, variances: Real, false_alarm: float
) -> list[tuple[Entry, Comparison]]:
    found = data.gradient(blocks, name)
    scale = float(np.max(np.abs(claimed), initial=0.0)) or float(np.max(np.abs(found), initial=0.0))
    return [
        ((name, r + 1, c + 1), comparison(value, float(variances[r, c]), found[r, c], false_alarm, data.seed, scale))
        for (r, c), value in np.ndenumerate(claimed)
    ]


@dataclass(frozen=True, eq=False)
class _Variances:
    loss: float
    of: Mapping[str, Real]
    assumes: str = ""


def _variances(data: DataSets, blocks: Blocks, names: Mapping[str, Any], limit: int) -> _Variances:
    around = {name: data.around(blocks, name) for name in names}
    try:
        points = float_points(data.setting, data.values, set(data.setting.blocks), power=2)
        points.require(limit, 1 + sum(len(around[name][name]) for name in names if data.degree(name)))
    except OutOfReach:
        return _pilot(data, blocks, names)
    loss = float_mean(points, blocks, lambda _, found: _powers(np.real(found)), limit)
    return _Variances(float(_spread(loss)[0]), {name: _of_block(data, points, around[name], name) for name in names})


def _of_block(data: DataSets, points: Points, around: Blocks, name: str) -> Real:
    """Variances of the derivatives of one data set by the entries of a block."""
    shape, degree = shapes(data.setting, data.values.sizes)[name], data.degree(name)
    if not degree:
        return np.zeros(shape)

    def derivatives(_: Arithmetic, found: Numbers) -> Numbers:
        return _powers(differences(np.real(found), shape, degree).reshape(-1, found.shape[-1]))

    return _spread(float_mean(points, around, derivatives)).reshape(shape)


def _powers(found: Real) -> Real:
    """Numbers, and behind them their squares."""
    return np.concatenate([found, found**2])


def _spread(moments: Real) -> Real:
    """Variances from means and second moments, and what rounding may have taken from them."""
    mean, second = np.split(moments, 2)
    return np.maximum(second - mean**2, 0.0) + 1e-13 * second


def _pilot(data: DataSets, blocks: Blocks, names: Mapping[str, Any]) -> _Variances:
    """Variances of as many other data sets, times a factor."""
    other = DataSets(data.setting, data.values, data.count, -1 - data.seed)
    loss = PILOT_FACTOR * float(np.var(other.losses(blocks)))
    of = {name: PILOT_FACTOR * np.var(other.gradient(blocks, name), axis=-1) for name in names}
    assumes = f"variances of at most {PILOT_FACTOR:g} times those of {data.count} other data sets"
    return _Variances(loss, of, assumes)


def _floats(values: Values) -> dict[str, Numbers]:
    return {name: block.astype(np.float64) for name, block in blocks_of(values).items()}
