"""Sums over times and sequences of products of features, from which the loss of a sample is a fixed polynomial.

With `J = (Λ; I)`, `2d × d`, tokens are `u_t = (x_t; x_{t-1}) = J x_{t-1}` for `t ≥ 2` and `u_1 = (x_1; 0)`. Let s be
`t - 1` and `H_s = Σ_{i≤s} x_i x_i^*`; then the Gram matrix of the prompt is `G_t = J H_s J^* + u_1 u_1^*`. An entry of
it is a combination of *atoms* that depend on time, the number 1 and the entries of `H_s`, with weights that do not:

    G_t[A, B] = J[A, k] J̄[B, l] H_s[k, l] + u_1[A] u_1[B],      A = (v, k), B = (w, l), v and w in {0, 1}.

Products `G[A, B] G[B', A'] u[C] ū[C'] / s²` are therefore summed over time as products of two atoms with `x_s x_s^*`,
one small matrix product a sequence, and the weights are attached to these sums instead of to every time. Each pair of
atoms is treated once, and the upper triangle of `x x^*`: the rest follows because G and `x x^*` are Hermitian. Only
`x_{i+1} = Λ x_i` with a diagonal Λ is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from numeric_check.arrays import Complex, Real


@dataclass(frozen=True, eq=False)
class Chunk:
    """A few sequences: starts and eigenvalues `(n, d)`."""

    x1: Real
    lam: Complex

    @cached_property
    def halves(self) -> Complex:
        """The diagonals of J, `(2, d, n)`."""
        newer = np.asarray(self.lam.T, dtype=np.complex128)
        return np.ascontiguousarray(np.stack([newer, np.ones_like(newer)]))

    @cached_property
    def weights(self) -> list[Complex]:
        """Of the atom 1, `(d², n)` for the entries with v = w = 0; of each entry of H, `(4, n)` for the halves."""
        starts, j, d = np.ascontiguousarray(self.x1.T), self.halves, self.x1.shape[1]
        first = (starts[:, None] * starts).reshape(d**2, -1).astype(np.complex128)
        return [first, *((j[:, None, k] * j[:, l].conj()).reshape(4, -1) for k in range(d) for l in range(d))]

    def states(self, T: int) -> Complex:
        """`x_1, …, x_T` as `(n, T, d)`."""
        factors = np.repeat(self.lam[:, None], T, axis=1)
        factors[:, 0] = self.x1
        return np.multiply.accumulate(factors, axis=1)


@dataclass(eq=False)
class FeatureSums:
    """Sums of real parts over the sequences of all chunks that were added, in d dimensions up to time T.

    `pairs` is `(AB, B'A', qq'mm')` with `m ≤ m'` and holds each pair of atoms in one order; `targets` is `(AB, qmj)`.
    Labels A and B have size 2d. `squares` is the sum of the squared targets.
    """

    d: int
    T: int
    squares: float = 0.0
    pairs: Real = field(init=False)
    targets: Real = field(init=False)

    def __post_init__(self) -> None:
        d = self.d
        self.pairs = np.zeros((4 * d**2, 4 * d**2, 2 * d * (d + 1)))
        self.targets = np.zeros((4 * d**2, 2 * d**2))

    @cached_property
    def upper(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The labels `m ≤ m'`."""
        return np.triu_indices(self.d)

    @cached_property
    def entries(self) -> list[NDArray[np.intp]]:
        """The entries `2dA + B` of G that an atom is part of."""
        half = np.arange(2 * self.d).reshape(2, self.d)
        whole = 2 * self.d * half[:, None, :, None] + half[None, :, None, :]
        return [whole[0, 0].ravel(), *np.moveaxis(whole, (0, 1), (2, 3)).reshape(-1, 4)]

    def add(self, chunk: Chunk) -> None:
        """Add the sequences of a chunk."""
        states, s = chunk.states(self.T), np.arange(1, self.T - 1)[:, None]
        x, following = states[:, :-2], states[:, 2:]
        atoms = _atoms(x)
        self._add_pairs(chunk, atoms, x[:, :, self.upper[0]] * x[:, :, self.upper[1]].conj() / s**2)
        self._add_targets(chunk, atoms, x[:, :, :, None] * following[:, :, None].conj() / s[:, None])
        self.squares += float(np.sum(np.abs(following) ** 2))

    def _add_pairs(self, chunk: Chunk, atoms: Complex, queries: Complex) -> None:
        j, (m, m2) = chunk.halves, self.upper
        halves = np.ascontiguousarray(j[:, None, m] * j[:, m2].conj())
        for a, (entries, weights) in enumerate(zip(self.entries, chunk.weights, strict=True)):
            sums = _over_time(atoms[:, :, a:] * atoms[:, :, a, None], queries)
            for b, over_time in enumerate(sums, start=a):
                left = (weights[:, None] * chunk.weights[b]).reshape(-1, len(chunk.x1))
                right = (halves * over_time).reshape(-1, len(chunk.x1))
                block = _real_product(left, right).reshape(len(entries), -1, right.shape[0])
                self.pairs[np.ix_(entries, self.entries[b])] += block if a < b else 0.5 * block

    def _add_targets(self, chunk: Chunk, atoms: Complex, queries: Complex) -> None:
        n, d = chunk.x1.shape
        sums = _over_time(atoms, queries.reshape(n, -1, d * d)).reshape(-1, d, d, n)
        for entries, weights, over_time in zip(self.entries, chunk.weights, sums, strict=True):
            right = chunk.halves[:, :, None] * over_time
            self.targets[entries] += _real_product(weights, right.reshape(-1, n))

    def features(self) -> Real:
        """`Σ Re z[A, B, C] z̄[A', B', C']` as `(AA', BC, B'C')`."""
        d, side = self.d, 2 * self.d
        both = self.pairs + np.swapaxes(self.pairs, 0, 1)
        table = both.reshape(side, side, side, side, 2, 2, -1)
        total = np.empty((side, side, side, side, 2, d, 2, d))
        for number, (m, m2) in enumerate(zip(*self.upper, strict=True)):
            total[..., m2, :, m] = table[..., number].transpose(1, 0, 3, 2, 5, 4)
            total[..., m, :, m2] = table[..., number]
        return total.transpose(0, 3, 1, 4, 5, 2, 6, 7).reshape((side**2,) * 3)

    def cross(self) -> Real:
        """`Σ Re z[A, B, C] x̄_{t+1}[j]` as `(jA, BC)`."""
        side = 2 * self.d
        return self.targets.reshape(side, side, side, self.d).transpose(3, 0, 1, 2).reshape(-1, side**2)


