"""Means over W on the torus by roots of unity: exact up to rounding, with no formula for any moment.

**Exponent of one λ_j.** A monomial of a prediction at time t is `s_i conj(s_k) s_n` with i, k, n <= t + 1, states being
counted from 0, and a target is `s_{t+1}`, or `s_{t+2}` in that counting. So the exponent of λ_j in a prediction lies
between `-(T+1)` and `2(T+1)`, in the difference of prediction and target times its conjugate it is at most `3(T+2)` in
modulus, and in the square of that twice as much. The mean of `λ^n` over M-th roots of unity is 0 unless M divides n.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws import sampling
from numeric_check.model import node_means
from symbolic.laws import Law

OfSequence = Callable[[Real, Complex], Real]
"""From starts and eigenvalues `(m, d)` to numbers `(m,)`, each of them like a loss."""

SEQUENCES = 40_000
ROUNDING = 1e-13
"""A variance below this part of the mean square is rounding error."""

DEGREE = 6
"""Of a loss in the start."""


@dataclass(frozen=True)
class Drawn:
    """Values at random sequences, and the exact variance of one."""

    values: Real
    variance: float


def mean(law: Law, T: int, of: OfSequence, power: int = 1) -> float:
    """The mean of a power of a number that is like a loss."""
    order = power * 3 * (T + 2) + 1
    return float(node_means.mean(law, power * DEGREE, order, lambda start, lam: of(start, lam) ** power))


def drawn(law: Law, T: int, of: OfSequence, rng: np.random.Generator) -> Drawn:
    """The number at random sequences."""
    values = of(sampling.draw(law, rng, SEQUENCES), sampling.draw_torus(rng, SEQUENCES, law.d))
    square = mean(law, T, of, 2)
    variance = max(0.0, square - mean(law, T, of) ** 2)
    return Drawn(values, variance if variance > ROUNDING * square else 0.0)
