"""Tasks on another scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.general.error_under_shift import BIAS, SPREAD, error_under_shift
from proofs.garg2022.notation import INVERSE, G, L, Q, after_long_training, c, w
from proofs.garg2022.shift_route import (
    NORMAL,
    TRAINED_ON,
    by_nodes,
    by_samples,
    prompts,
    squared_errors,
    trained,
    weights,
    zero_by_nodes,
    zero_by_samples,
)
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import SCALED_TASK, SCALED_WEIGHTS
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality
from proofs.zhang2024.notation import Λ, M
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LEFT = (L @ G - IDENTITY) @ w


def limit() -> sympy.Expr:
    """What the error tends to as M and N grow."""
    return after_long_training(error(SCALED_WEIGHTS).coeff(M, 0))


@claim(
    "garg2022/scaled-weights",
    source=printed("prompts beyond the training distribution, scaled weights"),
    parts=(
        Equality("prediction", lambda: error(SCALED_TASK), sympy.Integer(0)),
        Equality("error", lambda: error(SCALED_WEIGHTS), c**2 * (BIAS + SPREAD / M)),
        Equality("limit", limit, c**2 * trace(LEFT.T @ Q @ LEFT)),
        Equality("unshifted_limit", lambda: substituted(limit(), {"G": Λ}, INVERSE), sympy.Integer(0)),
    ),
    uses=(error_under_shift, covariate_shift_repaired),
    formal="scaled_tasks",
)
def scaled_weights() -> Iterator[Chain]:
    """Weights on the scale c multiply prediction and target by c and the squared error by c², so that none is relative.

    For all d, M, N, every positive definite Λ, every task w, real c and any covariates and query, in the prompt and
    query by query: the prediction is linear in the labels. With normal covariates of second moment G, and a query of
    second moment Q, the error is `c²` times that of `error-under-shift`; where `G = Λ` it tends to 0 as M and N grow,
    for every c and w. So the scale of the tasks, and their law, need not be that of the training.
    """
    yield from ()


CASES = tuple(Case(TRAINED_ON, d=2, N=N, M=M, parameters=(("c", c),)) for N, M, c in ((1, 2, -2.0), (3, 1, 0.5)))


def _errors(law: Law, N: int, M: int, c: float) -> tuple[Any, Any]:
    """Prompts, and squared errors on the scaled task."""
    from proofs.garg2022.second_route import shapes
    from proofs.garg2022.second_route.shifted_prompts import samples

    d, end, task = law.d, trained(law, N), c * weights(law.d)
    points, queries = shapes.root("G", d), shapes.root("Q", d)

    def f(x: Any, q: Any) -> Any:
        x, q = samples(x, points), q @ queries.T
        return squared_errors(end, x, x @ task, q, q @ task)

    return prompts((NORMAL, M * d, 4), (NORMAL, d, 2)), f


def _linear(law: Law, N: int, M: int, c: float) -> tuple[Any, Any, Any]:
    """Prompts, squared differences of the prediction for c w and c times that for w, and squared predictions."""
    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.zhang2024.second_route import forward

    end, task, root = trained(law, N), weights(law.d), shapes_root(law.d)

    def size(x: Any, q: Any) -> Any:
        x = samples(x, root)
        return forward.predicted(end, x, x @ task, q) ** 2

    def difference(x: Any, q: Any) -> Any:
        x = samples(x, root)
        return squared_errors(end, x, c * (x @ task), q, c * forward.predicted(end, x, x @ task, q))

    return prompts((NORMAL, M * law.d, 4), (NORMAL, law.d, 2)), difference, size


def shapes_root(d: int) -> Any:
    """That of G."""
    from proofs.garg2022.second_route import shapes

    return shapes.root("G", d)


@crosscheck(scaled_weights, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Mean squared errors of the trained transformer, and differences of its predictions."""
    found = by_nodes({"error": _errors(law, N, M, parameters["c"])})
    return {**found, "prediction": zero_by_nodes(_linear(law, N, M, parameters["c"]))}


@crosscheck(scaled_weights, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    found = by_samples({"error": _errors(law, N, M, parameters["c"])}, rng)
    return {**found, "prediction": zero_by_samples(_linear(law, N, M, parameters["c"]), rng)}
