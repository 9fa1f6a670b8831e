"""The best layer for isotropic covariates and weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.mahankali2023.layer_losses import FLAT, UNREACHED
from proofs.mahankali2023.noisy_layer_route import POINT, above_step
from proofs.mahankali2023.notation import STEP, N, U, p, sigma, u, v
from proofs.mahankali2023.sources import printed
from proofs.parts import Equality, Settled
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

OFF = U * u + p @ v.T - IDENTITY * STEP
"""`uU + p vᵀ − η`."""


def least() -> sympy.Expr:
    """The derived loss of one step."""
    return FLAT.at(IDENTITY * STEP)


@claim(
    "mahankali2023/theorem-1",
    source=printed("Theorem 1"),
    parts=(
        Settled("unreached", UNREACHED, FLAT.without_effect),
        Equality("split", lambda: FLAT.rest, sympy.Integer(0)),
        Equality("even", lambda: FLAT.even_without, sympy.Integer(0)),
        Equality("least", least, sigma**2 + d - N * d * STEP),
        Equality("gap", lambda: FLAT.at(U * u + p @ v.T) - least(), N / STEP * trace(OFF.T @ OFF)),
    ),
    formal="isotropic",
)
def theorem_1() -> Iterator[Chain]:
    """For x, w ~ N(0, I) and noisy labels the best layer makes one gradient step from 0, with η = 1/(n + d + 1 + σ²).

    A global minimum of the mean squared error over all P and K, for all d, all n (written N here) and every noise: the
    layer that predicts `η Σ y_i x_i·q`, a step of descent on `½ Σ (w·x_i − y_i)²`. The loss depends on the last row
    (pᵀ, u) of P and the first d columns of K, U above vᵀ, alone; it is `σ² + d − n d η + (n/η) ‖uU + p vᵀ − ηI‖²` plus
    the mean square of the even part of the prediction, which is zero where p and v are.
    """
    yield from ()


CASES = (Case("gaussian", d=2, N=1, parameters=POINT), Case("gaussian", d=1, N=2, parameters=POINT))


@crosscheck(theorem_1, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least mean error by normal equations, and how far a layer without zero blocks is above it."""
    return by_nodes(above_step(law, N, parameters))


@crosscheck(theorem_1, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(above_step(law, N, parameters), rng)
