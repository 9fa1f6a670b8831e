"""What training descends: a loss and its gradient, from all nodes of a quadrature or from a fixed batch of sequences.

`population.Population` is the third such source, and the fast one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from numeric_check import quadrature, running
from numeric_check.forward import Complex, Parameters, Real
from numeric_check.sampling import draw, draw_torus
from symbolic.attention import BLOCKS
from symbolic.laws import Law

CHUNK = 4096
"""Sequences whose gradients are held at the same time."""


class Source(Protocol):
    """A loss as a function of the parameters, and its derivative by every real entry."""

    @property
    def d(self) -> int: ...
    def loss(self, parameters: Parameters) -> float: ...
    def gradient(self, parameters: Parameters) -> dict[str, Real]: ...


@dataclass(frozen=True)
class Quadrature:
    """The population loss by `quadrature`, node by node: for small d and T; raises as the functions there do."""

    law: Law
    T: int
    limit: int = quadrature.LIMIT

    @property
    def d(self) -> int:
        return self.law.d

    def loss(self, parameters: Parameters) -> float:
        return quadrature.loss(self.law, self.T, parameters, self.limit)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        return quadrature.gradient(self.law, self.T, parameters, self.limit)


@dataclass(frozen=True, eq=False)
class Batch:
    """The mean loss of fixed sequences, given by starts and eigenvalues `(m, d)`; raises as `running` does."""

    x1: Real
    lam: Complex
    T: int

    @staticmethod
    def drawn(law: Law, T: int, m: int, rng: np.random.Generator) -> Batch:
        """A batch of m independent sequences."""
        return Batch(draw(law, rng, m), draw_torus(rng, m, law.d), T)

    def __post_init__(self) -> None:
        if np.ndim(self.x1) != 2 or not len(self.x1):
            raise ValueError(f"a batch holds at least one start, as (m, d); given {np.shape(self.x1)}")

    @property
    def d(self) -> int:
        return int(self.x1.shape[1])

    def loss(self, parameters: Parameters) -> float:
        parts = [running.losses(parameters, self.x1[cut], self.lam[cut], self.T) for cut in self._cuts()]
        return float(np.mean(np.concatenate(parts)))

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        total = np.zeros((len(BLOCKS), self.d, self.d))
        for cut in self._cuts():
            blocks = running.gradients(parameters, self.x1[cut], self.lam[cut], self.T)
            total += [np.sum(blocks[name], axis=0) for name in BLOCKS]
        return dict(zip(BLOCKS, total / len(self.x1), strict=True))

    def _cuts(self) -> list[slice]:
        return [slice(start, start + CHUNK) for start in range(0, len(self.x1), CHUNK)]
