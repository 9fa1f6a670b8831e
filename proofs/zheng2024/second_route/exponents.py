"""How many terms of a product of predictions survive the mean over the torus, counted one exponent vector at a time.

Coordinate j of `x_i` is `λ_j^{i-1}` times a start, so each factor has an exponent vector, and each term of

    ŷ_t = (1/(t-1)) Σ_{i<=t} (… x_{i-v}) (x_{i-k}^* …) x_{t-q},        v, k, q in {0, 1}, x_0 = 0,

has the sum of three of them. The characters of the torus are orthonormal: `E λ^m conj(λ^n)` is 1 for equal exponent
vectors and 0 otherwise. So the mean of a product of two terms is the number of pairs of summation times at which the
vectors agree, and here those pairs are found by listing and comparing; no equation is solved. The count depends on the
coordinates only through which of them coincide: six labels, 203 patterns, whatever d is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from numeric_check.arrays import Integers, Real
from proofs.zheng2024.second_route.forward import T_MIN
from symbolic.progress import parts

Pattern = tuple[int, ...]
"""Which labels coincide: numbered by first appearance."""

SHIFTS = tuple(product((0, 1), repeat=3))
"""`(v, k, q)`: which half of a token each factor reads, 0 for the newer."""

MOST_LABELS = 6


@dataclass(frozen=True)
class Terms:
    """Laurent monomials: exponent vectors `(n, 6)`, and the row `(n,)` of a table that each is counted in."""

    row: Integers
    exponents: Integers


def patterns(labels: int) -> list[Pattern]:
    """Every way so many labels can coincide.

    >>> patterns(3)
    [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, 2)]
    """
    found: list[Pattern] = [()]
    for _ in range(labels):
        found = [(*start, label) for start in found for label in range(max(start, default=-1) + 2)]
    return found


@lru_cache(maxsize=8)
def pair_counts(T: int) -> dict[Pattern, Real]:
    """`Σ_t (t-1)^{-2} ·` number of pairs `(i, i')`, for labels `(k, l, m, k', l', m')` and shifts `(8, 8)`.

    Patterns without a surviving pair are left out. Raises ValueError for `T < 3`.

    >>> pair_counts(3)[0, 1, 2, 0, 1, 2][0].astype(int).tolist()  # t = 2: i = i' is 1 or 2; x_1 x_1^* x_2 comes twice
    [2, 0, 0, 0, 0, 0, 1, 0]
    """
    every = patterns(MOST_LABELS)
    first, second = sorted({pattern[:3] for pattern in every}), sorted({pattern[3:] for pattern in every})
    total = np.zeros((len(SHIFTS) * len(first), len(SHIFTS) * len(second)))
    for t in parts(_times(T), "expanding the loss", float):
        total += matches(terms(first, t), terms(second, t), total.shape) / (t - 1) ** 2
    table = total.reshape(len(first), len(SHIFTS), len(second), len(SHIFTS))
    return _surviving({p: table[first.index(p[:3]), :, second.index(p[3:])] for p in every})


@lru_cache(maxsize=8)
def target_counts(T: int) -> dict[Pattern, Real]:
    """`Σ_t (t-1)^{-1} ·` number of i at which a term is the target `x_{t+1,j}`: labels `(j, k, l, m)`, shifts `(8,)`.

    Patterns without a surviving term are left out. Raises ValueError for `T < 3`.
    """
    every = patterns(4)
    total = np.zeros((1, len(SHIFTS) * len(every)))
    for t in _times(T):
        total += matches(target(t), terms([pattern[1:] for pattern in every], t), total.shape) / (t - 1)
    return _surviving(dict(zip(every, total.reshape(len(every), len(SHIFTS)), strict=True)))


def terms(labels: Sequence[Pattern], t: int) -> Terms:
    """The terms of `(t-1) ŷ_t` with the coordinates `(k, l, m)`; row `8n + s` is n-th labels, s-th shifts."""
    value, key, query = (np.array(SHIFTS)[:, factor, None] for factor in range(3))
    i = np.arange(1, t + 1)
    present = (i - value >= 1) & (i - key >= 1)
    powers = np.stack([i - value - 1, -(i - key - 1), np.broadcast_to(t - query - 1, present.shape)])[:, present]
    unit = np.eye(MOST_LABELS, dtype=np.int64)[np.array(labels)]
    exponents = sum(powers[factor, None, :, None] * unit[:, factor, None] for factor in range(3))
    row = len(SHIFTS) * np.arange(len(labels))[:, None] + np.nonzero(present)[0]
    return Terms(row.ravel(), np.asarray(exponents, dtype=np.int64).reshape(-1, MOST_LABELS))


def target(t: int) -> Terms:
    """`x_{t+1}` at the coordinate labelled 0."""
    return Terms(np.zeros(1, dtype=np.int64), t * np.eye(1, MOST_LABELS, dtype=np.int64))


def matches(left: Terms, right: Terms, shape: tuple[int, int]) -> Real:
    """Number of pairs of equal exponent vectors, by row of the left and row of the right."""
    from scipy.sparse import csr_array

    used = np.any(left.exponents != 0, axis=0)
    possible = ~np.any(right.exponents[:, ~used], axis=1)
    ours, theirs = _keys(left.exponents[:, used], right.exponents[possible][:, used])
    known, place = np.unique(ours, return_inverse=True)
    position = np.minimum(np.searchsorted(known, theirs), len(known) - 1)
    hit = known[position] == theirs
    lefts = csr_array((np.ones(len(place)), (left.row, place)), shape=(shape[0], len(known)))
    rights = (right.row[possible][hit], position[hit])
    found = lefts @ csr_array((np.ones(len(rights[0])), rights), shape=(shape[1], len(known))).T
    return np.asarray(found.toarray(), dtype=np.float64)


def _keys(left: Integers, right: Integers) -> tuple[Integers, Integers]:
    """One integer for each exponent vector, equal exactly where the vectors are."""
    span = 1 + 2 * max(int(np.max(np.abs(one), initial=0)) for one in (left, right))
    if span ** left.shape[1] >= 2**63:
        raise ValueError(f"exponents up to {span // 2} in {left.shape[1]} coordinates do not fit one integer")
    digits = span ** np.arange(left.shape[1], dtype=np.int64)
    return left @ digits, right @ digits


def _times(T: int) -> range:
    if T < T_MIN:
        raise ValueError(f"the loss sums over t = 2, …, T-1 and needs T >= {T_MIN}; T is {T}")
    return range(2, T)


def _surviving(counts: dict[Pattern, Real]) -> dict[Pattern, Real]:
    return {pattern: table for pattern, table in counts.items() if table.any()}
