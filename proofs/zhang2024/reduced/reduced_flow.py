"""The gradient flow on the family, and what it conserves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Computed, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import Z, in_N, u
from proofs.zhang2024.reduced.on_family import (
    MATRIX,
    SCALAR,
    loss,
    norm,
    on_family,
    paired_gradient,
    rate,
    scalar_gradient,
)
from proofs.zhang2024.reduced.reduced_loss import FORCE, LINEAR, QUADRATIC, reduced_loss
from proofs.zhang2024.reduced.reduced_route import NARROW, POINT, by_nodes, by_samples, rested
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import trace
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.flow.scalings import conserved_norms
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

WEIGHTS = (1, -1)
"""Of `u²` and `‖U‖²` in what is conserved."""


def weights(statement: tuple[int, int]) -> Answer:
    """Whether all combinations of `u²` and `‖U‖²` that scalings of the two conserve are multiples of this one."""
    letters = {SCALAR: ("u",), MATRIX: ("U",)}
    found = conserved_norms(on_family().terms, letters)
    stated = dict(zip(letters, statement, strict=True))
    if len(found) == 1 and dict(found[0]) == stated:
        return Holds("every term of the loss has the same degree in u as in U; no other scaling leaves all terms alone")
    return Fails(f"scalings conserve {[dict(one) for one in found]}", f"weights {statement}")


@claim(
    "zhang2024/reduced-flow",
    source=printed("Lemma 5.2 and Lemma 5.3, Appendix A"),
    parts=(
        Equality("scalar_velocity", lambda: -in_N(scalar_gradient()), LINEAR - u * QUADRATIC),
        Equality("matrix_velocity", lambda: -in_N(paired_gradient()), -in_N(trace(Z.T @ FORCE))),
        Equality("conserved", lambda: rate(u**2 - norm()), sympy.Integer(0)),
        Settled("weights", WEIGHTS, weights),
        Equality(
            "descent", lambda: in_N(rate(loss())), -((u * QUADRATIC - LINEAR) ** 2) - in_N(trace(FORCE.T @ FORCE))
        ),
    ),
    uses=(reduced_loss,),
    rests_on=("ode-uniqueness",),
    formal="flow.reduced_flow",
)
def reduced_flow() -> Iterator[Chain]:
    """On the family `U' = −u² ΓΛUΛ + u Λ²`, `u' = −u tr(ΓΛUΛUᵀ) + tr(Λ²Uᵀ)`, and `u² − tr(U Uᵀ)` is conserved.

    For all d, N >= 1, every covariance Λ, every start (u, U), in the time of the flow of all entries, of which there is
    one on [0, ∞). Unless Λ = 0 it is, up to a factor, the only combination of `u²` and `‖U‖²` that is conserved because
    the loss keeps its value where u and U are scaled. With `W^{PV}` and `W^{KQ}` as in the paper's initialisation, of
    equal norm, it is 0.
    """
    yield Chain(
        "conserved",
        r"\frac{d}{d\tau}\bigl(u^2 - \| U\|_F^2\bigr)",
        (
            Line(
                2 * u * sympy.UnevaluatedExpr(LINEAR - u * QUADRATIC)
                - 2 * sympy.UnevaluatedExpr(u * LINEAR - u**2 * QUADRATIC),
                r"chain rule; $2 \operatorname{tr}(U^{\top} U')$ is the second bracket",
            ),
            Line(sympy.Integer(0), "the two terms cancel"),
        ),
    )


@crosscheck(
    reduced_flow,
    "quadrature",
    cases=(Case(NARROW, d=2, N=1, parameters=POINT), Case(NARROW, d=2, N=2, parameters=POINT)),
)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Minus the differences of the mean loss, and how much the trained model's `u² − ‖U‖²` has changed at rest."""
    found = by_nodes(law, N, parameters)
    before, end = rested(law, N, parameters)
    return {
        "scalar_velocity": -found["scalar_gradient"],
        "matrix_velocity": -found["matrix_gradient"],
        "conserved": Computed(_spread(end) - _spread(before), _size(end)),
    }


def _spread(blocks: Mapping[str, Any]) -> float:
    return float(blocks["W_PV_22"][0, 0] ** 2 - (blocks["W_KQ_11"] ** 2).sum())


def _size(blocks: Mapping[str, Any]) -> float:
    """The size of the two terms of what is conserved."""
    return float(blocks["W_PV_22"][0, 0] ** 2 + (blocks["W_KQ_11"] ** 2).sum())


@crosscheck(reduced_flow, "sampled", cases=(Case(NARROW, d=2, N=2, parameters=POINT),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Minus the differences of the losses of random prompts."""
    from dataclasses import replace

    found = by_samples(law, N, parameters, rng)
    names = {"scalar_velocity": "scalar_gradient", "matrix_velocity": "matrix_gradient"}
    return {name: replace(found[other], values=-found[other].values) for name, other in names.items()}
