"""Linear self-attention whose query carries an initial guess of its label, on the regression of Zhang, Wu and Bartlett.

Tokens are `(x_i, y_i)`, the query `(q, v·q)` with a trained vector v, which is no key; the output is the query plus
`P (1/N) Σ e_i e_iᵀ K (q, v·q)`, and its last entry the prediction. Source: Xie et al. 2025, arXiv 2512.04268.
"""

from __future__ import annotations

from proofs.zhang2024b.setting import A, N, b, d, eps, eta, from_start, i, label, q, sigma, w, x
from symbolic.setting import (
    Array,
    Family,
    Setting,
    block,
    given,
    parameter,
    scalar,
    stack,
    total,
)

P, K, v = parameter("P", [d, 1]), parameter("K", [d, 1]), parameter("v", [d], [])
HELD = Family(P_21=given("p", [], [d]), P_22=scalar("u"), K_11=given("U", [d]), v=given("v", [d], []))
"""A last row of P, one block of K and the guess; all else is zero."""


def prediction() -> Array:
    query, token = stack(q, v.H @ q), stack(x[i], label())
    return block(query + P @ total(token @ token.H, i, 1, N) @ K @ query / N, 2)


GUESSED = Setting(
    "xie2025",
    sizes=(d, N),
    draws=(x, q, w, eps, eta),
    parameters=(P, K, v),
    prediction=prediction,
    target=lambda: w.H @ q + sigma * eta,
    factor=1,
    families={"held": HELD},
    source="Xie et al. 2025, arXiv 2512.04268",
)

APART = Setting(
    "xie2025-apart",
    sizes=(d, N),
    draws=(x, q, w, eps),
    parameters=(P, K, v, A, b),
    prediction=prediction,
    target=from_start,
    factor=1,
    families={"held": Family(**HELD.blocks, A=given("A", [d]), b=given("b", [d], []))},
)
"""Its loss is the mean squared difference of the two predictions."""
