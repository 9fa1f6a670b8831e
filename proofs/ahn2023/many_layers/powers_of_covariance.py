"""Mean traces of powers of the empirical covariance `S = (1/n) Σ x_i x_iᵀ`, `x_i ~ N(0, I)`, as losses of models.

Where 0 is to be predicted the loss is the mean square of the prediction. That of `A S^m e`, `e ~ N(0, I)`, is
`E tr S^(2m)` at `A = I`, and that of `A S^m x_t`, averaged over the samples t, is `E tr S^(2m+1)`. Source: Ahn, Cheng,
Daneshmand, Sra 2023, Section 4, arXiv 2306.00297, where steps of descent are words in S.
"""

from __future__ import annotations

from proofs.ahn2023.setting import d, n
from symbolic.setting import Array, Family, Gaussian, Setting, Time, eye, parameter, time, total, zero

i, t = time("i"), time("t")
TIMES = tuple(map(time, ("r", "s")))
x, e = Gaussian("x", eye(d)).each(i), Gaussian("e", eye(d))
A = parameter("A", [d])
ONE = {"one": Family(A=eye(d))}
SOURCE = "Ahn, Cheng, Daneshmand, Sra 2023, Section 4, arXiv 2306.00297"


def _applied(column: Array, times: int) -> Array:
    """`A S^m` times a column."""
    for s in TIMES[:times]:
        column = total(x[s] @ x[s].H, s, 1, n) @ column / n
    return A @ column


def _even(power: int) -> Setting:
    return Setting(
        f"ahn2023-power-{power}",
        sizes=(d, n),
        draws=(x, e),
        parameters=(A,),
        prediction=lambda: _applied(e, power // 2),
        target=lambda: zero(d),
        factor=1,
        families=ONE,
        source=SOURCE,
    )


def _odd(power: int) -> Setting:
    def prediction(t: Time) -> Array:
        return _applied(x[t], power // 2)

    return Setting(
        f"ahn2023-power-{power}",
        sizes=(d, n),
        draws=(x,),
        parameters=(A,),
        prediction=prediction,
        target=lambda t: zero(d),
        over=(t, 1, n),
        factor=1 / n,
        families=ONE,
        source=SOURCE,
    )


SQUARE, CUBE, FOURTH, FIFTH = _even(2), _odd(3), _even(4), _odd(5)
