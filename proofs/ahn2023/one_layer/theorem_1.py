"""Where the loss of one layer of linear attention is least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.ahn2023.notation import printed
from proofs.ahn2023.one_layer.every_parameter import LINEAR
from proofs.ahn2023.one_layer.layer_letters import DIAGONAL, Σ, B, D, E, H, R, U, V, Z, p, t, u, v
from proofs.ahn2023.one_layer.one_layer_route import NARROW, POINT, gap_by_nodes, printed_loss, sampled_printed
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.reduced import on_family
from symbolic.algebra.traces import substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain
from symbolic.typeset.naming import square

RULES = LINEAR.rules

OFF = square(r"(\Gamma\Sigma)^{1/2} (uU + p v^{\top} + \Gamma^{-1}) \Sigma^{1/2}", H @ (U * u + p @ v.T + R) @ B, RULES)

UNREACHED = ("P_11", "P_12", "Q_12", "Q_22")

PRINTED = V @ E @ V.T
"""The matrix whose eigenvalues are `1/((n+1)/n λ_i + (1/n) Σ λ_k)` in the axes of Σ."""


def blocks_without_effect(statement: tuple[str, ...]) -> Answer:
    """Whether these blocks, and no others, do not change the loss at any parameters."""
    if tuple(sorted(statement)) == LINEAR.unreached:
        return Holds("the gradient by the other blocks has no term")
    return Fails(f"the loss does not depend on {', '.join(LINEAR.unreached)}", f"blocks {', '.join(statement)}")


def at_printed() -> sympy.Expr:
    """The derived loss at the printed parameters, where `Σ = V D Vᵀ`."""
    point = {"U": PRINTED * -1, "Σ": V @ D @ V.T, "p": p * 0, "v": v * 0}
    return LINEAR.in_n(substituted(LINEAR.whole_loss.subs(u, 1), point, RULES))


def inverted() -> sympy.Expr:
    """`tr(Z K Γ)` for the printed matrix K."""
    return trace(Z @ PRINTED @ LINEAR.gamma(V @ D @ V.T), RULES)


def of_zhang() -> sympy.Expr:
    """The sparse loss less twice that of the model of Zhang, Frei and Bartlett at `−U`."""
    return LINEAR.sparse_loss - 2 * substituted(on_family.loss(), {"Λ": Σ, "U": U * -1})


@claim(
    "ahn2023/theorem-1",
    source=printed("Theorem 1"),
    parts=(
        Settled("unreached", UNREACHED, blocks_without_effect),
        Equality("split", lambda: LINEAR.whole_loss - LINEAR.odd_loss - LINEAR.even_loss, sympy.Integer(0)),
        Equality("gap", lambda: LINEAR.in_n(LINEAR.whole_loss - LINEAR.even_loss - LINEAR.least), LINEAR.in_n(OFF)),
        Equality("least", lambda: LINEAR.in_n(LINEAR.least), LINEAR.in_n(t - trace(R @ Σ @ Σ, RULES))),
        Equality("inverted", inverted, trace(Z)),
        Equality("at_printed", at_printed, LINEAR.in_n(trace(D, DIAGONAL) - trace(E @ D @ D, RULES))),
        Equality("of_zhang", of_zhang, sympy.Integer(0)),
    ),
    rests_on=("spectral-theorem",),
    formal="printed_layer",
)
def theorem_1() -> Iterator[Chain]:
    """One linear layer is best at `P = diag(0, 1)`, `Q_11 = −U diag(((n+1)/n λ_i + (1/n) Σ λ_k)⁻¹) Uᵀ`, all else 0.

    A global minimum of `E(TF − w·x_q)²`, TF being minus the last entry of the query's output, over all P and Q, for all
    d, n and every covariance `Σ = U diag(λ_i) Uᵀ` of the covariates that is not zero, definite or not, `w ~ N(0, I)`.
    The loss depends on the last row (pᵀ, u) of P and on the first d columns of Q, `Q_11` above vᵀ, alone. The printed
    matrix is `−Γ⁻¹` for the Γ of Zhang, Frei and Bartlett, with n for N. The loss minus its least value
    `tr Σ − tr(Γ⁻¹Σ²)` is the squared norm of `(ΓΣ)^½ (u Q_11 + p vᵀ + Γ⁻¹) Σ^½` plus the mean square of the part of the
    prediction that is even in w, which is the loss of a model of its own; both vanish at the printed point. Where p and
    v are zero the loss is twice that of Zhang, Frei and Bartlett at `−Q_11`.
    """
    yield from ()


CASES = (Case(NARROW, d=2, n=1, parameters=POINT), Case("gaussian", d=1, n=2, parameters=POINT))


@crosscheck(theorem_1, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least mean loss by normal equations, and the mean loss at parameters without a zero block above it."""
    return gap_by_nodes(law, n, parameters)


@crosscheck(theorem_1, "quadrature", cases=(Case(NARROW, d=2, n=2, parameters=POINT),))
def at_the_printed_point(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss at the printed parameters, with the axes of Σ by its eigenvectors."""
    return {"least": printed_loss(law, n)}


@crosscheck(theorem_1, "sampled", cases=(Case(NARROW, d=2, n=2, parameters=POINT),))
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts at the printed parameters."""
    return {"least": sampled_printed(law, n, rng)}
