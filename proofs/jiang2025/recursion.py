"""What a state with a forget factor predicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.jiang2025.fading_error import N, alpha, beta, geometric, k, loss, power
from proofs.jiang2025.fading_route import CASES, SHORT, errors
from proofs.jiang2025.sources import printed
from proofs.parts import Equality
from symbolic.algebra.notation import d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

age = sympy.Symbol("a", integer=True, nonnegative=True)
"""How many tokens came after a sample."""

SHARE = (1 - alpha) * beta * alpha**age
"""What a sample `y x` of that age has as its coefficient in the state."""

WHOLE = geometric(alpha, power) + 1
SQUARES = geometric(alpha**2, power**2) + 1
"""`Σ_{s<N} α^s` and `Σ_{s<N} α^{2s}`."""


@claim(
    "jiang2025/recursion",
    source=printed("Theorem 4.1 (a), (b)"),
    parts=(
        Equality("newest", lambda: SHARE.subs(age, 0), (1 - alpha) * beta),
        Equality(
            "older",
            lambda: sympy.powsimp(sympy.expand(alpha * SHARE)),
            sympy.powsimp(sympy.expand(SHARE.subs(age, age + 1))),
        ),
        Equality("sum_first", lambda: geometric(alpha, alpha**N).subs(N, 1), sympy.Integer(0)),
        Equality("sum_next", lambda: sympy.cancel(geometric(alpha, alpha * power) - geometric(alpha, power)), power),
        Equality("loss", loss, sympy.expand(d * ((k * alpha * WHOLE - 1) ** 2 + (d + 1) * k**2 * alpha**2 * SQUARES))),
    ),
    formal="recursion",
)
def recursion() -> Iterator[Chain]:
    """The state `h_l = α h_{l−1} + (1 − α) β y_l x_l` from 0 predicts `x_qᵀ Σ_i (1 − α) α^(i+1) β y_{N−i} x_{N−i}`.

    The query is the last token, with label 0, so that the newest sample has the factor α; by induction each token
    multiplies what is in the state by α. For x, `x_q`, w ~ N(0, I), labels w·x, all d, N, `0 < α ≠ 1`, the mean
    squared error is `d ((kα S_1 − 1)² + (d + 1) k²α² S_2)`, `k = (1 − α) β`, with `S_1 = (1 − α^N)/(1 − α)` and
    `S_2 = (1 − α^(2N))/(1 − α²)`, sums of a geometric series; z stands for `α^N`.
    """
    yield from ()


@crosscheck(recursion, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the recursion, run token by token."""
    return by_nodes({"loss": errors(law, N, parameters["alpha"], parameters["k"] / (1 - parameters["alpha"]))})


@crosscheck(recursion, "sampled", cases=SHORT)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples({"loss": errors(law, N, parameters["alpha"], parameters["k"] / (1 - parameters["alpha"]))}, rng)
