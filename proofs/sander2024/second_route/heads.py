"""Linear attention with heads and positional encoding on the states themselves, straight from the definition.

The query is one behind the last key: with `s_{t+1} = λ ⊙ s_t`, heads `A_h = diag(a_h)`, `B_h = diag(b_h)` and a row p
of the positional encoding, `ŷ = Σ_h Σ_i p_i B_h s_i (s_T^* A_h s_i)` over i = 1, …, T + 1, and the loss is the squared
distance to `s_{T+2}`; T is one less than the length of p. Source: Sander et al. 2024, Section 4, arXiv 2402.05787.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from numeric_check.arrays import Complex, Real
from proofs.sander2024.second_route.forward import sequence

Series = tuple[Any, Any, Any, Any]
"""x, y, γ, δ, of any kind of number."""


def predictions(a: Real, b: Real, p: Real, start: Real, lam: Complex) -> Complex:
    """`(m, d)`, from heads `(H, d)`, positions `(T + 1,)`, starts and eigenvalues `(m, d)`."""
    states = sequence(start, lam, len(p))
    query = states[-2]
    found = np.zeros_like(states[0])
    for first, second in zip(a, b, strict=True):
        for weight, key in zip(p, states, strict=True):
            score = np.sum(query.conj() * first * key, axis=1)
            found = found + weight * second * key * score[:, None]
    return np.asarray(found)


def losses(a: Real, b: Real, p: Real, start: Real, lam: Complex) -> Real:
    """The loss of each sequence, `(m,)`."""
    residual = predictions(a, b, p, start, lam) - sequence(start, lam, len(p) + 1)[-1]
    return np.asarray(np.real(np.sum(residual.conj() * residual, axis=1)))


def as_heads(C: Real) -> tuple[Real, Real]:
    """Heads with `Σ_h b_h a_h^T = C`: one for each row."""
    return np.asarray(C), np.eye(len(C), dtype=np.asarray(C).dtype)


def two_series(series: Series, T: int) -> Real:
    """`p_i = x γ^{T+1-i} + y δ^{T+1-i}` for i = 1, …, T + 1."""
    x, y, gamma, delta = series
    return np.array([x * gamma**lag + y * delta**lag for lag in range(T, -1, -1)])


ENTRIES = ((0.5, -0.25, 1.0), (0.75, 0.5, -0.5), (-1.0, 0.25, 0.75))
"""The entries of C in numbers about the loss, as far as d goes; none of its rows sums to zero for d <= 3."""


def matrix(d: int) -> Real:
    return np.array([row[:d] for row in ENTRIES[:d]])
