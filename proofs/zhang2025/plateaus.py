"""The loss where the heads have learned some eigenvectors of the covariance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality
from proofs.zhang2025.heads_route import TILTED, principal_losses
from proofs.zhang2025.notation import CYCLIC, PROMPTS, RULES, Λ, N, P, R, Z, g, lam, loss, slope, t
from proofs.zhang2025.sources import printed
from symbolic.algebra.traces import Matrices, of_letter, reduced, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

OF_SUBSET = R @ P
"""`Γ⁻¹P`, P the projection on the eigenvectors that are learned."""

LOSS = t - trace(R @ Λ @ Λ @ P, CYCLIC)


def at_subset() -> sympy.Expr:
    """The derived loss at `W = Γ⁻¹P`."""
    return substituted(loss(), {"W": OF_SUBSET}, CYCLIC)


def slope_there() -> Matrices:
    """`½ ∂L/∂W` there."""
    found = Matrices({})
    for word, c in slope().terms.items():
        product = Matrices({(): c})
        for letter in word:
            product = product @ (OF_SUBSET if letter.name == "W" else of_letter(letter))
        found = found + product
    return reduced(found, RULES)


def share() -> sympy.Expr:
    """`λ²/γ`, what an eigenvector takes off the loss: γ is the eigenvalue of Γ."""
    return lam**2 / (g * lam + (g - 1) * t)


@claim(
    "zhang2025/plateaus",
    source=printed("ATTN_S, loss at the plateaus"),
    parts=(
        Equality("loss", lambda: PROMPTS.in_n(at_subset()), PROMPTS.in_n(LOSS)),
        Equality("share", lambda: sympy.cancel(share().subs(g, 1 + 1 / N)), lam / (1 + (1 + t / lam) / N)),
        Equality("slope", lambda: trace(Z.T @ slope_there(), RULES), trace(Z.T @ (Λ @ Λ @ P - Λ @ Λ), RULES)),
        Equality("along_keys", lambda: trace(Z.T @ slope_there() @ P, RULES), sympy.Integer(0)),
        Equality("along_queries", lambda: trace(Z.T @ P @ slope_there(), RULES), sympy.Integer(0)),
    ),
    rests_on=("spectral-theorem",),
    formal="learned_eigenvectors",
)
def plateaus() -> Iterator[Chain]:
    """With m eigenvectors learned the loss is `tr Λ − Σ_(d <= m) λ_d/(1 + (1 + tr Λ/λ_d)/N)`, at critical points.

    For all d, N, every positive definite Λ and every set of m orthonormal eigenvectors, the first m among them, P the
    projection on these: it commutes with Λ, and the heads add to `W = Γ⁻¹P`. The loss is `tr Λ − tr(Γ⁻¹Λ²P)`, and the
    eigenvalue of `Γ⁻¹Λ²` is `λ²/γ`, the summand. Half the slope by W is `Λ²(P − 1)`, so that its products with P vanish
    on both sides: heads `v_h k_h r_hᵀ` whose keys and queries are such eigenvectors, or zero, are critical.
    """
    yield from ()


CASES = (Case(TILTED, d=2, N=2), Case(TILTED, d=2, N=1))


@crosscheck(plateaus, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses of the head whose key and query are the eigenvector of the larger eigenvalue, at its best size."""
    return by_nodes(principal_losses(law, N))


@crosscheck(plateaus, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(principal_losses(law, N), rng)
