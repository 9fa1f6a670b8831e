"""The same losses and gradients as `forward`, in time O(T) by a running Gram matrix.

With `u_i = (x_i; x_{i-1})` the prediction is `ŷ_t = P G_t K u_t / (t-1)`, where `G_t = Σ_{i≤t} u_i u_i^*` grows by one
outer product a step, `P = (W_PV_12, W_PV_13)` and `K` holds the four blocks of `W_KQ`. Halves of `u` are numbered 0 for
`x_i` and 1 for `x_{i-1}`; blocks that are zero throughout are skipped, and with them the parts of `G` that only they
read. The batch is the last axis, in chunks that stay in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from numeric_check.forward import Complex, Parameters, Real, check_shapes, full
from symbolic.attention import BLOCKS, KQ_BLOCKS, PV_BLOCKS

Half = int
Halves = tuple[Half, Half]

HALVES = (0, 1)
CHUNK_ENTRIES = 2**15
"""Complex entries of one `d × d × chunk` array: 512 kB."""


def losses(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Real:
    """The loss of each sequence, `(m,)`; arguments and errors as in `forward.losses`."""

    def of_chunk(model: _Model, start: Complex, turn: Complex) -> Real:
        return 0.5 * _total(_inner(step.residual, step.residual) for step in _steps(model, start, turn, T, model.read))

    return _by_chunks(of_chunk, parameters, x1, lam, T)


def radial(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Real:
    """`Σ_t Re ⟨ŷ_t − x_{t+1}, ŷ_t⟩` of each sequence, `(m,)`: derivative of the loss along scaling `W_PV`, at scale 1.

    Only the forward pass is run. Arguments and errors as in `forward.losses`.
    """

    def of_chunk(model: _Model, start: Complex, turn: Complex) -> Real:
        return _total(_inner(step.residual, step.prediction) for step in _steps(model, start, turn, T, model.read))

    return _by_chunks(of_chunk, parameters, x1, lam, T)


def gradients(parameters: Parameters, x1: Real, lam: Complex, T: int) -> dict[str, Real]:
    """Derivative of each sequence's loss by every real entry, `(m, d, d)` a block; as `forward.gradients`."""

    def of_chunk(model: _Model, start: Complex, turn: Complex) -> Real:
        steps = _steps(model, start, turn, T, frozenset(product(HALVES, HALVES)))
        return np.moveaxis(_total(_block_gradients(model, step) for step in steps), -1, 0)

    stacked = _by_chunks(of_chunk, parameters, x1, lam, T)
    return {name: stacked[:, number] for number, name in enumerate(BLOCKS)}


@dataclass(frozen=True)
class _Model:
    """The blocks that are not zero: of `W_PV` by the half they read, of `W_KQ` by key half and query half."""

    value: dict[Half, Real]
    key_query: dict[Halves, Real]

    @staticmethod
    def of(parameters: Parameters) -> _Model:
        pv, kq = full(parameters)
        d = len(pv) // 3
        halves = (slice(d, 2 * d), slice(2 * d, 3 * d))
        value = {v: pv[:d, halves[v]] for v in HALVES}
        key_query = {(k, q): kq[halves[k], halves[q]] for k, q in product(HALVES, HALVES)}
        return _Model(
            {v: block for v, block in value.items() if block.any()},
            {kq: block for kq, block in key_query.items() if block.any()},
        )

    @property
    def read(self) -> frozenset[Halves]:
        """The parts of the Gram matrix that a prediction needs."""
        return frozenset((v, k) for v in self.value for k, _ in self.key_query)


@dataclass(frozen=True)
class _Step:
    """One time t of a chunk of m sequences: vectors are `(d, m)`, parts of the Gram matrix `(d, d, m)`.

    `asked[k]` is half k of `K u_t`, already divided by `t - 1`.
    """

    t: int
    u: tuple[Complex, Complex]
    gram: dict[Halves, Complex]
    asked: dict[Half, Complex]
    prediction: Complex
    residual: Complex


