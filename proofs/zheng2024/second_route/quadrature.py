"""Population loss and gradient by quadrature: exact up to rounding, with no formula for any moment.

The loss of one sequence is a polynomial in `x_1` and `λ`, so `expectation.mean` is exact with
these lengths of the two rules:

**Degree in `x_1`.** `ŷ_t` is cubic and `x_{t+1}` linear in `x_1`; `‖ŷ_t − x_{t+1}‖²`, the gradient's entries and the
radial derivative have degree 6 at most, in each coordinate and in all; their squares 12.

**Exponent of one `λ_j`.** A monomial of `ŷ_t` is `x_{i-v} conj(x_{i-k}) x_{t-q}` with `i <= t` and shifts 0 or 1, one
coordinate of each, and coordinate j of `x_i` carries `λ_j^{i-1}`. The exponent of `λ_j` in it is at most `2(t-1)`
(first and third factor) and at least `-(t-1)` (second factor). So `ŷ_t ŷ_t^*` has exponents up to `3(t-1)` in modulus,
`ŷ_t x_{t+1}^*` up to `(t-1) + t`, and both are at most `3(T-2)` for `2 <= t <= T-1`, `T >= 3`. The mean of `λ^n` over
M-th roots of unity is 0 unless M divides n, hence `M = 3(T-2) + 1` is right; for squares `M = 6(T-2) + 1`.
"""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Complex, Parameters, Real
from numeric_check.laws.gauss_rules import OutOfReach as OutOfReach
from numeric_check.laws.gauss_rules import TooLarge as TooLarge
from numeric_check.model import node_means as expectation
from numeric_check.model.node_means import LIMIT
from proofs.zheng2024.second_route import one_pass
from proofs.zheng2024.second_route.forward import BLOCKS, T_MIN
from symbolic.laws import Law

DEGREE = 6


def loss(law: Law, T: int, parameters: Parameters, limit: int = LIMIT) -> float:
    """Population loss `E L`.

    Raises OutOfReach, in words, above `limit` nodes and where the law's rule is not accurate; TypeError for a law of an
    unknown class, ValueError for shapes that do not fit.
    """
    return float(expectation.mean(law, *_lengths(T, 1), lambda x1, lam: one_pass.losses(parameters, x1, lam, T), limit))


def gradient(law: Law, T: int, parameters: Parameters, limit: int = LIMIT) -> dict[str, Real]:
    """Derivative of the population loss by every real entry, `(d, d)` a block; raises as `loss` does."""
    return _named(
        expectation.mean(law, *_lengths(T, 1), lambda x1, lam: _stacked_gradients(parameters, x1, lam, T), limit)
    )


def gradient_moments(
    law: Law, T: int, parameters: Parameters, limit: int = LIMIT
) -> tuple[dict[str, Real], dict[str, Real]]:
    """Mean and second moment of each entry of the gradient of one random sequence; raises as `loss` does."""

    def powers(x1: Real, lam: Complex) -> Real:
        values = _stacked_gradients(parameters, x1, lam, T)
        return np.stack([values, values**2], axis=1)

    mean, second = expectation.mean(law, *_lengths(T, 2), powers, limit)
    return _named(mean), _named(second)


def radial_moments(law: Law, T: int, parameters: Parameters, limit: int = LIMIT) -> tuple[float, float]:
    """Mean and second moment of `one_pass.radial` of one random sequence; raises as `loss` does."""

    def powers(x1: Real, lam: Complex) -> Real:
        values = one_pass.radial(parameters, x1, lam, T)
        return np.stack([values, values**2], axis=1)

    mean, second = expectation.mean(law, *_lengths(T, 2), powers, limit)
    return float(mean), float(second)


def cost(law: Law, T: int) -> int:
    """Number of nodes that `loss` and `gradient` visit.

    >>> from symbolic.laws.coordinates import rademacher
    >>> from symbolic.laws import IID
    >>> cost(IID(rademacher()).at(2), 4)  # 2² starts, 7² pairs of eigenvalues
    196
    """
    return expectation.cost(law, *_lengths(T, 1))


def torus_order(T: int, copies: int = 1) -> int:
    """Number M of roots of unity a `λ_j` needs for a product of so many losses; the bound is derived above.

    Raises ValueError for `T < 3`.
    """
    if T < T_MIN:
        raise ValueError(f"the loss sums over t = 2, …, T-1 and needs T >= {T_MIN}; T is {T}")
    return 3 * copies * (T - 2) + 1


def _lengths(T: int, copies: int) -> tuple[int, int]:
    """Degree in `x_1` and number of roots of unity of a product of so many losses."""
    return copies * DEGREE, torus_order(T, copies)


def _stacked_gradients(parameters: Parameters, x1: Real, lam: Complex, T: int) -> Real:
    blocks = one_pass.gradients(parameters, x1, lam, T)
    return np.stack([blocks[name] for name in BLOCKS], axis=1)


def _named(stacked: Real) -> dict[str, Real]:
    return dict(zip(BLOCKS, stacked, strict=True))
