"""Do the best two steps stay best where the first layer may move the covariates?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.ahn2023.many_layers.two_layer_route import mean_value_slope, random_value_slopes
from proofs.ahn2023.many_layers.two_layers import two_layers
from proofs.ahn2023.many_layers.two_steps import PRODUCT, SUM, Z, a_0, a_1, at_best, m_2, m_3, m_4, m_5, value_slope
from proofs.ahn2023.notation import printed
from proofs.ahn2023.one_layer.one_layer_route import NARROW
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive
from symbolic.algebra.traces import trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

SLOPE = 4 * a_0 * a_1 * (m_2 - (2 * a_0 + a_1) * m_3 + (a_0**2 + 2 * a_0 * a_1) * m_4 - a_0**2 * a_1 * m_5)
"""4 times the mean of `a_0 a_1 s² (1 − a_0 s)² (1 − a_1 s)`."""


@cache
def size() -> sympy.Expr:
    """The mean of `s (1 − a_0 s)² (1 − a_1 s)²` at the best steps."""
    return sympy.factor(PRODUCT * (m_3 - SUM * m_4 + PRODUCT * m_5))


@claim(
    "ahn2023/moving-covariates",
    source=printed("Section 4, two layers, where P has another block"),
    parts=(
        Equality("slope", value_slope, lambda: sympy.expand(SLOPE) * trace(Z)),
        Equality("at_best", lambda: at_best(value_slope()), lambda: -4 * a_0 * size() * trace(Z)),
        Positive("size", size),
    ),
    uses=(two_layers,),
    formal="covariates_moved",
)
def moving_covariates() -> Iterator[Chain]:
    """The best two steps are not critical where the first layer may move covariates: its slope by `P_11` is not zero.

    With `P_0 = diag(B_0, 1)` and all else as in `two-layers`, the gradient by all entries of `B_0` at `B_0 = 0` is
    `4 E[a_0 a_1 s² (1 − a_0 s)² (1 − a_1 s)] I`, where the mean of `s^k` is `m_k`, at all step sizes; at the best ones
    it is `−4 a_0 c I` with `c > 0`, for all d, n and every positive definite Σ. So the loss falls at first where
    `B_0 = b I` with `b > 0`: the first layer then takes `x` to `x − a_0 b S x`, S of the samples, for Σ = I.
    """
    yield from ()


AT_ROOT = (("a_0", (2 / 3 + (4 / 9 - 4 / 15) ** 0.5) / 2), ("a_1", (2 / 3 - (4 / 9 - 4 / 15) ** 0.5) / 2))
"""The best steps for d = n = 1."""

STEPS = (("a_0", 0.5), ("a_1", 0.25))


def _steps(parameters: Mapping[str, float]) -> tuple[float, float]:
    return parameters["a_0"], parameters["a_1"]


@crosscheck(moving_covariates, "quadrature", cases=(Case(NARROW, d=2, n=1, parameters=STEPS),))
def by_quadrature(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The slope of the mean loss of the transformer along the block."""
    return {"slope": mean_value_slope(law, n, _steps(parameters))}


@crosscheck(moving_covariates, "quadrature", cases=(Case("gaussian", d=1, n=1, parameters=AT_ROOT),))
def at_the_roots(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The same at the best steps."""
    return {"at_best": mean_value_slope(law, n, _steps(parameters))}


@crosscheck(moving_covariates, "sampled", cases=(Case("gaussian", d=1, n=1, parameters=STEPS),))
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Slopes of the losses of random prompts."""
    return {"slope": random_value_slopes(law, n, _steps(parameters), rng)}
