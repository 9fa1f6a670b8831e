"""A recursion with a forget factor on prompts of a linear regression.

The state is `h_l = α h_{l−1} + (1 − α) β y_l x_l` from `h_0 = 0`, over N samples and the query with label 0, and the
prediction `h·q`: `Σ_i (1 − α) β α^{N−i+1} y_i x_iᵀ q`. The factor `(1 − α) β` is one trained number k here. Covariates,
query and weights are N(0, I), labels `w·x_i`. Source: Jiang et al. 2025, arXiv 2509.23779.
"""

from __future__ import annotations

from symbolic.setting import Family, Gaussian, Setting, eye, parameter, scalar, size, time, total

d, N, i = size("d"), size("N"), time("i")
alpha = scalar("alpha")
x, q, w = Gaussian("x", eye(d)).each(i), Gaussian("q", eye(d)), Gaussian("w", eye(d))
k = parameter("k", [], [])

FADING = Setting(
    "jiang2025",
    sizes=(d, N),
    draws=(x, q, w),
    parameters=(k,),
    prediction=lambda: k * (total((w.H @ x[i]) * x[i] * alpha ** (N - i + 1), i, 1, N).H @ q),
    target=lambda: w.H @ q,
    factor=1,
    families={"step": Family(k=scalar("c"))},
    source="Jiang et al. 2025, arXiv 2509.23779",
)
