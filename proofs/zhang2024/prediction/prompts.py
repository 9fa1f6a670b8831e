"""Models of the test: prompts of M samples, parameters that are not trained.

`ATTENTION` compares the model of the paper on the family with a formula, on any data. `GENERAL` and `TASK` have the
formula for their prediction: in the first the samples enter by `v_i = y_i x_i`, of any law, and a query with its label
is a linear image of a vector z of any law; in the second the labels are `w·x_i + σ ε_i`, w fixed.
"""

from __future__ import annotations

from proofs.zhang2024.setting import K, P, d, i, q, x
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Family,
    Gaussian,
    Setting,
    block,
    given,
    scalar,
    size,
    stack,
    total,
    zero,
)
from symbolic.setting import parameter as trained

M, n = size("M"), size("n")
A = trained("A", [d])

points, labels, query = AnyLaw(d, "x").each(i), IID("y", centred=False).each(i), AnyLaw(d, "q")


def attention() -> Array:
    """The last entry of the query's output, as in the setting of the training, with labels that are any numbers."""
    last = stack(query, zero(1))
    tokens = total(stack(points[i], labels[i]) @ stack(points[i], labels[i]).H, i, 1, M)
    return block(P @ (tokens + last @ last.H) @ K @ last / M, 2)


ATTENTION = Setting(
    "zhang2024-attention",
    sizes=(d, M),
    draws=(points, labels, query),
    parameters=(P, K),
    prediction=attention,
    target=lambda: total(labels[i] * points[i], i, 1, M).H @ given("V", [d]) @ query / M,
    families={"reduced": Family(W_PV_22=scalar("u"), W_KQ_11=given("U", [d]))},
    factor=1,
)

v, z = AnyLaw(d, "v").each(i), AnyLaw(n, "z")
X, Y = given("X", [d], [n]), given("Y", [n], [])

GENERAL = Setting(
    "zhang2024-general",
    sizes=(d, n, M),
    draws=(v, z),
    parameters=(A,),
    prediction=lambda: total(v[i], i, 1, M).H @ A @ X @ z / M,
    target=lambda: Y.H @ z,
    families={"trained": Family(A=given("R", [d]))},
    factor=1,
)

w, sigma = given("w", [d], []), scalar("sigma")
noise, last_noise = Gaussian("eps", 1).each(i), Gaussian("delta", 1)

TASK = Setting(
    "zhang2024-task",
    sizes=(d, M),
    draws=(x, q, noise, last_noise),
    parameters=(A,),
    prediction=lambda: total((w.H @ x[i] + sigma * noise[i]) * x[i], i, 1, M).H @ A @ q / M,
    target=lambda: w.H @ q + sigma * last_noise,
    families={"trained": Family(A=given("R", [d]))},
    factor=1,
)
