"""The loss and the gradient on the family of a scalar and a matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import GAMMA, Λ, U, Z, in_N, t, u
from proofs.zhang2024.reduced.on_family import loss, on_family, paired_gradient, scalar_gradient
from proofs.zhang2024.reduced.reduced_route import LONG, NARROW, POINT, WIDE, by_nodes, by_samples
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import trace
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named

QUADRATIC = named(r"\operatorname{tr}(\Gamma\Lambda U \Lambda U^{\top})", in_N(trace(GAMMA @ Λ @ U @ Λ @ U.T)))
LINEAR = trace(Λ @ Λ @ U.T)
"""`tr(ΓΛUΛUᵀ)` and `tr(Λ²Uᵀ)`."""

FORCE = GAMMA @ Λ @ U @ Λ * u**2 - Λ @ Λ * u
"""`u² ΓΛUΛ − u Λ²`."""

PRINTED = u**2 * QUADRATIC / 2 - u * LINEAR + t / 2

ELSEWHERE = ("W_KQ_12", "W_KQ_21", "W_KQ_22", "W_PV_11", "W_PV_12", "W_PV_21")
"""The blocks that are zero on the family."""


def vanishing(statement: tuple[str, ...]) -> Answer:
    """Whether the derived gradient by these blocks, and by no other, vanishes at every point of the family."""
    derived = on_family().gradient
    zero = {block for block in on_family().derived.setting.blocks if block not in derived}
    for block in statement:
        if block not in zero:
            return Fails(f"the gradient by {block} does not vanish on the family", f"the block {block}")
    if missing := sorted(zero - set(statement)):
        return Fails(f"the gradient by {missing[0]} vanishes too", f"the block {missing[0]}")
    return Holds(f"the gradient by {len(zero)} blocks has no term at any point of the family")


@claim(
    "zhang2024/reduced-loss",
    source=printed("Lemma 5.1 and the proof of Theorem 4.1, Appendix A"),
    parts=(
        Equality("loss", lambda: in_N(loss()), PRINTED),
        Equality("scalar_gradient", lambda: in_N(scalar_gradient()), u * QUADRATIC - LINEAR),
        Equality("matrix_gradient", lambda: in_N(paired_gradient()), in_N(trace(Z.T @ FORCE))),
        Settled("invariance", ELSEWHERE, vanishing),
    ),
    rests_on=("ode-uniqueness",),
    formal="flow.reduced_loss",
)
def reduced_loss() -> Iterator[Chain]:
    """With `W_PV_22 = u`, `W_KQ_11 = U` and all other blocks 0 the loss is `½u² tr(ΓΛUΛUᵀ) − u tr(Λ²Uᵀ) + ½ tr Λ`.

    For all d, N >= 1, every covariance Λ (singular ones included), every real u and every d × d matrix U; here
    `Γ = (1 + 1/N) Λ + tr(Λ)/N I`, the covariates are N(0, Λ), the weights N(0, I). The gradient by u is
    `u tr(ΓΛUΛUᵀ) − tr(Λ²Uᵀ)`, that by U is `u² ΓΛUΛ − u Λ²`, stated as its pairing with any matrix Z. The gradient by
    the six other blocks vanishes at every point of the family: gradient flow of all entries that starts on it, of which
    there is one on [0, ∞), stays.
    """
    yield Chain(
        "loss",
        "L",
        (
            Line(in_N(loss()), "the derived loss, samples and weights integrated out by Wick's theorem"),
            Line(PRINTED, r"collected, $\Gamma = (1 + 1/N) \Lambda + \operatorname{tr}(\Lambda)/N$"),
        ),
    )
    yield Chain(
        "scalar_gradient",
        r"\frac{\partial L}{\partial u}",
        (
            Line(sympy.Derivative(PRINTED, u), "by the scalar"),
            Line(u * QUADRATIC - LINEAR, "term by term"),
        ),
    )


QUADRATURE = (Case(NARROW, d=2, N=2, parameters=POINT), Case(WIDE, d=3, N=1, parameters=POINT))
SAMPLED = (Case(NARROW, d=2, N=2, parameters=POINT), Case(LONG, d=5, N=20, parameters=POINT))


@crosscheck(reduced_loss, "quadrature", cases=QUADRATURE)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of all prompts, and its differences along u and along Z."""
    return by_nodes(law, N, parameters)


@crosscheck(reduced_loss, "sampled", cases=SAMPLED)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random prompts."""
    return by_samples(law, N, parameters, rng)
