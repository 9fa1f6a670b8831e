"""A weighted step of descent on prompts of two tasks.

A prompt has n samples of the task `r·w + s·f` and m of the task `k·w + l·e`, w the query's own; w, f and e are
independent and N(0, I), covariates are N(0, I), labels have noise. With weights a and b of the two parts the prediction
is `(a Σ y_i x_i + b Σ y_j x_j)ᵀ A q`; weights on the scale of the prompt, not divided by its length. `s² = 1 − r²` and
`l² = 1 − k²` make tasks of unit variance, with correlations r and k to the query's. Source: Li et al. 2025, arXiv
2504.04308.
"""

from __future__ import annotations

from symbolic.setting import Array, Gaussian, Setting, eye, parameter, scalar, size, time, total

d, n, m, i, j = size("d"), size("n"), size("m"), time("i"), time("j")
a, b, r, s, k, h, sigma = (scalar(name) for name in ("a", "b", "r", "s", "k", "l", "sigma"))
x, z, q = Gaussian("x", eye(d)).each(i), Gaussian("z", eye(d)).each(j), Gaussian("q", eye(d))
w, f, e = (Gaussian(name, eye(d)) for name in ("w", "f", "e"))
eps, eta = Gaussian("eps", 1).each(i), Gaussian("eta", 1).each(j)
A = parameter("A", [d])


def weighted() -> Array:
    """`a Σ y_i x_i + b Σ y_j x_j`."""
    first = total(((r * w + s * f).H @ x[i] + sigma * eps[i]) * x[i], i, 1, n)
    second = total(((k * w + h * e).H @ z[j] + sigma * eta[j]) * z[j], j, 1, m)
    found: Array = a * first + b * second
    return found


TWO_TASKS = Setting(
    "li2025",
    sizes=(d, n, m),
    draws=(x, z, q, w, f, e, eps, eta),
    parameters=(A,),
    prediction=lambda: weighted().H @ A @ q,
    target=lambda: w.H @ q,
    factor=1,
    source="Li et al. 2025, arXiv 2504.04308",
)
