"""From which start one step of descent is best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality
from proofs.zhang2024b.notation import RULES, SIZES, Λ, Ψ, A, Q, Z, at_mean, b, g, h, mu, of_block, started
from proofs.zhang2024b.sources import printed
from proofs.zhang2024b.start_route import CASES, SHORT, started_gaps
from symbolic.algebra.traces import IDENTITY, Matrices, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain


def excess(off: Matrices) -> sympy.Expr:
    """`g ‖AᵀΛδ − (N/(N+1)) δ‖²_Λ + ‖δ‖²_Λ (1/(N+1) + tr(ΛAΛAᵀ)/N)`; `N/(N+1) = 1/g`."""
    moved = A.T @ Λ @ off - off * (1 / g)
    length = trace(off.T @ Λ @ off)
    return g * trace(moved.T @ Λ @ moved) + length * ((g - 1) / g + (g - 1) * trace(Λ @ A @ Λ @ A.T))


BEST = Q @ Ψ
OFF = A - BEST
SPREAD = (Λ @ Ψ @ Λ) * g + Λ * h
"""The second moment of `(1/N) Σ (y_i − mu·x_i) x_i`."""


def least() -> sympy.Expr:
    """The derived loss from `mu` at `A = QΨ`."""
    return substituted(at_mean(), {"A": BEST}, RULES)


@claim(
    "zhang2024b/learnable-start",
    source=printed("abstract: one step of descent with a learnable start"),
    parts=(
        Equality("start", lambda: SIZES.in_n(sympy.cancel(started() - at_mean())), SIZES.in_n(excess(mu - b))),
        Equality("gap", lambda: SIZES.in_n(at_mean() - least()), SIZES.in_n(trace(OFF.T @ SPREAD @ OFF @ Λ, RULES))),
        Equality("inverse", lambda: trace(Z @ Q @ (Ψ @ Λ * g + IDENTITY * h), RULES), trace(Z)),
        Equality("block", of_block, sympy.Integer(0)),
    ),
    rests_on=("spectral-theorem",),
    formal="from_mean",
)
def learnable_start() -> Iterator[Chain]:
    """For weights N(μ, Ψ) one step is best from μ, with `A = ((N+1)/N ΨΛ + (tr ΛΨ + σ²)/N)⁻¹ Ψ`, and a block makes it.

    Among predictions by `b + Aᵀ (1/N) Σ (y_i − b·x_i) x_i`, for all d, N, every positive definite Λ and Ψ and every
    noise. For every A the mean squared error from b is that from μ, plus `(N+1)/N ‖AᵀΛδ − N/(N+1) δ‖²_Λ + ‖δ‖²_Λ
    (1/(N+1) + tr(ΛAΛAᵀ)/N)`, `δ = μ − b`: more, unless b = μ. From μ it is least at the printed A and nowhere else: the
    gap is the second moment of the gradient, which is definite, at `A` less that one. Linear self-attention followed by
    a linear layer with the row (bᵀ, 1) predicts so, whatever the data are. That no other parameters of such a block are
    better is not part of this.
    """
    yield from ()


@crosscheck(learnable_start, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Differences of mean squared errors: from another start, and from the best matrix by normal equations."""
    return by_nodes(started_gaps(law, N, parameters))


@crosscheck(learnable_start, "sampled", cases=SHORT)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(started_gaps(law, N, parameters), rng)
