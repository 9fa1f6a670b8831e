"""Where the flow ends when covariates are not normal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.notation import Λ, U, Z, square, u
from proofs.zhang2024.other_laws.joined_moments import RULES, J, L, Q, S, T
from proofs.zhang2024.other_laws.other_covariates import loss, other_covariates, paired_gradient, scalar_gradient
from proofs.zhang2024.other_laws.other_route import SKEW, trained
from proofs.zhang2024.reduced.on_family import norm
from proofs.zhang2024.reduced.reduced_route import sampled
from proofs.zhang2024.reduced.theorem_4_1 import theorem_4_1
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

sigma = sympy.Symbol("sigma", positive=True)

OFF = U * u - T @ Λ
"""`uU − S⁻¹Λ`."""

FOURTH = trace(Λ @ T @ T @ Λ)
"""`‖S⁻¹Λ‖²`."""


def at_rest(expression: sympy.Expr) -> sympy.Expr:
    """At `U = S⁻¹Λ/u`."""
    return substituted(expression, {"U": T @ Λ * (1 / u)}, RULES)


def fourth_power() -> sympy.Expr:
    """u⁴ where `u² − ‖U‖²` is 0 and the flow rests."""
    return sympy.expand(u**4 - at_rest(u**2 * (u**2 - norm())))


def above_origin() -> sympy.Expr:
    """The loss at `u = σ`, `U = σZ` minus that of the origin."""
    found = substituted(loss(), {"U": Z * sigma}).xreplace({u: sigma})
    return sympy.expand(found - trace(Q) / 2)


@claim(
    "zhang2024/other-covariates-limit",
    source=printed("Theorem 4.1, with covariates of any law"),
    parts=(
        Equality("factored", paired_gradient, u * trace(Z.T @ S @ OFF @ Q, RULES)),
        Equality("scalar_rest", lambda: at_rest(scalar_gradient()), sympy.Integer(0)),
        Equality("matrix_rest", lambda: at_rest(paired_gradient()), sympy.Integer(0)),
        Equality("fourth_power", fourth_power, FOURTH),
        Equality("least", lambda: at_rest(loss()), trace(Q) / 2 - trace(Λ @ T @ Λ @ Q, RULES) / 2),
        Equality(
            "gap",
            lambda: loss() - at_rest(loss()),
            square(r"S^{1/2} (uU - S^{-1}\Lambda) Q^{1/2}", J @ OFF @ L, RULES) / 2,
        ),
        Equality("start", above_origin, sigma**2 * (sigma**2 * trace(S @ Z @ Q @ Z.T) / 2 - trace(Λ @ Z @ Q))),
    ),
    uses=(other_covariates, theorem_4_1),
    rests_on=("ode-uniqueness",),
    formal="any_law.limit_for_any_covariates",
)
def other_limit() -> Iterator[Chain]:
    """For covariates of any law the flow of Theorem 4.1 tends to `uU = S⁻¹Λ` with `u⁴ = ‖S⁻¹Λ‖²`.

    `S = Λ² + (F − Λ²)/N`, `F = E ‖x‖² x xᵀ`, `Λ = E x xᵀ` and `Q = E q qᵀ` positive definite; all d, N >= 1, from
    `u = σ`, `U = σΨ` with `‖Ψ‖ = 1`, all other blocks 0, and `0 < σ² tr(SΨQΨᵀ) < 2 tr(ΛΨQ)`, which holds for small σ
    where `tr(ΛΨQ)` is positive, as for `Ψ = ΘΘᵀ` and `Q = Λ`. It is the printed limit iff `F = 2Λ² + tr Λ Λ`: S is ΛΓ
    then and only then.

    Proof. S is positive definite: `F − Λ²` is not negative, by Cauchy–Schwarz. The loss is its least value plus
    `½ ‖S^½ (uU − S⁻¹Λ) Q^½‖²` and does not increase, so that uU is bounded, and u and U are, since `u² = ‖U‖²`. If u
    came near 0, U would, and the loss would come near that of the origin; but it is below that at the start. So u stays
    above a positive number. At a limit point the gradient `u S (uU − S⁻¹Λ) Q` vanishes: `uU = S⁻¹Λ`, and
    `u⁴ = ‖uU‖²`. There is one such point.
    """
    yield Chain(
        "fourth_power",
        r"\tilde u^4",
        (
            Line(fourth_power(), r"$\tilde u^2 = \| \tilde U \|_F^2$ at $\tilde u \tilde U = S^{-1} \Lambda$"),
            Line(FOURTH, "the squared norm"),
        ),
    )


STARTS = (Case(SKEW, d=2, N=2, parameters=(("sigma", 0.25),)),)


@crosscheck(other_limit, "quadrature", cases=STARTS)
def by_training(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The model trained from the start until it rests: the fourth power of u, and the loss."""
    source, end = trained(law, N, parameters["sigma"])
    return {"fourth_power": float(end["W_PV_22"][0, 0] ** 4), "least": source.loss(end)}


@crosscheck(other_limit, "sampled", cases=STARTS)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts at the trained model."""
    from proofs.zhang2024.second_route.regression import losses

    source, end = trained(law, N, parameters["sigma"])
    return {"least": sampled(source.regression, losses(end), rng)}