def _atoms(x: Complex) -> Complex:
    """1 and the entries of `Σ_{i≤s} x_i x_i^*`, as `(n, times, 1 + d²)`."""
    outer = (x[..., None] * x[:, :, None].conj()).reshape(*x.shape[:2], -1)
    return np.concatenate([np.ones_like(x[..., :1]), np.cumsum(outer, axis=1)], axis=2)


def _over_time(left: Complex, right: Complex) -> Complex:
    """`Σ_s left[s, a] right[s, b]` of each sequence as `(a, b, n)`, as a real matrix product each."""
    parts = np.concatenate([right.real, right.imag], axis=2)
    found = np.swapaxes(np.ascontiguousarray(left).view(np.float64), 1, 2) @ parts
    real, imaginary = found[:, 0::2], found[:, 1::2]
    count = right.shape[2]
    sums = np.empty((left.shape[2], count, len(left)), dtype=np.complex128)
    sums.real = (real[:, :, :count] - imaginary[:, :, count:]).transpose(1, 2, 0)
    sums.imag = (real[:, :, count:] + imaginary[:, :, :count]).transpose(1, 2, 0)
    return sums


def _real_product(left: Complex, right: Complex) -> Real:
    """`Re left right^T` over the sequences, `(a, b)` from `(a, n)` and `(b, n)`."""
    return np.asarray(left.view(np.float64) @ right.conj().view(np.float64).T, dtype=np.float64)
