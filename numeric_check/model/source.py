"""What training descends: a loss and its gradient by named real blocks; some entries may be held fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from numeric_check.arrays import Integers, Parameters, Real, Shapes
from numeric_check.model.points import flat, size


class Source(Protocol):
    """A loss as a function of the parameters, and its derivative by every real entry."""

    @property
    def blocks(self) -> Shapes: ...
    def loss(self, parameters: Parameters) -> float: ...
    def gradient(self, parameters: Parameters) -> dict[str, Real]: ...


@dataclass(frozen=True, eq=False)
class Masked:
    """A source whose gradient is multiplied by a mask of ones and zeros, so that entries at a zero stay as they are."""

    source: Source
    mask: Parameters

    @property
    def blocks(self) -> Shapes:
        return self.source.blocks

    def loss(self, parameters: Parameters) -> float:
        return self.source.loss(parameters)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        return {name: block * self.mask.get(name, 0.0) for name, block in self.source.gradient(parameters).items()}


def free_entries(source: Source) -> Integers:
    """Which of the entries, numbered as in `points.flat`, the source lets move."""
    if isinstance(source, Masked):
        return np.intersect1d(np.flatnonzero(flat(source.mask, source.blocks)), free_entries(source.source))
    return np.arange(size(source.blocks))
