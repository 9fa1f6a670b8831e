"""The best step of the training on prompts of another length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import Integrands, by_nodes, by_samples
from proofs.parts import Equality
from proofs.wu2023.best_step import TRAINED, loss, optimum
from proofs.wu2023.noisy_route import NARROW, NOISE, errors, least_matrix, source
from proofs.wu2023.notation import Λ, B, H, M, N, Prompts, R, Z, psi, sigma, t
from proofs.wu2023.sources import printed
from symbolic.algebra.traces import IDENTITY, Letter, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain
from symbolic.typeset.naming import square

RATIO = sigma**2 / psi**2
SHORT = Prompts(M, RATIO)
"""Prompts of the test: in what follows R is the inverse of their Γ."""

Q = of_letter(Letter("Q", r"\Gamma_N^{-1}", symmetric=True))
"""`Γ⁻¹` of the training."""

EXCESS = psi**2 * square(
    r"(\Gamma\Lambda)^{1/2} (\Gamma_N^{-1} - \Gamma^{-1}) \Lambda^{1/2}", H @ (Q - R) @ B, SHORT.rules
)


def excess() -> sympy.Expr:
    """The derived error on M samples of the step Q, above that of the step R."""
    tested = SHORT.in_g(loss(tested=True))
    return substituted(tested, {"A": Q}, SHORT.rules) - substituted(tested, {"A": R}, SHORT.rules)


def apart() -> sympy.Expr:
    """`tr Z(Γ_N − Γ_M)`."""
    return TRAINED.in_n(trace(Z @ TRAINED.gamma)) - SHORT.in_n(trace(Z @ SHORT.gamma))


@claim(
    "wu2023/length",
    source=printed("abstract: length of the prompts in training and in inference"),
    parts=(
        Equality("excess", lambda: SHORT.in_n(excess()), SHORT.in_n(EXCESS)),
        Equality("apart", apart, (1 / N - 1 / M) * trace(Z @ (Λ + IDENTITY * (t + RATIO)))),
    ),
    uses=(optimum,),
    rests_on=("spectral-theorem",),
    formal="other_length",
)
def length() -> Iterator[Chain]:
    """The best step of a training with prompts of N samples is not the best one on prompts of M samples, `M ≠ N`.

    For all d, N, M, every positive definite Λ, every noise and `ψ ≠ 0`. With `Γ_n = (n+1)/n Λ + (tr Λ + σ²/ψ²)/n` its
    error on prompts of M samples is `ψ² ‖(Γ_M Λ)^½ (Γ_N⁻¹ − Γ_M⁻¹) Λ^½‖²` above the least one, which is zero for equal
    matrices only, and `Γ_N − Γ_M` is `1/N − 1/M` times the definite matrix `Λ + tr Λ + σ²/ψ²`.
    """
    yield from ()


def integrands(law: Law, N: int, M: int, parameters: Mapping[str, float]) -> Integrands:
    """On prompts of M samples, errors of the step that normal equations find best on N above those of the best on M."""
    trained, best = (errors(law, parameters, least_matrix(law, n, parameters)) for n in (N, M))
    return {"excess": (source(law.d, M), lambda *data: trained(*data) - best(*data))}


@crosscheck(
    length,
    "quadrature",
    cases=(Case(NARROW, d=2, N=2, M=1, parameters=NOISE), Case("gaussian", d=1, N=3, M=1, parameters=NOISE)),
)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean differences of squared errors."""
    return by_nodes(integrands(law, N, M, parameters))


@crosscheck(length, "sampled", cases=(Case("gaussian", d=1, N=3, M=1, parameters=NOISE),))
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(integrands(law, N, M, parameters), rng)
