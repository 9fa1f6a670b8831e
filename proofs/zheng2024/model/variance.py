"""Upper bound of the variance of one estimator: the radial slope of the loss at a point of the line.

The second route samples `D = Re Σ_t ⟨ŷ_t − x_{t+1}, ŷ_t⟩` on the line, `u = ab`. Its error bars need a number that
bounds `E D²`; this room provides it, and the runner hands it over. With `A_j = x_j²`, `N = T − 2` and
`S_{t,j} = Σ_{r≠j} A_r D_t(θ_r − θ_j)`, `D_t(φ) = (1/(t−1)) Σ_{k=1}^{t−1} e^{ikφ}`,

    D = N Σ_j (u² A_j³ − u A_j²)  +  Σ_t Σ_j (2u² A_j² − u A_j) Re S_{t,j}  +  u² Σ_t Σ_j A_j |S_{t,j}|².

The first two parts are orthogonal and their squares are exact: `E Re D_t Re D_s = 1/(2 max(t−1, s−1))`, whose sum over
t and s is `(2N − H_N)/2`. The third is bounded by Minkowski over t, `|S_{t,j}| <= B_j = Σ_{r≠j} A_r` and
`E_W |S_{t,j}|² = Σ_{r≠j} A_r² / (t−1)`. Needs moments of order 12; compared with quadrature in the tests.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from math import prod, sqrt

from symbolic.algebra.harmonics import harmonic_float
from symbolic.algebra.partitions import Blocks, set_partitions
from symbolic.expectation.moments import falling
from symbolic.laws import Law
from symbolic.laws.coordinates import Number
from symbolic.laws.power_sums import power_sum_mean

PowerSums = Mapping[tuple[int, ...], float]
"""A polynomial in `p_k = Σ_j A_j^k`: coefficient of `p_{k1} p_{k2} …` by its sorted indices."""

DISTINCT_PAIR = {(1, 2): 1.0, (3,): -1.0}
"""`Σ_{j≠r} A_j A_r²`."""

SQUARED_REST = {(1, 1, 1): 1.0, (1, 2): -2.0, (3,): 1.0}
"""`Σ_j A_j B_j²`."""


def radial_second_moment(law: Law, T: int, u: float) -> float:
    """Upper bound of `E D²` at `ab = u`; raises `MomentDoesNotExist` when the law lacks moments of order 12.

    >>> from symbolic.laws import Sparse
    >>> radial_second_moment(Sparse().at(3), 10, 1.0)  # the trained model predicts without error
    0.0
    """
    times = T - 2
    diagonal: PowerSums = {(3,): u**2, (2,): -u}
    exact = times**2 * expectation(law, _product(diagonal, diagonal))
    exact += (2 * times - harmonic_float(times)) / 2 * expectation(law, _interference(u))
    rest = u**2 * _inverse_roots(times) * sqrt(max(0.0, expectation(law, _product(SQUARED_REST, DISTINCT_PAIR))))
    return (sqrt(max(0.0, exact)) + rest) ** 2


def _interference(u: float) -> PowerSums:
    """`Σ_{j<r} (c_j A_r + c_r A_j)²` with `c_j = 2u² A_j² − u A_j`."""
    square: PowerSums = {(4,): 4 * u**4, (3,): -4 * u**3, (2,): u**2}
    along: PowerSums = {(3,): 2 * u**2, (2,): -u}
    coincident: PowerSums = {(k + 2,): -2 * c for (k,), c in square.items()}
    return _sum(_product(square, {(2,): 1.0}), _product(along, along), coincident)


def _inverse_roots(times: int) -> float:
    """Upper bound of `Σ_{s=1}^{N} s^{-1/2}`, within 1/2 of it."""
    return 2 * sqrt(times) - 1


def _product(left: PowerSums, right: PowerSums) -> PowerSums:
    out: dict[tuple[int, ...], float] = defaultdict(float)
    for one, x in left.items():
        for two, y in right.items():
            out[tuple(sorted((*one, *two)))] += x * y
    return out


def _sum(*parts: PowerSums) -> PowerSums:
    out: dict[tuple[int, ...], float] = defaultdict(float)
    for part in parts:
        for indices, c in part.items():
            out[indices] += c
    return out


def expectation(law: Law, polynomial: PowerSums) -> float:
    """`E` of a polynomial in power sums of `A_j = x_j²`.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> expectation(IID(Gaussian()).at(3), {(1, 1): 1.0})  # E |x|⁴ = d² + 2d
    15.0
    """
    known = cache(lambda powers: _rounded((law.family_moment if law.exchangeable else law.moment)(powers)))
    return sum(c * float(_monomial(law, indices, known)) for indices, c in polynomial.items() if c)


def _monomial(law: Law, indices: tuple[int, ...], known: Callable[[tuple[int, ...]], Number]) -> Number:
    if not law.exchangeable and law.atoms is None:
        return power_sum_mean(law, indices, known)
    if not law.exchangeable:
        table = law.atoms or ()
        return sum((w * prod(sum(x ** (2 * k) for x in point) for k in indices) for point, w in table), Fraction(0))
    possible = ((ways * falling(law.d, len(p)), p) for p, ways in _coincidences(indices) if len(p) <= law.d)
    return sum((ways * known(powers) for ways, powers in possible), Fraction(0))


def _rounded(moment: Number) -> Number:
    """A rational as it is; no moment here is negative, so that sums of rounded ones lose no digits."""
    return moment if isinstance(moment, (int, Fraction)) else float(moment)


@lru_cache(maxsize=64)
def _coincidences(indices: tuple[int, ...]) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Exponents of distinct coordinates, in decreasing order, and in how many ways they come out of the power sums."""
    return tuple(Counter(_added(indices, blocks) for blocks in set_partitions(len(indices))).items())


def _added(indices: tuple[int, ...], blocks: Blocks) -> tuple[int, ...]:
    powers = [0] * (max(blocks, default=-1) + 1)
    for block, k in zip(blocks, indices, strict=True):
        powers[block] += 2 * k
    return tuple(sorted(powers, reverse=True))
