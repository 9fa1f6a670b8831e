"""What training descends: a loss and its gradient, from all nodes of a quadrature or from a fixed batch of sequences.

`population.Population` is the third such source, and the fast one. `masked` holds some entries of any of them fixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real, Shapes
from numeric_check.laws.sampling import draw, draw_torus
from numeric_check.model.node_means import LIMIT
from numeric_check.model.source import Masked, Source
from proofs.zheng2024.second_route import one_pass, quadrature
from proofs.zheng2024.second_route.forward import BLOCKS, shapes
from symbolic.laws import Law

CHUNK = 4096
"""Most sequences whose gradients are held at the same time."""

CHUNK_ENTRIES = 2**21
"""Most entries of these gradients: 16 MB; fewer sequences are held where the blocks are large."""


@dataclass(frozen=True)
class Quadrature:
    """The population loss by `quadrature`, node by node: for small d and T; raises as the functions there do."""

    law: Law
    T: int
    limit: int = LIMIT

    @property
    def d(self) -> int:
        return self.law.d

    @property
    def blocks(self) -> Shapes:
        return shapes(self.d)

    def loss(self, parameters: Parameters) -> float:
        return quadrature.loss(self.law, self.T, parameters, self.limit)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        return quadrature.gradient(self.law, self.T, parameters, self.limit)


@dataclass(frozen=True, eq=False)
class Batch:
    """The mean loss of fixed sequences, given by starts and eigenvalues `(m, d)`; raises as `one_pass` does."""

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

    @property
    def blocks(self) -> Shapes:
        return shapes(self.d)

    def loss(self, parameters: Parameters) -> float:
        parts = [one_pass.losses(parameters, self.x1[cut], self.lam[cut], self.T) for cut in self._cuts()]
        return float(np.mean(np.concatenate(parts)))

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        total = one_pass.total_gradient(parameters, self.x1, self.lam, self.T)
        return {name: block / len(self.x1) for name, block in total.items()}

    def _cuts(self) -> list[slice]:
        size = chunk(self.d)
        return [slice(start, start + size) for start in range(0, len(self.x1), size)]


def chunk(d: int) -> int:
    """Number of sequences whose gradients a batch holds at the same time."""
    return max(1, min(CHUNK, CHUNK_ENTRIES // (len(BLOCKS) * d * d)))


def masked(source: Source) -> Masked:
    """The source with every entry off the diagonal of a block held fixed.

    Source: the gradient masking of Zheng et al. 2024, Section 4.3, arXiv 2405.16845.
    """
    return Masked(source, {name: np.eye(rows, columns) for name, (rows, columns) in source.blocks.items()})
