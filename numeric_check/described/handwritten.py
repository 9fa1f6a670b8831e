"""Does a model that was written by hand, from its paper, agree with a description? Exactly, or not at all.

Three things are compared, since each sees what the others cannot: predictions on random Gaussian rationals (a missing
conjugate, a wrong index), losses on the same numbers (target, times, the factor ½), and population losses (which draws
there are, and their laws).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from numeric_check.compare.agreement import close
from numeric_check.described.arithmetic.arithmetics import Exactly, Numbers
from numeric_check.described.arithmetic.gaussian_rationals import (
    GaussianRational,
    Objects,
    objects,
    random_phases,
    random_rationals,
)
from numeric_check.described.data_set_losses import losses, times
from numeric_check.described.interpreter import Interpreter
from numeric_check.described.placed import Blocks, shapes, world
from numeric_check.described.population_losses import loss
from numeric_check.laws.sampling import generator
from symbolic.setting.point import IMAGINARY, Values, check_values
from symbolic.setting.randomness import Draw, GaussianDraw, Haar, Torus
from symbolic.setting.setting import Setting

SAMPLES = 3
"""Random data sets that are compared at each point."""


class Disagrees(ValueError):
    """A model and its description differ: where, and by what."""


@dataclass(frozen=True, eq=False)
class RandomData:
    """A few data sets of random Gaussian rationals, made as they are asked for, and what else the values hold."""

    setting: Setting
    values: Values
    seed: int
    _made: dict[tuple[str, int | None], Objects] = field(default_factory=dict)

    def copy(self, name: str, label: int | None = None) -> Numbers:
        """A draw by name at a label, `(samples, rows)`."""
        draw = next(draw for draw in self.setting.drawn if draw.name == name)
        return self._once((name, label), lambda rng: self._drawn(draw, rng))

    def copies(self, name: str, labels: Iterable[int]) -> Numbers:
        """A draw at several labels, `(samples, labels, rows)`."""
        return np.stack([self.copy(name, label) for label in labels], axis=1)

    def phases(self, name: str) -> Numbers:
        """The diagonal of a unitary matrix by its name, `(samples, rows)`."""
        shape = (SAMPLES, self._turn(name).dimension.value(self.values.sizes))
        return self._once((name, None), lambda rng: random_phases(rng, shape))

    def matrices(self, name: str) -> Numbers:
        """A unitary matrix that is not diagonal, by its name, `(samples, rows, rows)`; real among orthogonal ones."""
        turn = self._turn(name)
        assert isinstance(turn, Haar)
        n, complex_ = turn.dimension.value(self.values.sizes), turn.group == "unitary"
        return self._once((name, None), lambda rng: np.stack([_reflected(rng, n, complex_) for _ in range(SAMPLES)]))

    def _turn(self, name: str) -> Torus | Haar:
        return next(turn for turn in self.setting.turns if turn.name == name)

    def _drawn(self, draw: Draw, rng: np.random.Generator) -> Objects:
        shape = (SAMPLES, draw.axis[0].value(self.values.sizes) if draw.axis else 1)
        real = random_rationals(rng, shape)
        if isinstance(draw, GaussianDraw) and draw.complex_:
            return np.asarray(real + random_rationals(rng, shape) * GaussianRational.of(0, 1))
        return real

    def _once(self, key: tuple[str, int | None], make: Callable[[np.random.Generator], Objects]) -> Objects:
        if key not in self._made:
            self._made[key] = make(generator(f"{self.setting.key} {key}", self.seed))
        return self._made[key]


@dataclass(frozen=True)
class Handwritten:
    """A model written by hand.

    `predictions` are `(samples, times, rows)` and `losses` `(samples,)`, of exact objects; blocks are real and by name.
    `population` is the population loss in floats, from draws of its own, with the laws and covariances of the values.
    """

    predictions: Callable[[Blocks, RandomData], Numbers]
    losses: Callable[[Blocks, RandomData], Numbers]
    population: Callable[[Blocks, RandomData], float]


@dataclass(frozen=True)
class Agreement:
    """How many numbers were found equal."""

    predictions: int
    losses: int
    populations: int


def demand_agreement(setting: Setting, written: Handwritten, points: Sequence[Values], seed: int = 0) -> Agreement:
    """Compare a model with a description at several values; sizes, scalars, laws and covariances are theirs.

    All is compared at random parameters. Raises Disagrees, naming the first difference, WrongValues for values that do
    not fit, and as `loss`.

    >>> from symbolic.setting import Gaussian, parameter
    >>> x, a = Gaussian("x", 4), parameter("a", [], [])
    >>> line = Setting("line", sizes=(), draws=(x,), parameters=(a,), prediction=lambda: a * x, target=lambda: x)
    >>> by_hand = Handwritten(
    ...     predictions=lambda blocks, data: data.copy("x")[:, None] * blocks["a"][0, 0],
    ...     losses=lambda blocks, data: (data.copy("x")[:, 0] * (blocks["a"][0, 0] - 1)) ** 2 / 2,
    ...     population=lambda blocks, data: 2 * float(blocks["a"][0, 0] - 1) ** 2,
    ... )
    >>> demand_agreement(line, by_hand, [Values({})])
    Agreement(predictions=3, losses=3, populations=1)
    """
    found = [_agreement(setting, written, values, seed + n) for n, values in enumerate(points)]
    return Agreement(sum(one.predictions for one in found), sum(one.losses for one in found), len(found))


def random_blocks(setting: Setting, values: Values, seed: int) -> dict[str, Objects]:
    """Random fractions for every real block."""
    rng = generator(f"{setting.key} blocks", seed)
    return {name: random_rationals(rng, shape) for name, shape in shapes(setting, values.sizes).items()}


def described_predictions(setting: Setting, values: Values, blocks: Blocks, data: RandomData) -> Numbers:
    """What the description predicts, `(samples, times, rows)`, exactly."""
    interpreter = _interpreter(setting, values, blocks, data)
    found = [interpreter.value(setting.predicted, labels)[0, :, :, 0] for labels in times(setting, values.sizes)]
    return np.stack([np.broadcast_to(one, (SAMPLES, one.shape[-1])) for one in found], axis=1)


def described_losses(setting: Setting, values: Values, blocks: Blocks, data: RandomData) -> Numbers:
    """The losses of the description, `(samples,)`, exactly."""
    return np.broadcast_to(losses(setting, _interpreter(setting, values, blocks, data))[0], (SAMPLES,))


def _interpreter(setting: Setting, values: Values, blocks: Blocks, data: RandomData) -> Interpreter:
    return Interpreter(
        world(
            setting,
            values,
            Exactly(),
            blocks,
            lambda draw, label: data.copy(draw.name, label)[None, :, :, None],
            lambda turn: _turned(turn, data)[None],
        )
    )


def _turned(turn: Torus | Haar, data: RandomData) -> Numbers:
    """A column of phases, or a matrix."""
    return data.matrices(turn.name) if isinstance(turn, Haar) else data.phases(turn.name)[..., None]


def _reflected(rng: np.random.Generator, n: int, complex_: bool) -> Objects:
    """A product of reflections in random hyperplanes, `I - 2 v v*/|v|²`."""
    found = objects([[int(j == k) for k in range(n)] for j in range(n)])
    for _ in range(n):
        v = random_rationals(rng, (n, 1)) + objects([[2 * (j == 0)] for j in range(n)])
        v = v + random_rationals(rng, (n, 1)) * GaussianRational.of(0, 1) if complex_ else v
        star = v.conj().T
        if length := (star @ v).item():
            found = found - v @ (star @ found) * (2 / length)
    return found


def _agreement(setting: Setting, written: Handwritten, values: Values, seed: int) -> Agreement:
    check_values(setting, values)
    blocks, data = random_blocks(setting, values, seed), RandomData(setting, values, seed)
    where = ", ".join(f"{name} = {size}" for name, size in values.sizes.items())
    predictions = described_predictions(setting, values, blocks, data)
    _same(written.predictions(blocks, data), predictions, f"the predictions of {setting.key} at {where}")
    every = described_losses(setting, values, blocks, data)
    _same(written.losses(blocks, data), every, f"the losses of {setting.key} at {where}")
    floats = {name: block.astype(np.float64) for name, block in blocks.items()}
    claimed, computed = loss(setting, _at(values, blocks)), written.population(floats, data)
    if not close(claimed, computed, claimed).agrees:
        raise Disagrees(f"the population loss of {setting.key} at {where}: {computed} by hand, {claimed} as described")
    return Agreement(predictions.size, every.size, 1)


def _at(values: Values, blocks: Mapping[str, Objects]) -> Values:
    """The values with other parameters."""
    rows = {name: tuple(map(tuple, block.tolist())) for name, block in blocks.items()}
    imaginary = {name.removesuffix(IMAGINARY): rows.pop(name) for name in [*rows] if name.endswith(IMAGINARY)}
    return replace(values, parameters=rows, imaginary=imaginary)


def _same(by_hand: Numbers, described: Numbers, what: str) -> None:
    if by_hand.shape != described.shape:
        raise Disagrees(f"{what}: an array {by_hand.shape} by hand, {described.shape} as described")
    for place in np.ndindex(described.shape):
        if by_hand[place] != described[place]:
            raise Disagrees(f"{what}, number {place}: {by_hand[place]} by hand, {described[place]} as described")
