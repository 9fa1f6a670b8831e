"""Where the flow of Theorem 4.1 ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.notation import GAMMA, RULES, Λ, R, U, Z, gamma, lam, t, u
from proofs.zhang2024.reduced.gradient_dominance import OFF, gradient_dominance
from proofs.zhang2024.reduced.on_family import least, matrix_gradient, norm, paired_gradient, scalar_gradient
from proofs.zhang2024.reduced.reduced_flow import reduced_flow
from proofs.zhang2024.reduced.reduced_route import NARROW, sampled, trained
from proofs.zhang2024.reduced.roots import OF_EIGENVECTOR, v
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import derivative, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

SECOND = trace(R @ R)
"""`tr Γ⁻²`."""

DIAGONAL, LENGTH = trace(v.T @ U @ v), trace(v.T @ v)
"""`vᵀUv` and `vᵀv`, v an eigenvector of Λ."""


def at_rest(expression: sympy.Expr) -> sympy.Expr:
    """At `U = Γ⁻¹/u`."""
    return substituted(expression, {"U": R * (1 / u)}, RULES)


def fourth_power() -> sympy.Expr:
    """u⁴ where `u² − ‖U‖²` is 0 and the flow rests: `u² (u² − ‖U‖²)` is u⁴ minus it."""
    return sympy.expand(u**4 - at_rest(u**2 * (u**2 - norm())))


def diagonal_velocity() -> sympy.Expr:
    """The derivative of `vᵀUv` along the derived flow, where `Λv = λv`."""
    return derivative(DIAGONAL, "U", matrix_gradient() * -1, OF_EIGENVECTOR)


DIAGONAL_VELOCITY = u * lam**2 * (LENGTH - u * gamma * DIAGONAL)

y, c = sympy.symbols("y c", real=True)


def above_a_bound() -> sympy.Expr:
    """The derivative of `y = vᵀUv − c`, v a unit vector."""
    return diagonal_velocity().subs({DIAGONAL: y + c, LENGTH: 1})


ABOVE_A_BOUND = -(u**2) * gamma * lam**2 * y + u * lam**2 * (1 - u * gamma * c)
"""At least `−u²γλ² y` where `u > 0` and `u γ c <= 1`."""


@claim(
    "zhang2024/theorem-4.1",
    source=printed("Theorem 4.1 and Assumption 3.3"),
    parts=(
        Equality("factored", paired_gradient, u * trace(Z.T @ GAMMA @ Λ @ OFF @ Λ, RULES)),
        Equality("scalar_rest", lambda: at_rest(scalar_gradient()), sympy.Integer(0)),
        Equality("matrix_rest", lambda: at_rest(paired_gradient()), sympy.Integer(0)),
        Equality("fourth_power", fourth_power, SECOND),
        Equality("diagonal_velocity", diagonal_velocity, DIAGONAL_VELOCITY),
        Equality("above_a_bound", above_a_bound, ABOVE_A_BOUND),
        Equality("least", least, t / 2 - trace(R @ Λ @ Λ, RULES) / 2),
    ),
    uses=(reduced_flow, gradient_dominance),
    rests_on=("ode-uniqueness", "linear-comparison", "spectral-theorem"),
    formal="flow.theorem_4_1",
)
def theorem_4_1() -> Iterator[Chain]:
    """The flow from `W_PV_22 = σ`, `W_KQ_11 = σΘΘᵀ` tends to `W_PV_22 = (tr Γ⁻²)^¼`, `W_KQ_11 = (tr Γ⁻²)^-¼ Γ⁻¹`.

    Printed for positive definite Λ, all other blocks 0 at the start, `‖ΘΘᵀ‖_F = 1`, `ΘΛ ≠ 0` and
    `0 < σ² ‖Γ‖ √d < 2`; it holds for every σ > 0, and `ΘΛ ≠ 0` follows from the rest. The limit is a global minimum of
    the loss on the family, `½ tr Λ − ½ tr(Γ⁻¹Λ²)`.

    Proof. The flow stays on the family, the loss does not increase, `u² − ‖U‖² = 0` is conserved. By the bound on
    `‖uU − Γ⁻¹‖` by the loss, uU is bounded, and so are u and U: `u⁴ = ‖uU‖²`. As `|u'|` is at most a multiple of
    `|u| = ‖U‖`, u stays positive. Some unit eigenvector v of Λ has `m = vᵀUv > 0` at the start, as no Θ but 0 sends all
    of a basis to 0. Let c be at most that and at most 1/(γ max u): where m < c, `m' = uλ² (1 − uγm)` is positive, so
    that m stays >= c, and so does `u = ‖U‖ >= m`. Then the gap `f = tr(ΓΛXΛXᵀ)`, `X = uU − Γ⁻¹`, has `f' <= −C f` with
    a C > 0, so that X tends to 0, and `u⁴ = ‖uU‖²` to `tr Γ⁻²`.
    """
    yield Chain(
        "fourth_power",
        r"\tilde u^4",
        (
            Line(
                fourth_power(),
                r"$\tilde u^2 (\tilde u^2 - \| \tilde U \|_F^2) = 0$ at $\tilde u \tilde U = \Gamma^{-1}$",
            ),
            Line(SECOND, "the trace of the square"),
        ),
    )


STARTS = tuple(Case(NARROW, d=2, N=N, parameters=(("sigma", s),)) for N, s in ((1, 0.25), (2, 2.0)))
"""The second start has `σ² ‖Γ‖ √d > 2`."""


@crosscheck(theorem_4_1, "quadrature", cases=STARTS)
def by_training(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The model trained from the start until it rests: the fourth power of u, and the loss."""
    source, end = trained(law, N, parameters["sigma"])
    return {"fourth_power": float(end["W_PV_22"][0, 0] ** 4), "least": source.loss(end)}


@crosscheck(theorem_4_1, "sampled", cases=STARTS[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts at the trained model."""
    from proofs.zhang2024.second_route.regression import losses

    source, end = trained(law, N, parameters["sigma"])
    return {"least": sampled(source.regression, losses(end), rng)}
