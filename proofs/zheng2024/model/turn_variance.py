"""Exact variance over W of the slope of the loss along the line, once it is averaged over the start.

In the notation of `variance`: the mean of D over `x_1` has the same characters of θ, and instead of their coefficients
these coefficients' means,

- `2u [u(b_k E A_j A_r (A_j + A_r) + g_k E A_j A_r p_1) − h_k E A_j A_r]` at `cos k(θ_r − θ_j)`, where
  `b_k = 2h_k − (k+1)g_k`,
- `2u² g_l E A_j A_r A_i` at each character of three angles, once for every order of the coordinates.

So its variance is a sum of squares of means of order six at most, and a combination of characters that is taken off
is taken off these coefficients. Compared with quadrature in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from symbolic.laws import Law

Table = Any
"""An array of floats."""


@dataclass(frozen=True, eq=False)
class Products:
    """`E A_j A_r`, `E A_j A_r (A_j + A_r)` and `E A_j A_r A_i` over distinct coordinates, and 0 elsewhere."""

    pairs: Table
    sums: Table
    triples: Table

    @staticmethod
    def of(law: Law) -> Products:
        """Raises `MomentDoesNotExist` when the law lacks moments of order six."""
        pairs, squares, triples = (_mixed(law, powers) for powers in ((2, 2), (4, 2), (2, 2, 2)))
        return Products(pairs, squares + squares.T, triples)


def turn_variance(law: Law, T: int, u: float, by_pair: Table, by_triple: Table) -> float:
    """Variance of the mean of D over the start, less a combination of characters with these coefficients.

    `by_pair` `(T−2, d, d)` stand before `cos k(θ_j − θ_r)` for `j ≠ r`, `by_triple` `(T−2, d, d, d)` before
    `cos(kθ_j + (l−k)θ_r − lθ_i)` for distinct j, r, i and `0 < k < l`, symmetric in j, r and i; both in every order.

    >>> import numpy as np
    >>> from symbolic.laws import Ones
    >>> turn_variance(Ones().at(1), 10, 1.0, np.zeros((8, 1, 1)), np.zeros((8, 1, 1, 1)))
    0.0
    """
    products, (h, g), k = Products.of(law), lag_sums(T - 2), np.arange(1, T - 1)
    total, apart = products.sums + products.triples.sum(axis=2), 1 - np.eye(law.d)
    mean = u * (np.multiply.outer(2 * h - (k + 1) * g, products.sums) + np.multiply.outer(g, total))
    pairs = 2 * u * (mean - np.multiply.outer(h, products.pairs)) - by_pair - np.swapaxes(by_pair, 1, 2)
    triples = 2 * u**2 * np.multiply.outer(g, products.triples) - by_triple
    squares = np.einsum("ljri,jr,ri,ij->l", triples**2, apart, apart, apart)
    return float(np.sum(pairs**2 * apart) / 4 + (k - 1) @ squares)


def lag_sums(times: int) -> tuple[Table, Table]:
    """`h_k = Σ_{s=k}^N 1/s` and `g_k = Σ_{s=k}^N 1/s²` for `k = 1, …, N`."""
    s = np.arange(1, times + 1, dtype=np.float64)
    h, g = (np.cumsum((1 / power)[::-1])[::-1] for power in (s, s**2))
    return h, g


def _mixed(law: Law, powers: tuple[int, ...]) -> Table:
    """Mixed moments of distinct coordinates, by the coordinates."""
    found = np.zeros((law.d,) * len(powers))
    whole = float(law.family_moment(powers)) if law.exchangeable and len(powers) <= law.d else None
    for place in permutations(range(law.d), len(powers)):
        found[place] = float(law.moment(_exponents(law.d, place, powers))) if whole is None else whole
    return found


def _exponents(d: int, place: tuple[int, ...], powers: tuple[int, ...]) -> tuple[int, ...]:
    exponents = [0] * d
    for j, power in zip(place, powers, strict=True):
        exponents[j] = power
    return tuple(exponents)
