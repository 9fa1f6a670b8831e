"""Which subspaces long prompts tolerate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.covariates.covariance_route import ANY, errors, long_errors, projected
from proofs.garg2022.covariates.in_subspace import LENGTH, RANK, in_subspace, subspace
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.notation import INVERSE, G, K, L, P, c, gamma, w
from proofs.garg2022.shift_route import STANDARD_SHORT, by_nodes, by_samples, root_of
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import NOISY
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality
from proofs.zhang2024.notation import Λ, M, R, Z
from symbolic.algebra.traces import IDENTITY, Matrices, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

INSIDE = P @ Λ @ P
"""The covariance of covariates of the training, projected."""

OUTSIDE = IDENTITY - P


def square(matrices: Matrices) -> sympy.Expr:
    """`‖K Z‖²` for any Z, with everything that is known of the letters."""
    return trace(Z.T @ matrices.T @ matrices @ Z, INVERSE)


def defect() -> sympy.Expr:
    """`tr Zᵀ (GΛ⁻¹G − G) Z` where G is the projected covariance."""
    return trace(Z.T @ (INSIDE @ L @ INSIDE - INSIDE) @ Z, INVERSE)


def long_prompt() -> sympy.Expr:
    """The error for infinitely long prompts of projected covariates, the query projected too."""
    return substituted(substituted(error(NOISY).coeff(M, 0), {"Q": G}), {"G": INSIDE}, INVERSE)


OFF = (R @ INSIDE - IDENTITY) @ w


def kept() -> sympy.Expr:
    """The error after training with `Λ = I`, on covariates that are projected and not scaled."""
    return in_subspace().subs(c, 1)


@claim(
    "garg2022/subspace-repaired",
    source=printed("prompts beyond the training distribution, d/2-dimensional subspace"),
    parts=(
        Equality("kept", kept, LENGTH * ((1 / gamma - 1) ** 2 + (RANK + 1) / (gamma**2 * M))),
        Equality("long_prompt", long_prompt, trace(OFF.T @ INSIDE @ OFF, INVERSE)),
        Equality("defect", defect, square(K @ OUTSIDE @ Λ @ P)),
    ),
    uses=(covariate_shift_repaired,),
    formal="tolerated_subspaces",
    repairs=subspace,
    rests_on=("spectral-theorem",),
)
def subspace_repaired() -> Iterator[Chain]:
    """Covariates projected to a subspace, not scaled, are tolerated for every task iff Λ maps the subspace to itself.

    The query is projected as well. For any positive definite Λ and orthogonal projection P the projected covariance is
    `G = PΛP`, and `GΛ⁻¹G − G = ((1 − P)ΛP)ᵀ Λ⁻¹ (1 − P)ΛP`; the error tends to 0 for every task iff `GΛ⁻¹G = G`
    (`covariate-shift-repaired`), so iff `(1 − P)ΛP = 0`. With `Λ = I` every subspace is tolerated. With covariates c
    times standard normal vectors of the subspace, the query too, the error is then `c² ‖Pw‖²`, which is the mean square
    of the target, times `(c²/γ − 1)² + c⁴ (k + 1)/(γ² M)` in dimension k, `γ = 1 + (d + 1)/N`: for c = 1 less than in
    the whole space. The second factor tends to `(c² − 1)²`, which is `(d/k − 1)²` where `E ‖x‖² = c² k` is d.
    """
    yield from ()


KEPT = (Case(STANDARD_SHORT, d=2, N=2, M=2),)


@crosscheck(subspace_repaired, "quadrature", cases=ANY)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer where the mean square of the prompt is its expectation."""
    return by_nodes({"long_prompt": long_errors(law, N, projected(d, 1.0) @ root_of(law))})


@crosscheck(subspace_repaired, "quadrature", cases=KEPT)
def after_isotropic_training(
    law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, float]:
    """Mean squared errors after training with `Λ = I`."""
    return by_nodes({"kept": errors(law, N, M, projected(d, 1.0))})


@crosscheck(subspace_repaired, "sampled", cases=KEPT)
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"kept": errors(law, N, M, projected(d, 1.0))}, rng)
