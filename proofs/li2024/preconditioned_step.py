"""One layer of linear attention beside one preconditioned step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.li2024.design_route import CASES, SHORT, layer_errors
from proofs.li2024.notation import Λ, N, U, V, even_without, p, rest, sigma, steps, u, v
from proofs.li2024.setting import ALIKE, FREE, INDEPENDENT, RETRIEVED
from proofs.li2024.sources import printed
from proofs.mahankali2023.layer_losses import UNREACHED, without_effect
from proofs.parts import Equality, Settled
from symbolic.algebra.traces import substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

STEP = U * u + p @ v.T

LOSS = (
    trace(Λ @ V)
    - 2 * N * trace(Λ @ STEP @ Λ @ V)
    + N * (N + 1) * trace(STEP.T @ Λ @ V @ Λ @ STEP @ Λ)
    + N * (trace(Λ @ V) + sigma**2) * trace(STEP.T @ Λ @ STEP @ Λ)
)


def at_layer() -> sympy.Expr:
    """The derived loss of a step with `A = uU + p vᵀ`, for independent samples."""
    return substituted(steps(FREE), {"A": STEP})


@claim(
    "li2024/one-step",
    source=printed("abstract: one layer of linear attention and one step of preconditioned descent"),
    parts=(
        Settled("unreached_independent", UNREACHED, partial(without_effect, INDEPENDENT)),
        Settled("unreached_retrieved", UNREACHED, partial(without_effect, RETRIEVED)),
        Equality("independent", lambda: rest(FREE), sympy.Integer(0)),
        Equality("retrieved", lambda: rest(ALIKE), sympy.Integer(0)),
        Equality("even_independent", lambda: even_without(FREE), sympy.Integer(0)),
        Equality("even_retrieved", lambda: even_without(ALIKE), sympy.Integer(0)),
        Equality("step", at_layer, sympy.expand(LOSS)),
    ),
    formal="one_step",
)
def one_step() -> Iterator[Chain]:
    """One layer of linear attention does as well as one preconditioned step and no better, also for retrieved samples.

    For all d and N, every noise, and two designs: independent samples N(0, Λ) with weights N(0, V), for any two
    covariances, and samples `α q + β g_i` that resemble the query. At all parameters the mean squared error of the
    layer is that of the step `Σ y_i x_iᵀ A q`, `A = uU + p vᵀ`, plus the mean square of the part of the prediction that
    is even in weights and noise; that part vanishes where p and v do, and every A is reached there. So the least errors
    over all layers and over all steps are equal. `step` is the first of them.
    """
    yield from ()


@crosscheck(one_step, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of half the difference of the predictions for the weights and noise and their negatives."""
    return by_nodes(layer_errors(law, N, parameters))


@crosscheck(one_step, "sampled", cases=SHORT)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(layer_errors(law, N, parameters), rng)
