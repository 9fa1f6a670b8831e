"""Critical points at which any number of layers takes steps of preconditioned gradient descent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.ahn2023.many_layers.any_depth import (
    LEFT,
    ROOTS,
    A,
    B,
    C,
    F,
    G,
    M,
    Z,
    conditional_loss,
    conditional_slope,
    conjugated,
    error_after_layer,
    step,
)
from proofs.ahn2023.many_layers.depth_route import conditional_means, error_by_numbers, random_errors
from proofs.ahn2023.many_layers.layers import preconditioner
from proofs.ahn2023.many_layers.lemma_1 import lemma_1
from proofs.ahn2023.notation import X, a, n, printed, q, w
from proofs.claim import Step, claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from symbolic.algebra.traces import IDENTITY, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LAYER = IDENTITY - X @ X.T @ preconditioner("A", symmetric=False) * (1 / n)
"""`1 − M A`."""

GRADIENT = M @ F @ F @ LEFT @ G @ G * -2
"""`−2 M F² (1 − a_k M) G²`."""

ROTATED = Step(
    formula="E h(M) = (E tr h(M) / d) I for every polynomial h",
    why="M and O M Oᵀ have the same law for covariates N(0, I) and every orthogonal O, and a symmetric matrix that "
    "commutes with all of them is a multiple of the identity",
)

LEAST_POLYNOMIAL = Step(
    formula="among polynomials p of degree <= L with p(0) = 1, E tr p(M)² is least for one alone, whose roots are "
    "positive and different from each other, L in number",
    why="it is a multiple of the orthogonal polynomial of degree L for the weight s on the mean spectrum of M, which "
    "has infinitely many points (Szego 1939, Theorem 3.3.1)",
)


@claim(
    "ahn2023/critical-points",
    source=printed("Section 4, L layers with `A_l = a_l Σ⁻¹`"),
    parts=(
        Equality("error", error_after_layer, trace((a - w).T @ LAYER @ q)),
        Equality("conjugated", conjugated, trace(Z @ B @ (IDENTITY - M @ A) @ C, ROOTS)),
        Equality("loss", conditional_loss, trace(F @ LEFT @ G @ G @ LEFT @ F)),
        Equality("slope", conditional_slope, trace(Z.T @ GRADIENT)),
        Equality("along", lambda: sympy.diff(conditional_loss(), step), trace(GRADIENT)),
    ),
    uses=(lemma_1,),
    assumed=(ROTATED, LEAST_POLYNOMIAL),
    formal="depth.critical_points",
)
def critical_points() -> Iterator[Chain]:
    """For every L there are `A_l = a_l Σ⁻¹`, `a_l` > 0 all different, at which the loss of L sparse layers is critical.

    For all L, d, n and every positive definite Σ, `x_i ~ N(0, Σ)` and `w ~ N(0, Σ⁻¹)`: critical by all entries of all
    `A_l`, and there the loss is least among such multiples, at this point alone but for the order of the layers. In the
    paper the gradient is said to come arbitrarily close to 0 on them. After L layers the error is
    `w_*ᵀ (1 − M A_0) ⋯ (1 − M A_(L−1)) x_q`, `M = XXᵀ/n`, which for `A_l = Σ^-½ A_l' Σ^-½` is that for Σ = I and
    `A_l'`. For Σ = I and multiples of I, F and G being the products over the layers before and behind layer k, the mean
    over weights and query of the squared error is `tr F (1 − a_k M) G² (1 − a_k M) F`, its gradient by all entries of
    `A_k` is `−2 M F² (1 − a_k M) G²`, and the trace of that is its derivative by `a_k`. The mean over M of the gradient
    is a multiple of I, so that it vanishes where the derivative by `a_k` does; and the loss is the mean of `tr p(M)²`
    with `p(s) = Π (1 − a_l s)`. For L = 1 and L = 2 nothing is assumed, by `theorem-1` for Σ = I and by `two-layers`.
    """
    yield from ()


@crosscheck(critical_points, "quadrature", cases=(Case("gaussian", d=2, n=3, parameters=(("a_k", 0.5),)),))
def by_quadrature(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The transformer on fixed data; means over weights and query, which are quadratic in A_k."""
    return error_by_numbers(d, n) | conditional_means(d, n, parameters["a_k"])


@crosscheck(critical_points, "sampled", cases=(Case("gaussian", d=2, n=3, parameters=(("a_k", 0.5),)),))
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Squared errors for random weights and queries."""
    return random_errors(d, n, parameters["a_k"], rng)
