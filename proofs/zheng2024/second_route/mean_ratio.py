"""Mean of prediction over target, coordinate by coordinate, for arbitrary parameters.

    ratio_j = (1/(T-2)) Σ_{t=2}^{T-1} E[ŷ_{t,j} / x_{t+1,j} | x_j ≠ 0],       x_{t+1,j} = λ_j^t x_j,

the mean over `W` taken first, for each start, and the mean over the starts with `x_j ≠ 0` after it. Off the line a
prediction has parts without the factor `x_j`; each of them averages to zero over `W`, which only this order makes use
of. What is left over `W` is found by `exponents.target_counts`, by listing exponent vectors; its moments of the start
are summed from the nodes of `rules`. No formula of the exact side enters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from numeric_check.arrays import Integers, Parameters, Real
from numeric_check.laws.node_moments import nonzero
from numeric_check.laws.rules import factors
from proofs.zheng2024.second_route.exponents import SHIFTS, Pattern, target_counts
from proofs.zheng2024.second_route.forward import KQ_BLOCKS, PV_BLOCKS
from symbolic.laws import Law

DEGREE = 2


@dataclass(frozen=True)
class _Part:
    """Row n of the sparse `weights (n, d)` belongs to `W_PV[j_n, k_n] W_KQ[l_n, m_n]` and stands at column `j_n`."""

    pv: str
    kq: str
    j: Integers
    k: Integers
    l: Integers
    m: Integers
    weights: Any


@dataclass(frozen=True)
class MeanRatio:
    """The ratio above for a law and a length T; raises ValueError for `T < 3` and as `rules.factors` does.

    >>> from proofs.zheng2024.second_route.forward import on_line
    >>> from symbolic.laws import Sparse
    >>> MeanRatio(Sparse().at(2), 5).at(on_line(2, 1.0, 1.0)).tolist()  # such starts are predicted without error
    [1.0, 1.0]
    """

    law: Law
    T: int

    def __post_init__(self) -> None:
        _ = self._parts

    def at(self, parameters: Parameters) -> Real:
        """The ratio of every coordinate, `(d,)` or `(n, d)` like the blocks; NaN where `x_j` is 0 almost surely."""
        total = np.zeros(next(iter(parameters.values())).shape[:-1])
        for part in self._parts:
            if part.pv in parameters and part.kq in parameters:
                pv, kq = parameters[part.pv][..., part.j, part.k], parameters[part.kq][..., part.l, part.m]
                total += (pv * kq) @ part.weights
        return np.where(self._chances > 0, total, np.nan)

    @cached_property
    def _chances(self) -> Real:
        return np.array([float(self.law.nonzero_probability(j)) for j in range(self.law.d)])

    @cached_property
    def _parts(self) -> tuple[_Part, ...]:
        return tuple(self._listed())

    def _listed(self) -> Iterator[_Part]:
        from scipy.sparse import csr_array

        rules = factors(self.law, DEGREE)
        for pattern, counts in target_counts(self.T).items():
            coordinates, moments = nonzero(rules, _powers(pattern))
            j, k, l, m = coordinates[:, list(pattern)].T
            for (v, key, query), count in zip(SHIFTS, counts, strict=True):
                if count:
                    weights = count / (self.T - 2) * moments / self._chances[j]
                    sparse = csr_array((weights, (np.arange(len(j)), j)), shape=(len(j), self.law.d))
                    yield _Part(PV_BLOCKS[v], KQ_BLOCKS[2 * key + query], j, k, l, m, sparse)


def _powers(pattern: Pattern) -> tuple[int, ...]:
    """Exponents of the distinct coordinates in `x_k x_l x_m / x_j`, where j has the label 0.

    A power of `x_j` is left wherever a term survives the mean over `W`, so that starts with `x_j = 0` contribute
    nothing to its moment; ArithmeticError if not.
    """
    powers = np.bincount(pattern)
    powers[0] -= 2
    if powers[0] < 1:
        raise ArithmeticError(f"a term of the coordinates {pattern} survives whose ratio to the target has a pole")
    return tuple(powers.tolist())
