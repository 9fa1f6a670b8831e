"""Critical points of heads whose key and query weights are merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality
from proofs.zhang2025.heads_route import CASES, SHORT, merged_slopes
from proofs.zhang2025.notation import (
    FORCE,
    PROMPTS,
    U1,
    U2,
    Λ,
    B,
    H,
    R,
    W,
    Z,
    in_letters,
    loss,
    slope,
    square,
    t,
    v1,
    v2,
)
from proofs.zhang2025.setting import MERGED
from proofs.zhang2025.sources import printed
from symbolic.algebra.traces import Matrices, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

SUM = U1 * v1 + U2 * v2
AT_HEADS = PROMPTS.gamma @ Λ @ SUM @ Λ - Λ @ Λ
"""The half slope where W is the sum of the heads."""

OFF = square(r"(\Gamma\Lambda)^{1/2} (W - \Gamma^{-1}) \Lambda^{1/2}", H @ (W - R) @ B, PROMPTS.rules)


def least() -> sympy.Expr:
    """The derived loss at `W = Γ⁻¹`."""
    return substituted(loss(), {"W": R}, PROMPTS.rules)


def paired(matrices: Matrices) -> sympy.Expr:
    return PROMPTS.in_n(trace(Z.T @ matrices, PROMPTS.rules))


@claim(
    "zhang2025/critical-manifolds",
    source=printed("ATTN_M, fixed points"),
    parts=(
        Equality("by_matrix", lambda: PROMPTS.in_n(in_letters(MERGED, "U_1", "Z")), paired(AT_HEADS * (2 * v1))),
        Equality(
            "by_number", lambda: PROMPTS.in_n(in_letters(MERGED, "v_1")), PROMPTS.in_n(2 * trace(U1.T @ AT_HEADS))
        ),
        Equality("half_slope", lambda: paired(slope()), paired(FORCE)),
        Equality("factored", lambda: paired(slope()), paired(PROMPTS.gamma @ Λ @ (W - R) @ Λ)),
        Equality(
            "at_zero",
            lambda: PROMPTS.in_n(trace(Z.T @ slope()) - trace(Z.T @ FORCE) - trace(Z.T @ Λ @ Λ)),
            -trace(Λ @ Λ @ Z),
        ),
        Equality("gap", lambda: PROMPTS.in_n(loss() - least()), PROMPTS.in_n(OFF)),
        Equality("least", lambda: PROMPTS.in_n(least()), PROMPTS.in_n(t - trace(R @ Λ @ Λ, PROMPTS.rules))),
    ),
    rests_on=("spectral-theorem",),
    formal="critical_heads",
)
def critical_manifolds() -> Iterator[Chain]:
    """With merged heads the loss is critical just where `Σ v_h U_h = Γ⁻¹`, or all `v_h = 0` and `tr(Λ²U_h) = 0`.

    For all d, N, every positive definite Λ and two heads, whose sum W is all that the loss depends on. The slope by
    `U_h` is `2 v_h G`, that by `v_h` is `2 tr(U_hᵀG)`, with `G = ΓΛ(W − Γ⁻¹)Λ`, `Γ = (1+1/N)Λ + tr(Λ)/N`. G vanishes at
    `W = Γ⁻¹` only; else all `v_h = 0`, so that W = 0 and `G = −Λ²`. The first set is where the loss is least, `tr Λ −
    tr(Γ⁻¹Λ²)`, and `‖(ΓΛ)^½ (W − Γ⁻¹) Λ^½‖²` is what it is above that. This is about the entries of the layer that
    training moves from small weights.
    """
    yield from ()


@crosscheck(critical_manifolds, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean differences of the losses of two heads, and the least loss by normal equations."""
    return by_nodes(merged_slopes(law, N, parameters))


@crosscheck(critical_manifolds, "sampled", cases=SHORT)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(merged_slopes(law, N, parameters), rng)
