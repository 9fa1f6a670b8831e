"""The model of Zheng et al. in index form: linear causal self-attention on `x_{t+1} = W x_t`.

Tokens are `e_t = (0_d, x_t, x_{t-1})` with `x_0 = 0` and diagonal unitary W; the first of them has `t = 2` as its first
prediction. Source: Zheng et al. 2024, Section 3, arXiv 2405.16845.
"""

from __future__ import annotations

from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Orbit,
    Setting,
    Time,
    Torus,
    block,
    diagonal,
    eye,
    ones,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)

d, T, t, i = size("d"), size("T", at_least=3), time("t"), time("i")
x = Orbit("x", by=Torus(d), start=AnyLaw(d))
P, K = parameter("W_PV", 3 * [d]), parameter("W_KQ", 3 * [d])


def token(s: Time) -> Array:
    return stack(zero(d), x[s], x[s - 1])


def prediction(t: Time) -> Array:
    context = total(token(i) @ token(i).H, i, 1, t)
    return block(P @ context @ K @ token(t) / (t - 1), 1)


def exchangeable(diagonal: str, other: str) -> Array:
    """The matrix with one value on its diagonal and one off it."""
    return eye(d) * (scalar(diagonal) - scalar(other)) + ones(d, d) * scalar(other)


FAMILIES = {"line": Family(W_KQ_32=scalar("a") * eye(d), W_PV_12=scalar("b") * eye(d))}
BESIDE = Family(
    W_KQ_32=scalar("a") * eye(d),
    W_PV_12=scalar("b") * eye(d),
    W_KQ_22=scalar("p") * eye(d),
    W_PV_13=scalar("q") * eye(d),
)
"""The line with the two blocks that read the token before, each a multiple of the identity."""
SIX = Family(
    W_KQ_32=scalar("a") * eye(d),
    W_PV_12=scalar("b") * eye(d),
    W_PV_13=scalar("p") * eye(d),
    W_KQ_22=scalar("q") * eye(d),
    W_KQ_33=scalar("u") * eye(d),
    W_KQ_23=scalar("v") * eye(d),
)
"""All six blocks that a prediction depends on, each a multiple of the identity."""
EXCHANGEABLE = Family(W_KQ_32=exchangeable("a", "alpha"), W_PV_12=exchangeable("b", "beta"))
PRINTED_IN = "Zheng et al. 2024, Section 3, arXiv 2405.16845"

ZHENG = Setting(
    "zheng2024",
    sizes=(d, T),
    draws=(x,),
    parameters=(P, K),
    prediction=prediction,
    target=lambda t: x[t + 1],
    over=(t, 2, T - 1),
    families=FAMILIES | {"beside the line": BESIDE, "exchangeable": EXCHANGEABLE, "multiples of I": SIX},
    source=PRINTED_IN,
)

FEW_SHOT = Setting(
    "zheng2024-few-shot",
    sizes=(d, T),
    draws=(x,),
    parameters=(P, K),
    prediction=prediction,
    target=lambda t: x[t + 1],
    over=(t, T - 1, T - 1),
    families=FAMILIES,
    source=PRINTED_IN + ", with the last term of the loss alone",
)

u, v = parameter("u", [d], []), parameter("v", [d], [])


def weighted_miss(t: Time) -> Array:
    """The prediction times v, coordinate by coordinate, less the target times u."""
    context = total(x[i] @ x[i - 1].H, i, 1, t)
    return diagonal(v) @ context @ x[t] / (t - 1) - diagonal(u) @ x[t + 1]


COORDINATE = Setting(
    "zheng2024-coordinate",
    sizes=(d, T),
    draws=(x,),
    parameters=(u, v),
    prediction=weighted_miss,
    target=lambda t: zero(d),
    over=(t, T - 1, T - 1),
    families={"line": Family(u=scalar("a") * ones(d), v=scalar("b") * ones(d))},
    source=PRINTED_IN + ": the last prediction at the step v, coordinate by coordinate, less u times its target",
)
"""At `u = e_j` and `v = ab e_j`, what is missed in the coordinate j by the last prediction, at a point of the line."""

N, C = size("N"), parameter("C", [d])

CONTEXT = Setting(
    "zheng2024-context",
    sizes=(d, N),
    draws=(x,),
    parameters=(C,),
    prediction=lambda t: block(C @ x[t], 1),
    target=lambda t: x[t],
    over=(t, 1, N),
    families={"zero": Family()},
    source=PRINTED_IN + ": its gradient at C = 0 is minus the mean of the sum of x_i x_i^* over a context of N states",
)

k = parameter("k", [d], [])


def masked_prediction(t: Time) -> Array:
    """The first block where only the diagonals of `W_KQ_32` and of `W_PV_12` are not zero."""
    context = total(x[i] @ x[i - 1].H, i, 1, t)
    return diagonal(v) @ context @ diagonal(k) @ x[t] / (t - 1)


ZHENG_MASKED = Setting(
    "zheng2024-masked",
    sizes=(d, T),
    draws=(x,),
    parameters=(k, v),
    prediction=masked_prediction,
    target=lambda t: x[t + 1],
    over=(t, 2, T - 1),
    families={"line": Family(k=scalar("a") * ones(d), v=scalar("b") * ones(d))},
    source="Zheng et al. 2024, Section 4.3 (gradients masked off the diagonal), arXiv 2405.16845",
)
"""Training with a mask: what is trained are the diagonals of two blocks, all other entries being held at zero."""
