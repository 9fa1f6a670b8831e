"""The model of `setting` with noisy labels in the prompt, `y_i = w·x_i + sigma·eps_i`, and the same target `w·q`.

At `sigma = 0` it is that of Zhang, Frei and Bartlett 2024, arXiv 2306.09927.
"""

from __future__ import annotations

from proofs.zhang2024.setting import K, N, P, d, i, q, w, x
from symbolic.setting import Array, Family, Gaussian, Setting, Time, block, given, scalar, stack, total, zero

sigma, eps = scalar("sigma"), Gaussian("eps", 1).each(i)


def token(i: Time) -> Array:
    return stack(x[i], w.H @ x[i] + sigma * eps[i])


def prediction() -> Array:
    query = stack(q, zero(1))
    context = total(token(i) @ token(i).H, i, 1, N) + query @ query.H
    return block(P @ context @ K @ query / N, 2)


NOISY = Setting(
    "zhang2024-noisy",
    sizes=(d, N),
    draws=(x, q, w, eps),
    parameters=(P, K),
    prediction=prediction,
    target=lambda: w.H @ q,
    families={"reduced": Family(W_PV_22=scalar("u"), W_KQ_11=given("U", [d]))},
    source="Zhang, Frei, Bartlett 2024, Section 2, arXiv 2306.09927, with noise",
)
