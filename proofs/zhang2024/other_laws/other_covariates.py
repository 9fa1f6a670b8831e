"""The family and the loss on it where covariates are not normal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import Λ, N, U, Z, in_N, t, u
from proofs.zhang2024.other_laws.joined_moments import F, Q, S, on_family, traced
from proofs.zhang2024.other_laws.other_route import SKEW, by_nodes, by_samples
from proofs.zhang2024.other_laws.unusual_draws import ANY
from proofs.zhang2024.reduced.on_family import MATRIX, SCALAR, norm
from proofs.zhang2024.reduced.reduced_loss import ELSEWHERE, PRINTED, reduced_loss
from proofs.zhang2024.reduced.reduced_route import POINT
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import Matrices, derivative, matrix, substituted, trace, unpaired
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

NORMAL = Λ @ Λ * 2 + Λ * t
"""`E ‖x‖² x xᵀ` of normal covariates."""

QUADRATIC, LINEAR = trace(S @ U @ Q @ U.T), trace(Λ @ U @ Q)
FORCE = S @ U @ Q * u**2 - Λ @ Q * u
LOSS = u**2 * QUADRATIC / 2 - u * LINEAR + trace(Q) / 2

v, z = matrix("v", vector=True), matrix("p", vector=True)


def loss() -> sympy.Expr:
    """The population loss on the family, derived."""
    return traced(on_family(ANY).terms)


def scalar_gradient() -> sympy.Expr:
    """`∂L/∂u`."""
    return traced(on_family(ANY).derivative(SCALAR))


def paired_gradient() -> sympy.Expr:
    """`tr(Zᵀ ∂L/∂U)`."""
    return traced(on_family(ANY).derivative(MATRIX), "Z")


def conserved_rate() -> sympy.Expr:
    """The derivative of `u² − ‖U‖²` along the flow of all entries."""
    force: Matrices = unpaired(paired_gradient(), "Z")
    return sympy.expand(-2 * u * scalar_gradient() + derivative(norm(), "U", force))


def at_normal(expression: sympy.Expr) -> sympy.Expr:
    """With the fourth moments of normal covariates."""
    return substituted(expression, {"F": NORMAL})


def excess() -> sympy.Expr:
    """The loss beyond that of normal covariates with the same second moments."""
    return sympy.expand(loss() - at_normal(loss()))


EXCESS = u**2 * trace((F - NORMAL) @ U @ Q @ U.T) / (2 * N)


def at_rank_one() -> sympy.Expr:
    """That at `U = v zᵀ`."""
    return substituted(excess(), {"U": v @ z.T})


def still_vanishing(statement: tuple[str, ...]) -> Answer:
    """Whether the derived gradient by these blocks, and by no other, vanishes on the family for every law."""
    derived = on_family(ANY).gradient
    zero = tuple(sorted(set(ANY.blocks) - set(derived)))
    if zero != tuple(sorted(statement)):
        return Fails(f"the gradient vanishes by {', '.join(zero)}", f"blocks {', '.join(statement)}")
    return Holds(f"the gradient by {len(zero)} blocks has no term, whatever the moments of the covariates are")


@claim(
    "zhang2024/other-covariates",
    source=printed("Theorem 4.1, with covariates of any law"),
    parts=(
        Settled("invariance", ELSEWHERE, still_vanishing),
        Equality("loss", loss, LOSS),
        Equality("scalar_gradient", scalar_gradient, u * QUADRATIC - LINEAR),
        Equality("matrix_gradient", paired_gradient, trace(Z.T @ FORCE)),
        Equality("conserved", conserved_rate, sympy.Integer(0)),
        Equality("normal", lambda: substituted(at_normal(loss()), {"Q": Λ}), in_N(PRINTED)),
        Equality("excess", excess, EXCESS),
        Equality("rank_one", at_rank_one, u**2 * trace(v.T @ (F - NORMAL) @ v) * trace(z.T @ Q @ z) / (2 * N)),
    ),
    uses=(reduced_loss,),
    rests_on=("ode-uniqueness",),
    formal="any_law.flow_for_any_covariates",
)
def other_covariates() -> Iterator[Chain]:
    """For every law of the covariates the flow stays on the family; the loss is the printed one iff `F = 2Λ² + tr Λ Λ`.

    Samples are independent with `E x xᵀ = Λ` and `F = E ‖x‖² x xᵀ` finite, the query has any law with `E q qᵀ = Q` and
    finite sixth moments, the weights are N(0, I); all d, N >= 1, u and U. The gradient by all blocks but u and U
    vanishes on the family without any condition on moments. The loss is `½u² tr(SUQUᵀ) − u tr(ΛUQ) + ½ tr Q` with
    `S = Λ² + (F − Λ²)/N`, which stands in the place of ΓΛ; `u² − ‖U‖²` is conserved; the printed loss has Q = Λ. It
    exceeds that of normal covariates by `u² tr((F − 2Λ² − tr Λ Λ) U Q Uᵀ)/(2N)`. At `U = v zᵀ` this is
    `u² vᵀ(F − 2Λ² − tr Λ Λ)v zᵀQz/(2N)`: it vanishes for all u and U iff `F = 2Λ² + tr Λ Λ`, where Q is not zero. No
    other moment of the law is in the theory.
    """
    yield Chain(
        "loss",
        "L",
        (
            Line(loss(), "the derived loss, weights integrated out"),
            Line(LOSS, r"collected, $S = \Lambda^2 + (F - \Lambda^2)/N$"),
        ),
    )


CASES = tuple(Case(SKEW, d=2, N=N, parameters=POINT) for N in (1, 2))


@crosscheck(other_covariates, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of all prompts, and its differences along u and along Z."""
    return by_nodes(law, N, parameters)


@crosscheck(other_covariates, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random prompts."""
    return by_samples(law, N, parameters, rng)
