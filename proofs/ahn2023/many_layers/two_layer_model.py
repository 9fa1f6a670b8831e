"""Two sparse layers on prompts of a linear regression with weights `w ~ N(0, Ω)`, where Ω is to be `Σ⁻¹`.

The model is that of `setting`, one layer after the other, with `P_l = diag(B_l, 1)` and `Q_l = −diag(A_l, 0)`. In `TWO`
both B are zero, in `MOVING` the second. Source: Ahn, Cheng, Daneshmand, Sra 2023, Section 4, arXiv 2306.00297.
"""

from __future__ import annotations

from proofs.ahn2023.setting import d, i, n, q, x
from symbolic.setting import (
    Array,
    Family,
    Gaussian,
    Parameter,
    Setting,
    Time,
    block,
    covariance,
    given,
    ones,
    parameter,
    stack,
    time,
    total,
    zero,
)

k = time("k")
w = Gaussian("w", covariance("Ω", d))
A_0, A_1, B_0 = parameter("A_0", [d]), parameter("A_1", [d]), parameter("B_0", [d])

NONE = zero(d, d)
STEPS = Family(A_0=given("F", [d]), A_1=given("G", [d]))
"""Any matrices that the steps are preconditioned with."""


def _diagonal(first: Array, last: Array) -> Array:
    """A matrix of two blocks on the diagonal, the last a number."""
    return stack(stack(first.H, zero(1, d)).H, stack(zero(d), last).H)


def _through(column: Array, context: Array, A: Parameter, B: Array) -> Array:
    """What a layer makes of a column of Z, from the sum over the samples."""
    return column + _diagonal(B, ones(1)) @ context @ _diagonal(-1 * A, zero(1)) @ column / n


def _token(i: Time) -> Array:
    return stack(x[i], w.H @ x[i])


def _prediction(B: Array) -> Array:
    first = total(_token(i) @ _token(i).H, i, 1, n)
    tokens = _through(_token(k), first, A_0, B)
    query = _through(stack(q, zero(1)), first, A_0, B)
    return -1 * block(_through(query, total(tokens @ tokens.H, k, 1, n), A_1, NONE), 2)


TWO = Setting(
    "ahn2023-two",
    sizes=(d, n),
    draws=(x, q, w),
    parameters=(A_0, A_1),
    prediction=lambda: _prediction(NONE),
    target=lambda: w.H @ q,
    factor=1,
    families={"any": STEPS},
    source="Ahn, Cheng, Daneshmand, Sra 2023, Section 4, arXiv 2306.00297",
)

MOVING = Setting(
    "ahn2023-moving",
    sizes=(d, n),
    draws=(x, q, w),
    parameters=(A_0, A_1, B_0),
    prediction=lambda: _prediction(B_0),
    target=lambda: w.H @ q,
    factor=1,
    families={"sparse": STEPS},
    source="Ahn, Cheng, Daneshmand, Sra 2023, Section 4, arXiv 2306.00297",
)
