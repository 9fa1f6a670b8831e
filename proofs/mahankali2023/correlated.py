"""The best layer for covariates N(0, Λ) and weights N(0, Λ⁻¹)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.mahankali2023.layer_losses import SKEWED, UNREACHED
from proofs.mahankali2023.noisy_layer_route import POINT, above_step
from proofs.mahankali2023.notation import RULES, STEP, B, N, U, V, p, sigma, u, v
from proofs.mahankali2023.sources import printed
from proofs.parts import Equality, Settled
from proofs.zhang2024.reduced.reduced_route import NARROW
from symbolic.algebra.notation import d
from symbolic.algebra.traces import trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

OFF = B @ (U * u + p @ v.T - V * STEP) @ B
"""`Λ^½ (uU + p vᵀ − ηΛ⁻¹) Λ^½`."""


def least() -> sympy.Expr:
    """The derived loss of one preconditioned step."""
    return SKEWED.at(V * STEP)


@claim(
    "mahankali2023/theorem-2",
    source=printed("Theorem 2"),
    parts=(
        Settled("unreached", UNREACHED, SKEWED.without_effect),
        Equality("split", lambda: SKEWED.rest, sympy.Integer(0)),
        Equality("even", lambda: SKEWED.even_without, sympy.Integer(0)),
        Equality("least", least, sigma**2 + d - N * d * STEP),
        Equality("gap", lambda: SKEWED.at(U * u + p @ v.T) - least(), N / STEP * trace(OFF.T @ OFF, RULES)),
    ),
    rests_on=("spectral-theorem",),
    formal="correlated",
)
def theorem_2() -> Iterator[Chain]:
    """For x ~ N(0, Λ), w ~ N(0, Λ⁻¹) and noisy labels the best layer makes one step preconditioned by ηΛ⁻¹, from 0.

    A global minimum of the mean squared error over all P and K, for all d, n (written N here), every noise and every
    positive definite Λ: the layer that predicts `η Σ y_i x_iᵀ Λ⁻¹ q` with the same `η = 1/(n + d + 1 + σ²)` as for
    Λ = I, and the same least error. The error is that, plus `(n/η) ‖Λ^½ (uU + p vᵀ − ηΛ⁻¹) Λ^½‖²`, plus the mean square
    of the even part of the prediction, which is zero where p and v are.
    """
    yield from ()


@crosscheck(theorem_2, "quadrature", cases=(Case(NARROW, d=2, N=2, parameters=POINT),))
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least mean error by normal equations, and how far a layer without zero blocks is above it."""
    return by_nodes(above_step(law, N, parameters))


@crosscheck(theorem_2, "sampled", cases=(Case(NARROW, d=2, N=1, parameters=POINT),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(above_step(law, N, parameters), rng)
