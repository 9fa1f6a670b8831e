"""The mean loss of a fixed sample as a polynomial whose coefficients are computed once.

A sample enters the loss through averages alone. With `P = (W_PV_12, W_PV_13)`, `d × 2d`, and K the four blocks of
`W_KQ`, `2d × 2d`, a prediction is `ŷ_t[j] = Σ P[j, A] K[B, C] z_t[A, B, C]`. Here `z_t = G_t ⊗ u_t / (t-1)` holds
the Gram matrix of the prompt and the newest token. So the mean over the sequences of `Σ_t ½ ‖ŷ_t − x_{t+1}‖²` is

    L = ½ Σ (P^T P)[A, A'] K[B, C] K[B', C'] S[AA', BC, B'C']  −  Σ P[j, A] K[B, C] R[jA, BC]  +  constant

with the mean S of `Σ_t Re z z̄'` and the mean R of `Σ_t Re z x̄_{t+1}`. A gradient is then a product with S and one with
R, whatever T and the number of sequences are. No moment is asked of the law, and no expectation is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isqrt

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real, Shapes
from numeric_check.laws.sampling import draw, draw_torus
from proofs.zheng2024.second_route.feature_sums import Chunk, FeatureSums
from proofs.zheng2024.second_route.forward import check_shapes, full, on_line, shapes
from proofs.zheng2024.second_route.one_pass import by_name
from symbolic.laws import Law

MEMORY = 2**28
"""Bytes that preparing the coefficients may take."""

MOST_SEQUENCES = 128
"""More in a chunk would not make the matrix products faster."""

DRAWN = 2**16
"""Sequences drawn at a time: the sample does not depend on the memory."""


class TooLarge(ValueError):
    """The coefficients do not fit in the memory that is allowed."""

    def __init__(self, d: int, T: int, needed: int, memory: int) -> None:
        super().__init__(
            f"the loss of a sample with d = {d} and T = {T} needs {needed} bytes, more than the {memory} allowed: "
            "allow more, take smaller d or T, or evaluate the sample sequence by sequence"
        )
        self.needed = needed
        self.memory = memory


@dataclass(frozen=True, eq=False)
class BatchTensor:
    """The mean loss of so many fixed sequences: S as `pairs`, `(4d², 4d², 4d²)`, and R as `targets`, `(2d², 4d²)`."""

    T: int
    sequences: int
    pairs: Real
    targets: Real
    constant: float

    @staticmethod
    def drawn(law: Law, T: int, m: int, rng: np.random.Generator, memory: int = MEMORY) -> BatchTensor:
        """A sample of m independent sequences; the one `Batch.drawn` draws up to 65 536 sequences.

        Raises TooLarge above `memory` bytes, ValueError for `m < 1` or `T < 3`, and TypeError as `sampling.draw` does.
        """
        if m < 1:
            raise ValueError(f"a sample holds at least one sequence; given {m}")
        return _prepared(_samples(law, m, rng), law.d, T, memory)

    @staticmethod
    def of(x1: Real, lam: Complex, T: int, memory: int = MEMORY) -> BatchTensor:
        """The given sequences, by starts and eigenvalues `(m, d)`; raises as `drawn` does, and for other shapes."""
        if np.ndim(x1) != 2 or not len(x1):
            raise ValueError(f"a batch holds at least one start, as (m, d); given {np.shape(x1)}")
        return _prepared([(x1, lam)], x1.shape[1], T, memory)

    @property
    def d(self) -> int:
        return isqrt(len(self.targets) // 2)

    @property
    def blocks(self) -> Shapes:
        return shapes(self.d)

    def loss(self, parameters: Parameters) -> float:
        """The mean loss; raises ValueError for blocks that are unknown or not `d × d`."""
        pv, kq = self._matrices(parameters)
        k = kq.ravel()
        square = (pv.T @ pv).ravel() @ (self._response(k) @ k)
        return float(0.5 * square - pv.ravel() @ (self.targets @ k) + self.constant)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        """Derivative of the mean loss by every real entry, `(d, d)` a block; raises as `loss` does."""
        pv, kq = self._matrices(parameters)
        k = kq.ravel()
        response = self._response(k)
        by_pv = pv @ (response @ k).reshape(kq.shape) - (self.targets @ k).reshape(pv.shape)
        by_kq = ((pv.T @ pv).ravel() @ response - pv.ravel() @ self.targets).reshape(kq.shape)
        return by_name(by_pv, by_kq)

    def _response(self, k: Real) -> Real:
        """`Σ S[AA', BC, B'C'] K[B', C']`, `(4d², 4d²)`. S is its own mirror image under `(A, BC) ↔ (A', B'C')`."""
        return (self.pairs.reshape(-1, len(k)) @ k).reshape(len(k), len(k))

    def _matrices(self, parameters: Parameters) -> tuple[Real, Real]:
        pv, kq = full(parameters)
        if len(pv) != 3 * self.d:
            raise ValueError(f"parameter blocks must be {self.d} x {self.d}; they are {len(pv) // 3} x {len(pv) // 3}")
        return pv[: self.d, self.d :], kq[self.d :, self.d :]


def fixed_bytes(d: int) -> int:
    """Bytes that the coefficients take while they are put together: four times S."""
    return 4 * 8 * (2 * d) ** 6


def sequence_bytes(d: int, T: int) -> int:
    """Bytes that one sequence of a chunk takes: over time, in sums of products, and in weights of these."""
    atoms = 1 + d**2
    return 16 * (8 * T * atoms + 4 * atoms * d**2 + 2 * d**4 + 16 * atoms)


def _prepared(samples: Iterable[tuple[Real, Complex]], d: int, T: int, memory: int) -> BatchTensor:
    size, count, sums = _chunk_size(d, T, memory), 0, FeatureSums(d, T)
    for x1, lam in samples:
        check_shapes(on_line(d, 0.0, 0.0), x1, lam, T)
        for start in range(0, len(x1), size):
            sums.add(Chunk(x1[start : start + size], lam[start : start + size]))
        count += len(x1)
    pairs, targets = sums.features(), sums.cross()
    pairs /= count
    return BatchTensor(T, count, pairs, targets / count, 0.5 * sums.squares / count)


def _chunk_size(d: int, T: int, memory: int) -> int:
    room = (memory - fixed_bytes(d)) // sequence_bytes(d, T)
    if room < 1:
        raise TooLarge(d, T, fixed_bytes(d) + sequence_bytes(d, T), memory)
    return min(room, MOST_SEQUENCES)


def _samples(law: Law, m: int, rng: np.random.Generator) -> Iterator[tuple[Real, Complex]]:
    for start in range(0, m, DRAWN):
        count = min(DRAWN, m - start)
        yield draw(law, rng, count), draw_torus(rng, count, law.d)
