"""The model of Zhang, Frei and Bartlett: linear self-attention on prompts of a noiseless linear regression.

Tokens are `(x_i, w·x_i)`, the query is `(q, 0)`, and the prediction is the last entry of the query's output; the prompt
has N samples. Source: Zhang, Frei, Bartlett 2024, Section 2, arXiv 2306.09927.
"""

from __future__ import annotations

from symbolic.setting import (
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

d, N, i = size("d"), size("N"), time("i")
Λ = covariance("Λ", d)
x, q, w = Gaussian("x", Λ).each(i), Gaussian("q", Λ), Gaussian("w", eye(d))
P, K = parameter("W_PV", [d, 1]), parameter("W_KQ", [d, 1])


def token(i: Time) -> Array:
    return stack(x[i], w.H @ x[i])


def prediction() -> Array:
    query = stack(q, zero(1))
    context = total(token(i) @ token(i).H, i, 1, N) + query @ query.H
    return block(P @ context @ K @ query / N, 2)


REACHING = Family(
    W_PV_21=given("p", [], [d]), W_PV_22=scalar("u"), W_KQ_11=given("U", [d]), W_KQ_21=given("v", [], [d])
)
"""All that the prediction depends on: the last row of `W_PV`, the first d columns of `W_KQ`."""


ZHANG = Setting(
    "zhang2024",
    sizes=(d, N),
    draws=(x, q, w),
    parameters=(P, K),
    prediction=prediction,
    target=lambda: w.H @ q,
    families={"reduced": Family(W_PV_22=scalar("u"), W_KQ_11=given("U", [d])), "reaching": REACHING},
    source="Zhang, Frei, Bartlett 2024, Section 2, arXiv 2306.09927",
)
