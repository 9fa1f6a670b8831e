"""What of a slope, averaged over the start, is known from the turn W alone: control variates with mean 0.

The eigenvalues of W are independent and uniform on the circle. So over distinct coordinates `λ_j^k conj(λ_r^k)` and
`λ_j^k λ_r^(l−k) conj(λ_i^l)` have mean 0 for `0 < k < l`, and whatever a slope is made of, they carry much of its
spread. With smooth functions φ of the *lag*, `m_j = E A_j` and a symmetric M over the nodes of the start, controls are

- `Σ_k φ(k) Σ_{j≠r} M_jr λ_j^k conj(λ_r^k)`,
- `Σ_l φ(l) Σ_{0<k<l} Σ m_j m_r m_i Re λ_j^k λ_r^(l−k) conj(λ_i^l)`, distinct j, r, i.

Which combination is taken off is fitted to a sample of its own: the formula of the slope plays no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws.gauss_rules import Rule

SINGULAR = 1e-10
"""Columns, each of length one, that are dependent up to this are not told apart."""

SHAPES = 7
"""Functions of the lag."""

ENTRIES = 2**20
"""Powers of eigenvalues that are held at a time: 16 MB."""


@dataclass(frozen=True, eq=False)
class Weights:
    """Matrices M `(n, d, d)` with an empty diagonal, linearly independent, and m `(d,)`."""

    pairs: Real
    single: Real

    @staticmethod
    def of(starts: Rule) -> Weights:
        """M spans the means of `A_j A_r` times 1, `A_j + A_r` and `Σ_i A_i`."""
        points, shares = starts
        squares = points**2
        plain, more = (np.einsum("n,nj,nr->jr", shares, left, squares) for left in (squares, squares**2))
        summed = np.einsum("n,nj,nr->jr", shares * squares.sum(axis=1), squares, squares)
        means = np.stack([plain, more + more.T, summed]) * (1 - np.eye(points.shape[1]))
        return Weights(_independent(means), shares @ squares)


@dataclass(frozen=True, eq=False)
class TurnControls:
    """A combination of controls: coefficients of the lags beside each M, `(n, lags)`, and beside m, `(lags,)`."""

    weights: Weights
    pairs: Real
    triples: Real

    @staticmethod
    def none(weights: Weights, lags: int) -> TurnControls:
        return TurnControls(weights, np.zeros((len(weights.pairs), lags)), np.zeros(lags))

    @property
    def by_pair(self) -> Real:
        """What stands before `cos k(θ_j − θ_r)` for `j ≠ r`, as `(lags, d, d)`."""
        return np.asarray(np.einsum("ik,ijr->kjr", self.pairs, self.weights.pairs))

    @property
    def by_triple(self) -> Real:
        """What stands before `cos(kθ_j + (l−k)θ_r − lθ_i)` for distinct j, r, i, as `(lags, d, d, d)`."""
        m = self.weights.single
        return np.asarray(np.einsum("l,j,r,i->ljri", self.triples, m, m, m))

    def values(self, lam: Complex) -> Real:
        """The combination for eigenvalues `(m, d)`, as `(m,)`."""
        pairs, triples = _features(self.weights, lam, self.pairs[:, None, :], self.triples[None, :])
        return np.asarray(pairs.sum(axis=(0, 1)) + triples.sum(axis=0))


def fitted(weights: Weights, lam: Complex, slopes: Real, lags: int) -> TurnControls:
    """The combination that fits slopes `(m,)` best."""
    smooth = shapes(lags)
    pairs, triples = _features(weights, lam, np.tile(smooth, (len(weights.pairs), 1, 1)), smooth)
    table = np.concatenate([*pairs, triples]).T
    lengths = np.linalg.norm(table, axis=0)
    lengths[lengths == 0] = 1
    table = np.column_stack([table / lengths, np.ones(len(slopes))])
    found = (np.linalg.lstsq(table, slopes, rcond=SINGULAR)[0][:-1] / lengths).reshape(-1, SHAPES) @ smooth
    return TurnControls(weights, found[:-1], found[-1])


def shapes(lags: int) -> Real:
    """Smooth functions of the lag at `k = 1, …, lags`, as `(SHAPES, lags)`."""
    k = np.arange(1, lags + 1, dtype=np.float64)
    return np.stack([np.ones(lags), np.log(k), k / lags, 1 / k, k**-2, k**-3, k**-4])


def _features(weights: Weights, lam: Complex, by_pair: Real, by_triple: Real) -> tuple[Real, Real]:
    """Controls with coefficients `(n, s, lags)` and `(s, lags)`, as `(n, s, m)` and `(s, m)`."""
    size = max(1, ENTRIES // (by_triple.shape[-1] * lam.shape[1]))
    parts = [_sums(weights, lam[first : first + size], by_triple.shape[-1]) for first in range(0, len(lam), size)]
    pairs = [np.einsum("isk,ikm->ism", by_pair, part) for part, _ in parts]
    return np.concatenate(pairs, axis=2), np.concatenate([by_triple @ part for _, part in parts], axis=1)


def _sums(weights: Weights, lam: Complex, lags: int) -> tuple[Real, Real]:
    """The sums over coordinates, and over k where there are three of them: `(n, lags, m)` and `(lags, m)`."""
    powers: Complex = np.cumprod(np.broadcast_to(lam, (lags, *lam.shape)), axis=0, dtype=np.complex128)
    pairs = np.stack([np.sum((powers @ mean) * powers.conj(), axis=2).real for mean in weights.pairs])
    return pairs, _triples(powers, weights.single)


def _triples(powers: Complex, m: Real) -> Real:
    """All j, r, i by a convolution over k, less those that are not distinct."""
    lags = len(powers)
    sums, squares = powers @ m, powers @ m**2
    spectrum = np.fft.fft(np.concatenate([np.zeros_like(sums[:1]), sums]), 2 * lags + 2, axis=0)
    every = np.fft.ifft(spectrum**2, axis=0)[1 : lags + 1] * sums.conj()
    meeting, before = (squares * sums.conj()).real - np.sum(m**3), np.arange(lags)[:, None]
    both = 2 * (np.cumsum(meeting, axis=0) - meeting)
    return np.asarray(every.real - before * (meeting + np.sum(m**3)) - both)


def _independent(means: Real) -> Real:
    """A basis of what matrices span, in their unit."""
    _, sizes, rows = np.linalg.svd(means.reshape(len(means), -1), full_matrices=False)
    kept = sizes >= SINGULAR * sizes[0]
    return np.asarray((sizes[kept, None] * rows[kept]).reshape(-1, *means.shape[1:]))
