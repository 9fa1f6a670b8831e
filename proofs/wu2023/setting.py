"""One step of descent with a matrix of step sizes on prompts of a noisy linear regression.

Samples are `y_i = w·x_i + sigma·eps_i`, the weights `N(0, psi² I)`, and the prediction for a query q is
`(1/N) Σ y_i x_iᵀ A q`; the target is the query's own noisy label. Source: Wu et al. 2023, arXiv 2310.08391.
"""

from __future__ import annotations

from symbolic.setting import (
    Array,
    Gaussian,
    Setting,
    covariance,
    eye,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.setting.symbols import Size

d, N, M, i = size("d"), size("N"), size("M"), time("i")
Λ = covariance("Λ", d)
sigma, psi = scalar("sigma"), scalar("psi")
x, q, w = Gaussian("x", Λ).each(i), Gaussian("q", Λ), Gaussian("w", psi**2 * eye(d))
eps, eta = Gaussian("eps", 1).each(i), Gaussian("eta", 1)
A = parameter("A", [d])


def correlation(samples: Size) -> Array:
    """`(1/n) Σ y_i x_i`, on a prompt of n samples."""
    found: Array = total((w.H @ x[i] + sigma * eps[i]) * x[i], i, 1, samples) / samples
    return found


def on_prompts(key: str, samples: Size) -> Setting:
    """The model on prompts of that length."""
    return Setting(
        key,
        sizes=(d, samples),
        draws=(x, q, w, eps, eta),
        parameters=(A,),
        prediction=lambda: correlation(samples).H @ A @ q,
        target=lambda: w.H @ q + sigma * eta,
        factor=1,
        source="Wu et al. 2023, arXiv 2310.08391",
    )


WU, TESTED = on_prompts("wu2023", N), on_prompts("wu2023-tested", M)
"""In training, and on prompts of another length."""
