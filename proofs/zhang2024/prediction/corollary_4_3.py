"""The error of the trained model on linear tasks, with noise and without, and what bounds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.notation import LETTERS, RULES, Λ, B, M, N, R, g, in_N, square, t
from proofs.zhang2024.prediction.prediction_route import LABELLED, by_samples, task_errors
from proofs.zhang2024.prediction.tested import sigma, task_error, task_form, w
from proofs.zhang2024.prediction.theorem_4_2 import theorem_4_2
from proofs.zhang2024.sources import printed
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, of_letter, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LENGTH = trace(w.T @ Λ @ w)
"""`wᵀΛw = E (w·x)²`."""

SPREAD = (task_form(3) + (LENGTH + sigma**2) * trace(R @ R @ Λ @ Λ, RULES)) / M
BIAS = (task_form(3) + 2 * t * task_form(2) + t**2 * task_form(1)) / N**2
PRINTED = sigma**2 + SPREAD + BIAS

_K = Letter("K", r"\Lambda^{-1/2}", symmetric=True)
K = of_letter(_K)
ROOTS: Rules = {
    **RULES,
    (_K, LETTERS["B"]): IDENTITY,
    (LETTERS["B"], _K): IDENTITY,
    (_K, LETTERS["Λ"]): B,
    (LETTERS["Λ"], _K): B,
    (_K, LETTERS["R"]): R @ K,
    (LETTERS["R"], _K, _K): (K @ K - R * g) * (1 / ((g - 1) * t)),
}
"""K is the inverse of the root B; the last rule is `R Γ = 1` times K²."""

GROWTH = ((g**2 - 1), 2 * g * (g - 1) * t, (g - 1) ** 2 * t**2)
"""`Γ² − Λ²` as coefficients of Λ², Λ and 1: none is negative."""


def slack(*roots: tuple[str, Matrices]) -> sympy.Expr:
    """A sum of squares with these coefficients."""
    return sympy.Add(*(c * square(name, root, ROOTS) for c, (name, root) in zip(GROWTH, roots, strict=True)))


THIRD, SECOND, FIRST, NEXT, LAST = (
    (r"\Lambda^{3/2}\Gamma^{-1}w", B @ R @ Λ @ w),
    (r"\Lambda\Gamma^{-1}w", R @ Λ @ w),
    (r"\Lambda^{1/2}\Gamma^{-1}w", B @ R @ w),
    (r"\Gamma^{-1}w", R @ w),
    (r"\Lambda^{-1/2}\Gamma^{-1}w", K @ R @ w),
)


def norm(power: Matrices) -> sympy.Expr:
    """`‖power w‖²`."""
    return trace(w.T @ power @ power @ w, ROOTS)


@claim(
    "zhang2024/corollary-4.3",
    source=printed("Corollary 4.3"),
    parts=(
        Equality("error", lambda: in_N(task_error()), in_N(PRINTED)),
        Equality("third", lambda: norm(B) - task_form(3), slack(THIRD, SECOND, FIRST)),
        Equality("second", lambda: norm(IDENTITY) - task_form(2), slack(SECOND, FIRST, NEXT)),
        Equality("first", lambda: norm(K) - task_form(1), slack(FIRST, NEXT, LAST)),
        Equality(
            "trace",
            lambda: d - trace(R @ R @ Λ @ Λ, RULES),
            slack((r"\Lambda\Gamma^{-1}", R @ Λ), (r"\Lambda^{1/2}\Gamma^{-1}", B @ R), (r"\Gamma^{-1}", R)),
        ),
    ),
    uses=(theorem_4_2,),
    rests_on=("spectral-theorem",),
    formal="error_on_a_task",
)
def corollary_4_3() -> Iterator[Chain]:
    """For `y = w·x + ε`: error `σ² + ((d+1) wᵀΛw + dσ²)/M + (wᵀΛw + 2 tr Λ ‖w‖² + (tr Λ)² wᵀΛ⁻¹w)/N²` at most.

    For all d, M, N, every positive definite Λ, every task w, covariates N(0, Λ) and noise of variance σ² in every
    label, that of the query included; without noise `σ = 0`. Exactly it is
    `σ² + (wᵀΓ⁻²Λ³w + (wᵀΛw + σ²) tr(Γ⁻²Λ²))/M + (‖w‖²_3 + 2 tr Λ ‖w‖²_2 + (tr Λ)² ‖w‖²_1)/N²` with
    `‖w‖²_k = wᵀΓ⁻²Λ^k w`. The bound is larger term by term: since `Γ² − Λ²` is `(g²−1) Λ² + 2g(g−1) tr Λ Λ + (g−1)²
    (tr Λ)²` with `g = 1 + 1/N`, each difference is a sum of squares. Of the weights' norm in Λ⁻¹ the long training
    length takes care, not the long prompt.
    """
    yield from ()


CASES = tuple(Case(LABELLED, d=2, N=N_, M=M_, parameters=(("sigma", s),)) for N_, M_, s in ((1, 3, 0.0), (2, 2, 0.5)))


@crosscheck(corollary_4_3, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean squared error of the trained model on one task."""
    source, error = task_errors(law, N, M, parameters["sigma"])
    return {"error": source.mean(error)}


@crosscheck(corollary_4_3, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return {"error": by_samples(*task_errors(law, N, M, parameters["sigma"]), rng)}
