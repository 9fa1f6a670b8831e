"""The models of Ahn, Cheng, Daneshmand and Sra: one layer of attention on prompts of a noiseless linear regression.

Tokens are `(x_i, w·x_i)` and the query `(q, 0)`, which is no key: the mask leaves it out. The output is
`Z + P Z M (Zᵀ Q Z)/n`, and the prediction is minus its last entry. `AHN` is linear. In `COIN` each of the n samples is
kept or left out by a coin `b_i` of any law with `E b = E b²`: with a fair one it is attention with ReLU
(`ahn2023/relu`). Source: Ahn, Cheng, Daneshmand, Sra 2023, Section 2, arXiv 2306.00297.
"""

from __future__ import annotations

from symbolic.setting import (
    IID,
    Array,
    Family,
    Gaussian,
    Setting,
    Time,
    block,
    covariance,
    eye,
    given,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)

d, n, i = size("d"), size("n"), time("i")
Σ = covariance("Σ", d)
x, q, w = Gaussian("x", Σ).each(i), Gaussian("q", Σ), Gaussian("w", eye(d))
b = IID("b", centred=False).each(i)
P, Q = parameter("P", [d, 1]), parameter("Q", [d, 1])

REACHING = Family(P_21=given("p", [], [d]), P_22=scalar("u"), Q_11=given("U", [d]), Q_21=given("v", [], [d]))
"""All that the prediction depends on: the last row of P, the first d columns of Q."""


def token(i: Time) -> Array:
    return stack(x[i], w.H @ x[i])


def attended(context: Array) -> Array:
    """Minus the last entry of the query's output, from the sum over the samples that are its keys."""
    query = stack(q, zero(1))
    return -1 * block(query + P @ context @ Q @ query / n, 2)


AHN = Setting(
    "ahn2023",
    sizes=(d, n),
    draws=(x, q, w),
    parameters=(P, Q),
    prediction=lambda: attended(total(token(i) @ token(i).H, i, 1, n)),
    target=lambda: w.H @ q,
    factor=1,
    families={"sparse": Family(P_22=scalar("u"), Q_11=given("U", [d])), "reaching": REACHING},
    source="Ahn, Cheng, Daneshmand, Sra 2023, Section 2, arXiv 2306.00297",
)

COIN = Setting(
    "ahn2023-coin",
    sizes=(d, n),
    draws=(x, q, w, b),
    parameters=(P, Q),
    prediction=lambda: attended(total(b[i] * token(i) @ token(i).H, i, 1, n)),
    target=lambda: w.H @ q,
    factor=1,
    families={"sparse": Family(P_22=scalar("u"), Q_11=given("U", [d])), "reaching": REACHING},
    source="Ahn, Cheng, Daneshmand, Sra 2023, arXiv 2306.00297, with samples left out at random",
)
