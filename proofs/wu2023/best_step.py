"""Which matrix of step sizes is best on prompts with noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality
from proofs.wu2023.noisy_route import NARROW, NOISE, above_least
from proofs.wu2023.notation import LETTERS, Λ, A, B, H, N, Prompts, R, Z, psi, sigma, t
from proofs.wu2023.setting import TESTED, WU
from proofs.wu2023.sources import printed
from symbolic.algebra.traces import substituted, trace
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.typeset.derivation import Chain
from symbolic.typeset.naming import square

TRAINED = Prompts(N, sigma**2 / psi**2)

GAP = psi**2 * square(r"(\Gamma\Lambda)^{1/2} (A - \Gamma^{-1}) \Lambda^{1/2}", H @ (A - R) @ B, TRAINED.rules)
LEAST = sigma**2 + psi**2 * (t - trace(R @ Λ @ Λ, TRAINED.rules))


@cache
def loss(tested: bool = False) -> sympy.Expr:
    """The derived mean squared error at any A, on prompts of N samples or, for a test, of M."""
    return in_traces(Derived(TESTED if tested else WU).terms, LETTERS)


def least() -> sympy.Expr:
    """The derived error at `A = Γ⁻¹`."""
    return substituted(TRAINED.in_g(loss()), {"A": R}, TRAINED.rules)


@claim(
    "wu2023/optimum",
    source=printed("the optimal one-step algorithm; Γ* as recalled, the text was not at hand"),
    parts=(
        Equality("least", lambda: TRAINED.in_n(least()), TRAINED.in_n(LEAST)),
        Equality("gap", lambda: TRAINED.in_n(TRAINED.in_g(loss()) - least()), TRAINED.in_n(GAP)),
        Equality("inverse", lambda: trace(Z @ R @ TRAINED.gamma, TRAINED.rules), trace(Z)),
    ),
    rests_on=("spectral-theorem",),
    formal="best_matrix",
)
def optimum() -> Iterator[Chain]:
    """Among steps `ŷ = (1/N) Σ y_i x_iᵀ A q` the best is `A = ((N+1)/N Λ + (tr Λ + σ²/ψ²)/N)⁻¹`.

    For all d, N, every positive definite covariance Λ of the covariates, `w ~ N(0, ψ² I)`, `ψ ≠ 0`, and labels with
    noise of variance σ². With Γ for the matrix that is inverted, the mean squared error of any d x d matrix A is
    `σ² + ψ² (tr Λ − tr(Γ⁻¹Λ²)) + ψ² ‖(ΓΛ)^½ (A − Γ⁻¹) Λ^½‖²`: least there, and nowhere else.
    """
    yield from ()


@crosscheck(
    optimum,
    "quadrature",
    cases=(Case(NARROW, d=2, N=2, parameters=NOISE), Case("gaussian", d=1, N=3, parameters=NOISE)),
)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least of the mean error by normal equations, and how far a fixed matrix is above it."""
    return by_nodes(above_least(law, N, parameters))


@crosscheck(optimum, "sampled", cases=(Case(NARROW, d=2, N=1, parameters=NOISE),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(above_least(law, N, parameters), rng)
