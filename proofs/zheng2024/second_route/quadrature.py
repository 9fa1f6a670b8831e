"""Population loss and gradient by quadrature: exact up to rounding, with no formula for any moment.

The starts run through the nodes of `rules`, each `λ_j` through the M-th roots of unity. The per-sequence loss is a
polynomial in `x_1` and `λ`, so the weighted sum over all nodes is its expectation once both rules are long enough:

**Degree in `x_1`.** `ŷ_t` is cubic and `x_{t+1}` linear in `x_1`; `‖ŷ_t − x_{t+1}‖²`, the gradient's entries and the
radial derivative have degree 6 at most, in each coordinate and in all; their squares 12.

**Exponent of one `λ_j`.** A monomial of `ŷ_t` is `x_{i-v} conj(x_{i-k}) x_{t-q}` with `i <= t` and shifts 0 or 1, one
coordinate of each, and coordinate j of `x_i` carries `λ_j^{i-1}`. The exponent of `λ_j` in it is at most `2(t-1)`
(first and third factor) and at least `-(t-1)` (second factor). So `ŷ_t ŷ_t^*` has exponents up to `3(t-1)` in modulus,
`ŷ_t x_{t+1}^*` up to `(t-1) + t`, and both are at most `3(T-2)` for `2 <= t <= T-1`, `T >= 3`. The mean of `λ^n` over
M-th roots of unity is 0 unless M divides n, hence `M = 3(T-2) + 1` is right; for squares `M = 6(T-2) + 1`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import prod
from typing import Any

import numpy as np

from numeric_check.laws.gauss_rules import OutOfReach as OutOfReach
from numeric_check.laws.gauss_rules import Rule
from numeric_check.laws.gauss_rules import TooLarge as TooLarge
from numeric_check.laws.rules import factors
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route import one_pass as running
from proofs.zheng2024.second_route.forward import T_MIN, Complex, Parameters, Real
from symbolic.laws import Law

Integrand = Callable[[Real, Complex], Real]
"""From starts and eigenvalues, both `(m, d)`, to values `(m, …)`."""

DEGREE = 6
LIMIT = 4_000_000
CHUNK = 8192


def loss(law: Law, T: int, parameters: Parameters, limit: int = LIMIT) -> float:
    """Population loss `E L`.

    Raises OutOfReach, in words, above `limit` nodes and where the law's rule is not accurate; TypeError for a law of an
    unknown class, ValueError for shapes that do not fit.
    """
    return float(_expectation(law, T, lambda x1, lam: running.losses(parameters, x1, lam, T), 1, limit))


def gradient(law: Law, T: int, parameters: Parameters, limit: int = LIMIT) -> dict[str, Real]:
    """Derivative of the population loss by every real entry, `(d, d)` a block; raises as `loss` does."""
    return _named(_expectation(law, T, lambda x1, lam: _stacked_gradients(parameters, x1, lam, T), 1, limit))


def gradient_moments(
    law: Law, T: int, parameters: Parameters, limit: int = LIMIT
) -> tuple[dict[str, Real], dict[str, Real]]:
    """Mean and second moment of each entry of the gradient of one random sequence; raises as `loss` does."""

    def powers(x1: Real, lam: Complex) -> Real:
        values = _stacked_gradients(parameters, x1, lam, T)
        return np.stack([values, values**2], axis=1)

    mean, second = _expectation(law, T, powers, 2, limit)
    return _named(mean), _named(second)


def radial_moments(law: Law, T: int, parameters: Parameters, limit: int = LIMIT) -> tuple[float, float]:
    """Mean and second moment of `running.radial` of one random sequence; raises as `loss` does."""

    def powers(x1: Real, lam: Complex) -> Real:
        values = running.radial(parameters, x1, lam, T)
        return np.stack([values, values**2], axis=1)

    mean, second = _expectation(law, T, powers, 2, limit)
    return float(mean), float(second)


def cost(law: Law, T: int) -> int:
    """Number of nodes that `loss` and `gradient` visit.

    >>> from symbolic.laws.coordinates import rademacher
    >>> from symbolic.laws import IID
    >>> cost(IID(rademacher()).at(2), 4)  # 2² starts, 7² pairs of eigenvalues
    196
    """
    return prod(len(weights) for _, weights in _all_factors(law, T, 1))


def cost_of_moments(law: Law, T: int) -> int:
    """Number of nodes that `gradient_moments` and `radial_moments` visit."""
    return prod(len(weights) for _, weights in _all_factors(law, T, 2))


def torus_order(T: int, copies: int = 1) -> int:
    """Number M of roots of unity a `λ_j` needs for a product of so many losses; the bound is derived above.

    Raises ValueError for `T < 3`.
    """
    if T < T_MIN:
        raise ValueError(f"the loss sums over t = 2, …, T-1 and needs T >= {T_MIN}; T is {T}")
    return 3 * copies * (T - 2) + 1


def nodes(law: Law, degree: int, limit: int = LIMIT) -> Rule:
    """Points `(n, d)` and weights `(n,)` that integrate polynomials of the given degree in each coordinate.

    Raises TooLarge above `limit` nodes, otherwise as `rules.factors`.
    """
    groups = factors(law, degree)
    return _joint(groups, np.arange(_count(groups, limit)))


def _all_factors(law: Law, T: int, copies: int) -> list[tuple[Real | Complex, Real]]:
    """The factors of `x_1`, then one for each `λ_j`."""
    order = torus_order(T, copies)
    roots = np.exp(2j * np.pi * np.arange(order) / order)[:, None]
    return [*factors(law, copies * DEGREE), *[(roots, np.full(order, 1 / order))] * law.d]


def _expectation(law: Law, T: int, integrand: Integrand, copies: int, limit: int) -> Real:
    rules = _all_factors(law, T, copies)
    count = _count(rules, limit)
    starts, turns = rules[: -law.d], rules[-law.d :]
    shape = tuple(prod(len(weights) for _, weights in group) for group in (starts, turns))
    parts = (_weighted(starts, turns, np.unravel_index(flat, shape), integrand) for flat in _ranges(count))
    return np.asarray(sum(parts), dtype=np.float64)


def _count(rules: Sequence[Any], limit: int) -> int:
    count = prod(len(weights) for _, weights in rules)
    if count > limit:
        raise TooLarge(count, limit)
    return count


def _weighted(starts: list[Any], turns: list[Any], index: tuple[Any, ...], integrand: Integrand) -> Real:
    x1, mass = _joint(starts, index[0])
    lam, share = _joint(turns, index[1])
    return np.tensordot(mass * share, integrand(x1, lam), axes=(0, 0))


def _joint(rules: list[Any], flat: Any) -> tuple[Any, Real]:
    """The nodes of a product of rules at the given flat positions."""
    places = np.unravel_index(flat, tuple(len(weights) for _, weights in rules))
    points = [table[place] for (table, _), place in zip(rules, places, strict=True)]
    weights = [weights[place] for (_, weights), place in zip(rules, places, strict=True)]
    return np.concatenate(points, axis=1), np.prod(weights, axis=0)


def _ranges(count: int) -> Iterator[Any]:
    return (np.arange(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK))


def _stacked_gradients(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Real:
    blocks = running.gradients(parameters, x1, lam, T)
    return np.stack([blocks[name] for name in BLOCKS], axis=1)


def _named(stacked: Real) -> dict[str, Real]:
    return dict(zip(BLOCKS, stacked, strict=True))
