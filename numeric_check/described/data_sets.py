"""Random data sets of a description, and the loss of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numeric_check.arrays import Real
from numeric_check.described.adjoint_gradients import added, pulled_apart, pulled_back
from numeric_check.described.arithmetic.arithmetics import Arithmetic, Floats, Numbers
from numeric_check.described.arithmetic.tape import Tape
from numeric_check.described.data_set_losses import losses
from numeric_check.described.draw_rules import law_of, normal_parts
from numeric_check.described.interpreter import Interpreter, World
from numeric_check.described.placed import Blocks, world
from numeric_check.laws.sampling import draw, draw_haar, draw_roots, draw_torus, generator
from symbolic.progress import parts
from symbolic.setting.point import Values
from symbolic.setting.randomness import Draw, GaussianDraw, Haar, Torus
from symbolic.setting.setting import Setting

KEPT = 2**20
"""Numbers that are kept at a time; as many data sets are run together as that allows."""

FEW = 32
"""So many data sets are run together in any case."""


BATCH = 2**13
"""Data sets that are drawn together; what is drawn depends on it."""

MATRICES = 3
"""Axes of a sample of matrices; one of columns has an axis less."""

HELD = 2**24
"""So many drawn numbers are kept for other points of the parameters; where there are more, they are drawn again."""


@dataclass(frozen=True, eq=False)
class DataSets:
    """Independent data sets of a setting; what is drawn depends on the seed, the draw and its label alone.

    Raises ValueError for fewer than one.
    """

    setting: Setting
    values: Values
    count: int
    seed: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"a sample has at least one data set; given {self.count}")

    def losses(self, blocks: Blocks) -> Real:
        """The loss of each data set at each point of the parameters, `(points, count)`."""
        return np.concatenate([self._losses(batch, blocks) for batch in self._batches], axis=-1)

    def gradients(self, blocks: Blocks) -> dict[str, Real]:
        """The derivative of the loss of each data set by every real entry, `(count, rows, columns)` a block."""
        found = [self._gradients(batch, blocks) for batch in self._batches]
        return {name: np.concatenate([one[name] for one in found]) for name in found[0]}

    def mean_gradient(self, blocks: Blocks) -> dict[str, Real]:
        """The derivative of their mean."""
        total: dict[str, Real] = {}
        for batch in self._batches:
            total = added(total, batch.gradient(blocks))
            self._spare(batch)
        return {name: block / self.count for name, block in total.items()}

    @cached_property
    def _batches(self) -> list[_Batch]:
        starts = range(0, self.count, BATCH)
        return [_Batch(self, number, min(BATCH, self.count - start)) for number, start in enumerate(starts)]

    def _losses(self, batch: _Batch, blocks: Blocks) -> Real:
        found = batch.losses(blocks)
        self._spare(batch)
        return found

    def _gradients(self, batch: _Batch, blocks: Blocks) -> dict[str, Real]:
        found = batch.gradients(blocks)
        self._spare(batch)
        return found

    def _spare(self, batch: _Batch) -> None:
        """Let go of what has been drawn where all of it would be too much."""
        if batch.held * len(self._batches) > HELD:
            batch.forget()


@dataclass(frozen=True, eq=False)
class _Batch:
    """Data sets that are drawn together."""

    of: DataSets
    number: int
    size: int

    def losses(self, blocks: Blocks) -> Real:
        """The loss of each; the first few say how many may be run together then."""
        first, entries = self._at(blocks, slice(0, FEW))
        step = max(1, KEPT * FEW // entries)
        slices = [slice(start, start + step) for start in range(FEW, self.size, step)]
        rest = [self._at(blocks, part)[0] for part in parts(slices, "parts of the sample")]
        return np.concatenate([first, *rest], axis=-1)

    def gradients(self, blocks: Blocks) -> dict[str, Real]:
        """The derivative of the loss of each by every real entry, `(size, rows, columns)` a block."""
        found = [pulled_apart(self.of.setting, here, tape, n) for here, tape, n in self._taped(blocks)]
        return {name: np.concatenate([one[name] for one in found]) for name in found[0]}

    def gradient(self, blocks: Blocks) -> dict[str, Real]:
        """The derivative of the sum of the losses."""
        total: dict[str, Real] = {}
        for here, tape, n in self._taped(blocks):
            total = added(total, pulled_back(self.of.setting, here, tape, np.ones(n)))
        return total

    def _taped(self, blocks: Blocks) -> Iterator[tuple[World, Tape, int]]:
        """Worlds of a few data sets at a time, with a tape that tells how many may be run together next."""
        start, step = 0, FEW
        while start < self.size:
            chosen, tape = slice(start, min(start + step, self.size)), Tape()
            n = chosen.stop - chosen.start
            yield self.world(blocks, chosen, tape), tape, n
            start, step = chosen.stop, max(1, KEPT * n // tape.entries)

    @property
    def held(self) -> int:
        """How many numbers have been drawn."""
        return sum(table.size for table in self._drawn.values())

    def forget(self) -> None:
        """Let go of what has been drawn."""
        self._drawn.clear()

    def _at(self, blocks: Blocks, chosen: slice) -> tuple[Real, int]:
        """Losses of some of the data sets, and how many numbers were kept for them."""
        interpreter = Interpreter(self.world(blocks, chosen, Floats()))
        found = np.real(losses(self.of.setting, interpreter))
        return np.broadcast_to(found, (len(found), len(range(self.size)[chosen]))), interpreter.entries

    def world(self, blocks: Blocks, chosen: slice, arithmetic: Arithmetic) -> World:
        """The world of some of the data sets."""
        values = self.of.values

        def copies(of: Draw, label: int | None) -> Numbers:
            return self._once(f"{of.name} {label}", lambda rng: drawn(of, values, rng, self.size))[:, chosen]

        def turns(turn: Torus | Haar) -> Numbers:
            d = turn.dimension.value(values.sizes)
            return self._once(turn.name, lambda rng: _turns(turn, rng, self.size, d))[:, chosen]

        return world(self.of.setting, values, arithmetic, blocks, copies, turns)

    def _once(self, name: str, make: Callable[[np.random.Generator], Numbers]) -> Numbers:
        """What has been drawn under a name, as columns or matrices: drawn once."""
        if name not in self._drawn:
            rng = generator(f"{self.of.setting.key} {name} {self.number}", self.of.seed)
            found = make(rng)
            self._drawn[name] = (found if found.ndim == MATRICES else found[..., None])[None]
        return self._drawn[name]

    @cached_property
    def _drawn(self) -> dict[str, Numbers]:
        return {}


def _turns(turn: Torus | Haar, rng: np.random.Generator, count: int, d: int) -> Numbers:
    if isinstance(turn, Haar):
        return draw_haar(rng, count, d, turn.group)
    return draw_torus(rng, count, d) if turn.order is None else draw_roots(rng, count, d, turn.order)


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
