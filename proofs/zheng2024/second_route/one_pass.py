"""The same losses and gradients as `forward`, in time O(T) by a running Gram matrix.

With `u_i = (x_i; x_{i-1})` the prediction is `ŷ_t = P G_t K u_t / (t-1)`, where `G_t = Σ_{i≤t} u_i u_i^*` grows as in
`gram`, `P = (W_PV_12, W_PV_13)` and K holds the four blocks of `W_KQ`.

The batch is the last axis, in chunks that stay in the cache. Eigenvalues in single precision, complex64, have all of it
in single precision but the sums over time and sequences: half the time, and seven digits of every entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real
from proofs.zheng2024.second_route.forward import BLOCKS, PV_BLOCKS, check_shapes, full, place
from proofs.zheng2024.second_route.gram import Gram
from symbolic.progress import parts

Result = TypeVar("Result")

CHUNK_ENTRIES = 2**16
"""Complex entries of one `d × d × chunk` array, of which about half are kept: 512 kB."""


def losses(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Real:
    """The loss of each sequence, `(m,)`; arguments and errors as in `forward.losses`."""

    def of_chunk(model: _Model, start: Complex, turn: Complex) -> Real:
        return 0.5 * _total(_inner(step.residual, step.residual) for step in _steps(model, start, turn, T))

    return np.concatenate(list(_by_chunks(of_chunk, parameters, x1, lam, T)))


def radial(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Real:
    """`Σ_t Re ⟨ŷ_t − x_{t+1}, ŷ_t⟩` of each sequence, `(m,)`: derivative of the loss along scaling `W_PV`, at scale 1.

    Only the forward pass is run. Arguments and errors as in `forward.losses`.
    """

    def of_chunk(model: _Model, start: Complex, turn: Complex) -> Real:
        return _total(_inner(step.residual, step.prediction) for step in _steps(model, start, turn, T))

    return np.concatenate(list(_by_chunks(of_chunk, parameters, x1, lam, T)))


def gradients(parameters: Parameters, x1: Real, lam: Complex, T: int) -> dict[str, Real]:
    """Derivative of each sequence's loss by every real entry, `(m, d, d)` a block; as `forward.gradients`."""

    def each(left: Complex, right: Complex) -> Real:
        return np.asarray((left.conj()[:, None] * right).real, dtype=np.float64)

    parts = list(_gradients(each, parameters, x1, lam, T))
    pv, kq = (np.moveaxis(np.concatenate([part[n] for part in parts], axis=2), 2, 0) for n in (0, 1))
    return by_name(pv, kq)


def total_gradient(parameters: Parameters, x1: Real, lam: Complex, T: int) -> dict[str, Real]:
    """The sum of `gradients` over the sequences, `(d, d)` a block; the sum is part of the matrix products."""

    def summed(left: Complex, right: Complex) -> Real:
        return np.asarray(_parts(left) @ _parts(right).T, dtype=np.float64)

    pv, kq = (_total(iter(parts)) for parts in zip(*_gradients(summed, parameters, x1, lam, T), strict=True))
    return by_name(pv, kq)


def by_name(by_p: Real, by_k: Real) -> dict[str, Real]:
    """The blocks of derivatives `(…, d, 2d)` by P and `(…, 2d, 2d)` by K."""
    d = by_p.shape[-2]
    blocks = {}
    for name in BLOCKS:
        rows, columns = place(name, d)
        top, table = (0, by_p) if name in PV_BLOCKS else (d, by_k)
        blocks[name] = table[..., rows.start - top : rows.stop - top, columns.start - d : columns.stop - d]
    return blocks


Outer = Callable[[Complex, Complex], Real]
"""`Re left̄ right^T` of vectors `(p, m)` and `(q, m)`, of each sequence or of all of them."""


@dataclass(frozen=True)
class _Model:
    """P `(d, 2d)` and K `(2d, 2d)`."""

    p: Real
    k: Real

    @staticmethod
    def of(parameters: Parameters) -> _Model:
        pv, kq = full(parameters)
        d = len(pv) // 3
        return _Model(pv[:d, d:].copy(), kq[d:, d:].copy())


@dataclass(frozen=True)
class _Step:
    """One time t of a chunk of m sequences: `u_t` and `G_t K u_t / (t-1)` are `(2d, m)`, the others `(d, m)`."""

    t: int
    gram: Gram
    u: Complex
    read: Complex
    prediction: Complex
    residual: Complex


def _steps(model: _Model, x1: Complex, lam: Complex, T: int) -> Iterator[_Step]:
    """The steps `t = 2, …, T-1` for starts and eigenvalues `(d, m)`."""
    gram, d = Gram(x1, lam), len(x1)
    u = np.concatenate([lam * x1, x1])
    for t in range(2, T):
        if t > 2:
            gram.grow()
            u[d:] = u[:d]
            u[:d] *= lam
        read = gram.times(_times(model.k / (t - 1), u))
        prediction = _times(model.p, read)
        yield _Step(t, gram, u, read, prediction, prediction - lam * u[:d])


def _gradients(outer: Outer, parameters: Parameters, x1: Real, lam: Complex, T: int) -> Iterator[tuple[Real, Real]]:
    """Derivatives by P and by K, a chunk at a time: see `forward` for the two pairs of vectors."""

    def of_chunk(model: _Model, start: Complex, turn: Complex) -> tuple[Real, Real]:
        by_p, by_k = np.zeros(1), np.zeros(1)
        for step in _steps(model, start, turn, T):
            written = step.gram.times(_times(model.p.T / (step.t - 1), step.residual))
            by_p, by_k = by_p + outer(step.residual, step.read), by_k + outer(written, step.u)
        return by_p, by_k

    return _by_chunks(of_chunk, parameters, x1, lam, T)


def _times(matrix: Real, vectors: Complex) -> Complex:
    """Real `(p, q)` times complex `(q, m)` as one real product, in the precision of the vectors."""
    parts = _parts(vectors)
    return np.asarray((matrix.astype(parts.dtype) @ parts).view(vectors.dtype))


def _parts(vectors: Complex) -> Real:
    """Complex `(p, m)` as real `(p, 2m)`, without a copy."""
    return vectors.view(vectors.real.dtype)


def _inner(left: Complex, right: Complex) -> Real:
    """`Re ⟨left, right⟩` over the coordinates of vectors `(d, m)`."""
    return np.asarray(np.sum(left.real * right.real + left.imag * right.imag, axis=0), dtype=np.float64)


def _total(arrays: Iterator[Real]) -> Real:
    total = next(arrays)
    for array in arrays:
        total = total + array
    return total


def _by_chunks(
    of_chunk: Callable[[_Model, Complex, Complex], Result], parameters: Parameters, x1: Real, lam: Complex, T: int
) -> Iterator[Result]:
    """The batch axis of `x1` and `lam` is moved last and cut; one result for each cut, and one where there are none."""
    check_shapes(parameters, x1, lam, T)
    model, size = _Model.of(parameters), max(64, CHUNK_ENTRIES // x1.shape[1] ** 2)
    cuts = [slice(start, start + size) for start in range(0, max(len(x1), 1), size)]
    precision = np.complex64 if lam.dtype == np.complex64 else np.complex128

    def columns(rows: Real | Complex) -> Complex:
        return np.ascontiguousarray(rows.T, dtype=precision)

    return (of_chunk(model, columns(x1[cut]), columns(lam[cut])) for cut in parts(cuts, "chunks of sequences"))