def _steps(model: _Model, x1: Complex, lam: Complex, T: int, parts: frozenset[Halves]) -> Iterator[_Step]:
    """The steps `t = 2, …, T-1` for starts and eigenvalues `(d, m)`, with the named parts of the Gram matrix."""
    d, m = x1.shape
    gram = {part: np.zeros((d, d, m), dtype=np.complex128) for part in parts}
    outer = np.empty((d, d, m), dtype=np.complex128)
    u = (x1, np.zeros_like(x1))
    for t in range(1, T):
        for (left, right), total in gram.items():
            np.multiply(u[left][:, None], u[right].conj()[None], out=outer)
            total += outer
        following = lam * u[0]
        if t > 1:
            yield _step(model, t, u, gram, following)
        u = (following, u[0])


def _step(model: _Model, t: int, u: tuple[Complex, Complex], gram: dict[Halves, Complex], target: Complex) -> _Step:
    asked = {k: np.zeros_like(target) for k, _ in model.key_query}
    for (k, q), block in model.key_query.items():
        asked[k] += _times(block, u[q]) / (t - 1)
    prediction = zero = np.zeros_like(target)
    for v, block in model.value.items():
        prediction = prediction + _times(block, _answer(gram, v, asked, zero))
    return _Step(t, u, gram, asked, prediction, prediction - target)


def _answer(gram: dict[Halves, Complex], half: Half, vectors: dict[Half, Complex], zero: Complex) -> Complex:
    """Half of the Gram matrix times the vector whose halves are given; a half that is not given is zero."""
    products = (np.einsum("klm,lm->km", gram[half, other], vector) for other, vector in vectors.items())
    return np.asarray(sum(products, start=zero), dtype=np.complex128)


def _block_gradients(model: _Model, step: _Step) -> Real:
    """The step's share of the gradient, `(6, d, d, m)` in the order of `BLOCKS`: see `forward` for the two vectors."""
    returned = {v: _times(block.T.copy(), step.residual) / (step.t - 1) for v, block in model.value.items()}
    zero = np.zeros_like(step.residual)
    read = [_answer(step.gram, v, step.asked, zero) for v in HALVES]
    written = [_answer(step.gram, k, returned, zero) for k in HALVES]
    by_name = {name: (step.residual, read[v]) for v, name in enumerate(PV_BLOCKS)}
    by_name |= {name: (written[n // 2], step.u[n % 2]) for n, name in enumerate(KQ_BLOCKS)}
    return np.stack([(left.conj()[:, None] * right[None]).real for left, right in map(by_name.__getitem__, BLOCKS)])


def _times(matrix: Real, vectors: Complex) -> Complex:
    """Real `(d, d)` times complex `(d, m)` as one real product."""
    return (matrix @ vectors.view(np.float64)).view(np.complex128)


def _inner(left: Complex, right: Complex) -> Real:
    """`Re ⟨left, right⟩` over the coordinates of vectors `(d, m)`."""
    return np.asarray(np.sum(left.real * right.real + left.imag * right.imag, axis=0), dtype=np.float64)


def _total(arrays: Iterator[Real]) -> Real:
    total = next(arrays)
    for array in arrays:
        total = total + array
    return total


def _by_chunks(
    of_chunk: Callable[[_Model, Complex, Complex], Real], parameters: Parameters, x1: Real, lam: Complex, T: int
) -> Real:
    """The batch axis of `x1` and `lam` is moved last and cut; the results are joined along their first axis."""
    check_shapes(parameters, x1, lam, T)
    model, size = _Model.of(parameters), max(64, CHUNK_ENTRIES // x1.shape[1] ** 2)
    cuts = [slice(start, start + size) for start in range(0, max(len(x1), 1), size)]
    return np.concatenate([of_chunk(model, _columns(x1[cut]), _columns(lam[cut])) for cut in cuts])


def _columns(rows: Real | Complex) -> Complex:
    return np.ascontiguousarray(rows.T, dtype=np.complex128)
