"""One step of descent from a start b on a noisy linear regression whose weights have a mean.

Labels are `y_i = w·x_i + sigma·eps_i`, weights `N(mu, Ψ)`, covariates `N(0, Λ)`. The prediction for q is that of the
weights `b + Aᵀ (1/N) Σ (y_i − b·x_i) x_i`; from the start 0 it is that of linear self-attention where
all blocks but one number and one matrix are zero. The target is the query's own noisy label. `BLOCK` is attention
followed by a linear layer with the row (bᵀ, 1). Source: Zhang, Wu, Bartlett 2024, arXiv 2402.14951.
"""

from __future__ import annotations

from symbolic.setting import (
    Array,
    Gaussian,
    Setting,
    block,
    covariance,
    given,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
)
from symbolic.setting.nodes import Parameter

d, N, i = size("d"), size("N"), time("i")
Λ, sigma = covariance("Λ", d), scalar("sigma")
x, q = Gaussian("x", Λ).each(i), Gaussian("q", Λ)
w = Gaussian("w", covariance("Ψ", d), given("mu", [d], []))
eps, eta = Gaussian("eps", 1).each(i), Gaussian("eta", 1)
A, b = parameter("A", [d]), parameter("b", [d], [])


def label() -> Array:
    found: Array = w.H @ x[i] + sigma * eps[i]
    return found


def from_start() -> Array:
    off = total((label() - b.H @ x[i]) * x[i], i, 1, N) / N
    return b.H @ q + off.H @ A @ q


def from_zero() -> Array:
    return total(label() * x[i], i, 1, N).H @ A @ q / N


def regression(key: str, prediction: Array, trained: tuple[Parameter, ...]) -> Setting:
    """The model with that prediction, which is an array already."""
    return Setting(
        key,
        sizes=(d, N),
        draws=(x, q, w, eps, eta),
        parameters=trained,
        prediction=lambda: prediction,
        target=lambda: w.H @ q + sigma * eta,
        factor=1,
        source="Zhang, Wu, Bartlett 2024, arXiv 2402.14951",
    )


STARTED, PLAIN = regression("zhang2024b", from_start(), (A, b)), regression("zhang2024b-plain", from_zero(), (A,))


def _of_block() -> Array:
    """The row (bᵀ, 1) on the output of the query, with values `(0, 0; −bᵀ, 1)`, `W_KQ = (A, 0; 0, 0)`."""
    token = stack(x[i], label())
    attended = total(token @ (x[i].H @ A @ q), i, 1, N) / N
    return b.H @ q + block(attended, 2) - b.H @ block(attended, 1)


BLOCK = Setting(
    "zhang2024b-block",
    sizes=(d, N),
    draws=(x, q, w, eps),
    parameters=(A, b),
    prediction=_of_block,
    target=from_start,
    factor=1,
)
"""Its loss is the mean squared difference of the two predictions."""
