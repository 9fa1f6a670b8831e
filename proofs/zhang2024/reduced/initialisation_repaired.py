"""From which starts on the family the flow reaches the global minimum, and which point of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.notation import RULES, Λ, B, C, H, R, U, in_g, square, t, u
from proofs.zhang2024.reduced.gradient_dominance import gradient_dominance
from proofs.zhang2024.reduced.initialisation import initialisation
from proofs.zhang2024.reduced.on_family import least, scalar_gradient
from proofs.zhang2024.reduced.reduced_flow import reduced_flow
from proofs.zhang2024.reduced.reduced_loss import LINEAR, QUADRATIC
from proofs.zhang2024.reduced.reduced_route import NARROW, rested_from, sampled
from proofs.zhang2024.reduced.theorem_4_1 import (
    ABOVE_A_BOUND,
    SECOND,
    above_a_bound,
    fourth_power,
    theorem_4_1,
)
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import spelled_out

LIMIT = (C + sympy.sqrt(C**2 + 4 * SECOND)) / 2
"""The square of u at the limit."""

PUSH = square(r"(\Gamma\Lambda)^{1/2} U \Lambda^{1/2}", H @ U @ B)


def square_of_limit() -> sympy.Expr:
    """The positive root of `y² − C y − tr Γ⁻²`: `u² (u² − ‖U‖²) = u² C` at rest, with what is derived of it."""
    constant = fourth_power()
    return (C + sympy.sqrt(C**2 + 4 * constant)) / 2


@claim(
    "zhang2024/initialisation-repaired",
    source=printed("Theorem 4.1, from other starts"),
    parts=(
        Equality("square_of_limit", square_of_limit, LIMIT),
        Equality("root", lambda: LIMIT**2 - C * LIMIT, SECOND),
        Equality("above_a_bound", above_a_bound, ABOVE_A_BOUND),
        Equality("scalar_velocity", lambda: -scalar_gradient(), LINEAR - u * PUSH),
        Equality("push", lambda: in_g(spelled_out(QUADRATIC)), PUSH),
        Equality("least", least, t / 2 - trace(R @ Λ @ Λ, RULES) / 2),
    ),
    uses=(reduced_flow, gradient_dominance, theorem_4_1),
    repairs=initialisation,
    rests_on=("ode-uniqueness", "linear-comparison", "spectral-theorem"),
    formal="flow.initialisation_repaired",
)
def initialisation_repaired() -> Iterator[Chain]:
    """From u > 0 the flow tends to `uU = Γ⁻¹` with `u² = (C + √(C² + 4 tr Γ⁻²))/2`, `C = u² − ‖U‖²` at the start.

    For all d, N, every positive definite Λ and every start (u, U) with u > 0, on one of these conditions: (i) C > 0,
    whatever U is; (ii) C = 0 and `vᵀUv > 0` for one eigenvector v of Λ; (iii) `vᵀUv >= 0` for all v of an orthonormal
    basis of eigenvectors, not all 0. Theorem 4.1 has C = 0 and a positive semidefinite U other than 0, which is in
    (ii); no condition on the size of the start is needed, and none on symmetry.

    Proof as for Theorem 4.1: (u, U) is bounded, since uU is and `u² − ‖U‖² = C`. Under (i) `u² >= C`. Under (ii)
    `u >= |vᵀUv|`, which stays away from 0 as there. Under (iii) all `vᵀUv` stay >= 0 and one of them away from 0 while
    u > 0, so that `tr(Λ²Uᵀ)`, the sum of `λ² vᵀUv`, does; and `u' = tr(Λ²Uᵀ) − u ‖(ΓΛ)^½ U Λ^½‖²` keeps u away from 0.
    Then `uU − Γ⁻¹` tends to 0, and `u⁴ − C u²` to `tr Γ⁻²`, which it is for one positive u.
    """
    yield Chain(
        "root",
        r"\tilde u^4 - C \tilde u^2",
        (
            Line(LIMIT**2 - C * LIMIT, r"$\tilde u^2$ put in"),
            Line(SECOND, r"what it has to be, since $\tilde u^2 (\tilde u^2 - \|\tilde U\|_F^2) = C \tilde u^2$"),
        ),
    )


STARTS = tuple(Case(NARROW, d=2, N=N, parameters=(("C", c),)) for N, c in ((1, 0.0), (2, 0.25)))


def _end(law: Law, N: int, spread: float) -> tuple[Any, dict[str, Any]]:
    """From a matrix that is neither symmetric nor positive."""
    from proofs.zhang2024.second_route.fixed_letters import array

    matrix = array("U", law.d)
    return rested_from(law, N, float((spread + (matrix**2).sum()) ** 0.5), matrix)


@crosscheck(initialisation_repaired, "quadrature", cases=STARTS)
def by_training(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The model trained until it rests: the square of u, and the loss."""
    source, end = _end(law, N, parameters["C"])
    return {"square_of_limit": float(end["W_PV_22"][0, 0] ** 2), "least": source.loss(end)}


@crosscheck(initialisation_repaired, "sampled", cases=STARTS[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts at the trained model."""
    from proofs.zhang2024.second_route.regression import losses

    source, end = _end(law, N, parameters["C"])
    return {"least": sampled(source.regression, losses(end), rng)}
