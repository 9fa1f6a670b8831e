"""The error that steps of descent leave: the target is `β·x`, the weights predicted are `(1 − E) β`.

x is N(0, S), the covariance of the test, β is N(0, O), and E is any matrix, in the paper a power of `1 − Σ⁻¹S`. Source:
Bordelon et al. 2025, Result 5, arXiv 2510.01098.
"""

from __future__ import annotations

from symbolic.setting import Gaussian, Setting, covariance, eye, parameter, size

d = size("d")
x, beta = Gaussian("x", covariance("S", d)), Gaussian("beta", covariance("O", d))
E = parameter("E", [d])

REMAINDER = Setting(
    "bordelon2025",
    sizes=(d,),
    draws=(x, beta),
    parameters=(E,),
    prediction=lambda: x.H @ (eye(d) - E) @ beta,
    target=lambda: x.H @ beta,
    factor=1,
    source="Bordelon et al. 2025, Result 5, arXiv 2510.01098",
)
