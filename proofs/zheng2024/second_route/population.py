"""Population loss and gradient as a numeric polynomial in the parameters: no sample, no average over eigenvalues.

With `P = (W_PV_12, W_PV_13)`, `d × 2d`, and K the four blocks of `W_KQ`, `2d × 2d`, a prediction is a sum over labels
`A = (v, k)`, `B = (κ, l)`, `C = (q, m)` of halves and coordinates: `ŷ_t = Σ P[:, A] K[B, C] · (a term)`. Hence

    L = ½ Σ (P^T P)[A, A'] K[B, C] K[B', C'] S[AA', BCB'C']  −  Σ P[j, A] K[B, C] R[jA, BC]  +  ½ (T-2) Σ_j E x_j²,

where an entry of S is a moment of `x_1` (from `node_moments`) times a number of pairs of equal exponent vectors (from
`exponents`). S and R are sparse and are made once; a gradient is then a few products with them, whatever T is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from numeric_check.arrays import Integers, Parameters, Real, Shapes
from numeric_check.laws.gauss_rules import Rule
from numeric_check.laws.node_moments import LIMIT, Moments, TooManyTerms, nonzero
from numeric_check.laws.rules import factors
from proofs.zheng2024.second_route.exponents import SHIFTS, Pattern, pair_counts, target_counts
from proofs.zheng2024.second_route.forward import full, shapes
from proofs.zheng2024.second_route.one_pass import by_name
from symbolic.laws import Law

DEGREE = 6

DENSE = 2**16
"""Tables with at most so many entries are stored with their zeros."""


@dataclass(frozen=True)
class Population:
    """The exact loss of a law and a length T, up to rounding, ready to be evaluated at many parameters.

    Everything that does not depend on the parameters is computed on construction, which raises TypeError for a law of
    an unknown class, `MomentDoesNotExist` where moments up to the sixth do not exist, `TooManyTerms` above `limit`
    terms, and ValueError for `T < 3` or moments beyond the range of floating point.

    >>> from proofs.zheng2024.second_route.forward import on_line
    >>> from symbolic.laws import Sparse
    >>> Population(Sparse().at(3), 10).loss(on_line(3, 1.0, 1.0))  # such starts are predicted without error
    0.0
    """

    law: Law
    T: int
    limit: int = LIMIT

    def __post_init__(self) -> None:
        _ = self._polynomial

    @property
    def d(self) -> int:
        return self.law.d

    @property
    def blocks(self) -> Shapes:
        return shapes(self.d)

    @property
    def terms(self) -> int:
        """Number of nonzero coefficients."""
        return self._polynomial.terms

    def loss(self, parameters: Parameters) -> float:
        """`E L`; raises ValueError for blocks that are unknown or not `d × d`."""
        return self._polynomial.loss(*self._matrices(parameters))

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        """Derivative of `E L` by every real entry, `(d, d)` a block; raises as `loss` does."""
        return by_name(*self._polynomial.gradient(*self._matrices(parameters)))

    def with_gradient(self, parameters: Parameters) -> tuple[float, dict[str, Real]]:
        """`loss` and `gradient`, for little more than the latter."""
        loss, gradient = self._polynomial.with_gradient(*self._matrices(parameters))
        return loss, by_name(*gradient)

    @cached_property
    def _polynomial(self) -> _Polynomial:
        return _polynomial(factors(self.law, DEGREE), self.law.d, self.T, self.limit)

    def _matrices(self, parameters: Parameters) -> tuple[Real, Real]:
        pv, kq = full(parameters)
        if len(pv) != 3 * self.d:
            raise ValueError(f"parameter blocks must be {self.d} x {self.d}; they are {len(pv) // 3} x {len(pv) // 3}")
        return pv[: self.d, self.d :], kq[self.d :, self.d :]


@dataclass(frozen=True)
class _Polynomial:
    """S as `pairs`, `(4d², n)`: its n columns are the pairs `first`, `second` of entries of K; R as `targets`."""

    pairs: Any
    pairs_transposed: Any
    first: Integers
    second: Integers
    targets: Any
    targets_transposed: Any
    constant: float
    terms: int

    def loss(self, pv: Real, kq: Real) -> float:
        k = kq.ravel()
        square = (pv.T @ pv).ravel() @ (self.pairs @ (k[self.first] * k[self.second]))
        return float(0.5 * square - pv.ravel() @ (self.targets @ k) + self.constant)

    def gradient(self, pv: Real, kq: Real) -> tuple[Real, Real]:
        """Derivatives by P and by K."""
        return self.with_gradient(pv, kq)[1]

    def with_gradient(self, pv: Real, kq: Real) -> tuple[float, tuple[Real, Real]]:
        """The loss and its derivatives; S does not change when primed and unprimed labels are exchanged."""
        k, p, products = kq.ravel(), pv.ravel(), (pv.T @ pv).ravel()
        partner = k[self.second]
        response, target = self.pairs @ (k[self.first] * partner), self.targets @ k
        by_pv = pv @ response.reshape(kq.shape) - target.reshape(pv.shape)
        weight = self.pairs_transposed @ products
        by_kq = np.bincount(self.first, weight * partner, len(k)) - self.targets_transposed @ p
        return float(0.5 * (products @ response) - p @ target + self.constant), (by_pv, by_kq.reshape(kq.shape))


def _polynomial(rules: list[Rule], d: int, T: int, limit: int) -> _Polynomial:
    from scipy.sparse import csr_array

    side, entries = 2 * d, (2 * d) ** 2
    a, b, c, a2, b2, c2, value = _collected(_pair_terms(rules, d, T, limit), 6, limit)
    columns, column = np.unique((b * side + c) * entries + b2 * side + c2, return_inverse=True)
    pairs = csr_array((value, (a * side + a2, column)), shape=(entries, len(columns)))
    pairs.sum_duplicates()
    j, a, b, c, value = _collected(_target_terms(rules, d, T, limit), 4, limit)
    targets = csr_array((value, (j * side + a, b * side + c)), shape=(d * side, entries))
    second = float(np.sum(nonzero(rules, (2,))[1]))
    by_entries = columns // entries, columns % entries
    of_pairs, of_targets = ((_stored(table), _stored(table.T.tocsr())) for table in (pairs, targets))
    return _Polynomial(*of_pairs, *by_entries, *of_targets, 0.5 * (T - 2) * second, int(pairs.nnz + targets.nnz))


def _stored(table: Any) -> Any:
    """A small table with its zeros: products with it take less time than SciPy needs to begin a sparse one."""
    return table.toarray() if np.prod(table.shape) <= DENSE else table


def _pair_terms(rules: list[Rule], d: int, T: int, limit: int) -> Iterator[tuple[Integers, Real]]:
    """Labels `(A, B, C, A', B', C')`, `(6, n)`, and coefficients `(n,)`, one pattern of coincidences after another."""
    shifts = np.array(SHIFTS)
    for pattern, counts, (coordinates, moment) in _by_pattern(pair_counts(T), rules, limit):
        left, right = np.nonzero(counts)
        halves = np.concatenate([shifts[left], shifts[right]], axis=1)
        yield _labels(halves, coordinates[:, pattern], d), np.multiply.outer(counts[left, right], moment).ravel()


def _target_terms(rules: list[Rule], d: int, T: int, limit: int) -> Iterator[tuple[Integers, Real]]:
    """Labels `(j, A, B, C)`, `(4, n)`, and coefficients `(n,)`."""
    shifts = np.array(SHIFTS)
    for pattern, counts, (coordinates, moment) in _by_pattern(target_counts(T), rules, limit):
        (row,) = np.nonzero(counts)
        halves = np.concatenate([np.zeros((len(row), 1), dtype=np.int64), shifts[row]], axis=1)
        yield _labels(halves, coordinates[:, pattern], d), np.multiply.outer(counts[row], moment).ravel()


def _by_pattern(
    counts: Mapping[Pattern, Real], rules: list[Rule], limit: int
) -> Iterator[tuple[list[int], Real, Moments]]:
    """The patterns with their counts, and the moments of products of coordinates that coincide in this way."""
    known: dict[tuple[int, ...], Moments] = {}
    for pattern, table in counts.items():
        powers = tuple(np.bincount(pattern).tolist())
        if powers not in known:
            known[powers] = nonzero(rules, powers, limit)
        yield list(pattern), table, known[powers]


def _labels(halves: Integers, coordinates: Integers, d: int) -> Integers:
    """`half · d + coordinate` of each factor, `(factors, n)`, for every choice of halves and of coordinates."""
    combined = halves[:, None] * d + coordinates[None]
    return combined.reshape(-1, halves.shape[1]).T


def _collected(parts: Iterator[tuple[Integers, Real]], labels: int, limit: int) -> tuple[Any, ...]:
    """All labels and, last, all coefficients."""
    found: list[tuple[Integers, Real]] = [(np.zeros((labels, 0), dtype=np.int64), np.zeros(0))]
    total = 0
    for part in parts:
        total += len(part[1])
        if total > limit:
            raise TooManyTerms(total, limit)
        found.append(part)
    return (*np.concatenate([names for names, _ in found], axis=1), np.concatenate([values for _, values in found]))
