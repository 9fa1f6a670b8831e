"""Exact variance of one estimator: the radial slope of the loss at a point of the line, with control variates or not.

The second route samples `D = Re Σ_t ⟨ŷ_t − x_{t+1}, ŷ_t⟩` on the line, `u = ab`. Its error bars need a number that
bounds the variance; this room provides it, and the runner hands it over. With `A_j = x_j²`, `N = T − 2` and
`S_{s,j} = Σ_{r≠j} A_r D_s(θ_r − θ_j)`, `D_s(φ) = (1/s) Σ_{k=1}^s e^{ikφ}`,

    D = N Σ_j (u² A_j³ − u A_j²)  +  Σ_{s≤N} Σ_j (2u² A_j² − u A_j) Re S_{s,j}  +  u² Σ_{s≤N} Σ_j A_j |S_{s,j}|².

Its parts by characters of θ are orthogonal. With `h_k = Σ_{s=k}^N 1/s`, `g_k = Σ_{s=k}^N 1/s²`, `p_m = Σ_j A_j^m`:

- the constant one is `N(u² p_3 − u p_2) + u² H_N (p_1 p_2 − p_3)`, the mean of D given x_1;
- that of `cos k(θ_r − θ_j)` is `2u A_j A_r [u((A_j + A_r)(2h_k − (k+1)g_k) + p_1 g_k) − h_k]`, for k = 1, …, N;
- those of three angles have exponents k, l − k and −l, `1 ≤ k < l ≤ N`, and `2u² A_j A_r A_i g_l` each: three choices
  of the angle with −l, and the complex conjugates.

So `E D²` is a mean of power sums, and so is the variance of D less a combination of power sums. Moments of order 12 are
needed; compared with quadrature in the tests.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from math import prod

from symbolic.algebra.harmonics import harmonic_float
from symbolic.algebra.partitions import Blocks, set_partitions
from symbolic.expectation.moments import falling
from symbolic.laws import Law
from symbolic.laws.coordinates import Number
from symbolic.laws.power_sums import power_sum_mean

PowerSums = Mapping[tuple[int, ...], float]
"""A polynomial in `p_k = Σ_j A_j^k`: coefficient of `p_{k1} p_{k2} …` by its sorted indices."""

TOTAL: PowerSums = {(1,): 1.0}

SQUARED_PAIR: PowerSums = {(2, 2): 1.0, (4,): -1.0}
"""`Σ_{j≠r} A_j² A_r²`; below with the factors `A_j + A_r` and `(A_j + A_r)²`."""

PAIR_TIMES_SUM: PowerSums = {(2, 3): 2.0, (5,): -2.0}
PAIR_TIMES_SQUARE: PowerSums = {(2, 4): 2.0, (3, 3): 2.0, (6,): -4.0}

SQUARED_TRIPLE: PowerSums = {(2, 2, 2): 1.0, (2, 4): -3.0, (6,): 2.0}
"""`Σ A_j² A_r² A_i²` over distinct j, r, i."""

ROUNDING = 1e-12
"""What is added to a variance that arises by cancellation, relative to its terms with their signs dropped."""


def radial_second_moment(law: Law, T: int, u: float) -> float:
    """`E D²` at `ab = u`; raises `MomentDoesNotExist` when the law lacks moments of order 12.

    >>> from symbolic.laws import Sparse
    >>> radial_second_moment(Sparse().at(3), 10, 1.0)  # the trained model predicts without error
    0.0
    """
    mean = _given_start(T, u)
    return max(0.0, expectation(law, _product(mean, mean))) + _given_start_variance(law, T, u)


def residual_variance(law: Law, T: int, u: float, controls: PowerSums) -> float:
    """Upper bound of the variance of D less a fixed combination of power sums, within rounding of it.

    Raises `MomentDoesNotExist` as `radial_second_moment` does.

    >>> from symbolic.laws import Ones
    >>> residual_variance(Ones().at(1), 10, 1.0, {(2,): 3.0}) < 1e-9
    True
    """
    left = _sum(_given_start(T, u), {indices: -c for indices, c in controls.items()})
    return _variance(law, left) + _given_start_variance(law, T, u)


def controls_variance(law: Law, controls: PowerSums) -> float:
    """Upper bound of the variance of a combination of power sums, within rounding of it."""
    return _variance(law, controls)


def _variance(law: Law, polynomial: PowerSums) -> float:
    size = {indices: abs(c) for indices, c in polynomial.items()}
    square, mean = expectation(law, _product(polynomial, polynomial)), expectation(law, polynomial)
    slack = ROUNDING * expectation(law, _product(size, size))
    found = square - mean**2
    return found + slack if found > slack else slack


def _given_start(T: int, u: float) -> PowerSums:
    """The mean of D given x_1."""
    times, crossed = T - 2, u**2 * harmonic_float(T - 2)
    return {(3,): times * u**2 - crossed, (2,): -times * u, (1, 2): crossed}


def _given_start_variance(law: Law, T: int, u: float) -> float:
    """The mean of the variance of D given x_1."""
    return max(0.0, u**2 * expectation(law, _pairs(T - 2, u)) + 4 * u**4 * _of_triples(T - 2) * _triples(law))


def _pairs(times: int, u: float) -> PowerSums:
    """`Σ_{j≠r} A_j² A_r² Σ_k [u((A_j + A_r) b_k + p_1 g_k) − h_k]²` with `b_k = 2h_k − (k+1)g_k`."""
    bb, bg, bh, gg, gh, hh = _over_lags(times)
    return _sum(
        _times(u**2 * bb, PAIR_TIMES_SQUARE),
        _times(2 * u**2 * bg, _product(PAIR_TIMES_SUM, TOTAL)),
        _times(-2 * u * bh, PAIR_TIMES_SUM),
        _times(u**2 * gg, _product(SQUARED_PAIR, _product(TOTAL, TOTAL))),
        _times(-2 * u * gh, _product(SQUARED_PAIR, TOTAL)),
        _times(hh, SQUARED_PAIR),
    )


def _triples(law: Law) -> float:
    return expectation(law, SQUARED_TRIPLE)


@lru_cache(maxsize=64)
def _over_lags(times: int) -> tuple[float, ...]:
    """Sums over k of the products of `b_k`, `g_k` and `h_k`, in the order of their names."""
    sums, h, g = [0.0] * 6, 0.0, 0.0
    for k in range(times, 0, -1):
        h, g = h + 1 / k, g + 1 / k**2
        b = 2 * h - (k + 1) * g
        sums = [s + p for s, p in zip(sums, (b * b, b * g, b * h, g * g, g * h, h * h), strict=True)]
    return tuple(sums)


@lru_cache(maxsize=64)
def _of_triples(times: int) -> float:
    """`Σ_l (l − 1) g_l²`."""
    total, g = 0.0, 0.0
    for l in range(times, 0, -1):
        g += 1 / l**2
        total += (l - 1) * g * g
    return total


def _times(factor: float, polynomial: PowerSums) -> PowerSums:
    return {indices: factor * c for indices, c in polynomial.items()}


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
