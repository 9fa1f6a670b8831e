"""Random data sets of a description, and the loss of each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numeric_check.arrays import Real
from numeric_check.described.arithmetics import Floats, Numbers
from numeric_check.described.data_set_losses import losses
from numeric_check.described.degrees import Degree, loss_degree
from numeric_check.described.draw_rules import law_of, normal_parts
from numeric_check.described.interpreter import Interpreter
from numeric_check.described.placed import IMAGINARY, Blocks, shapes, world
from numeric_check.described.stencils import differences, moved
from numeric_check.laws.sampling import draw, draw_torus, generator
from symbolic.progress import parts
from symbolic.setting.point import Values
from symbolic.setting.randomness import Draw, GaussianDraw, Torus
from symbolic.setting.setting import Setting

KEPT = 2**20
"""Numbers that are kept at a time; as many data sets are run together as that allows."""

FEW = 32
"""So many data sets are run together in any case."""


BATCH = 2**13
"""Data sets that are drawn together; what is drawn depends on it."""

HELD = 2**24
"""So many drawn numbers are kept for other points of the parameters; where there are more, they are drawn again."""


@dataclass(frozen=True, eq=False)
class DataSets:
    """Independent data sets of a setting; what is drawn depends on the seed, the draw and its label alone."""

    setting: Setting
    values: Values
    count: int
    seed: int

    def losses(self, blocks: Blocks) -> Real:
        """The loss of each data set at each point of the parameters, `(points, count)`."""
        return np.concatenate([self._losses(batch, blocks) for batch in self._batches], axis=-1)

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

    @cached_property
    def _batches(self) -> list[_Batch]:
        starts = range(0, self.count, BATCH)
        return [_Batch(self, number, min(BATCH, self.count - start)) for number, start in enumerate(starts)]

    def _losses(self, batch: _Batch, blocks: Blocks) -> Real:
        found = batch.losses(blocks)
        if batch.held * len(self._batches) > HELD:
            batch.forget()
        return found


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

    @property
    def held(self) -> int:
        """How many numbers have been drawn."""
        return sum(table.size for table in self._drawn.values())

    def forget(self) -> None:
        """Let go of what has been drawn."""
        self._drawn.clear()

    def _at(self, blocks: Blocks, chosen: slice) -> tuple[Real, int]:
        """Losses of some of the data sets, and how many numbers were kept for them."""
        setting, values = self.of.setting, self.of.values

        def copies(of: Draw, label: int | None) -> Numbers:
            return self._once(f"{of.name} {label}", lambda rng: drawn(of, values, rng, self.size))[:, chosen]

        def turns(torus: Torus) -> Numbers:
            d = torus.dimension.value(values.sizes)
            return self._once(torus.name, lambda rng: draw_torus(rng, self.size, d))[:, chosen]

        interpreter = Interpreter(world(setting, values, Floats(), blocks, copies, turns))
        found = np.real(losses(setting, interpreter))
        return np.broadcast_to(found, (len(found), len(range(self.size)[chosen]))), interpreter.entries

    def _once(self, name: str, make: Callable[[np.random.Generator], Numbers]) -> Numbers:
        """What has been drawn under a name, as columns: drawn once."""
        if name not in self._drawn:
            rng = generator(f"{self.of.setting.key} {name} {self.number}", self.of.seed)
            self._drawn[name] = make(rng)[None, :, :, None]
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
