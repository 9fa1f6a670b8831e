"""Any query, also one that is chosen after the prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.error_under_shift import error_under_shift
from proofs.garg2022.notation import INVERSE, K, L, Q, sigma, w
from proofs.garg2022.shift_route import (
    NORMAL,
    STANDARD,
    TRAINED_ON,
    Integrands,
    by_nodes,
    by_samples,
    prompts,
    root_of,
    squared_errors,
    trained,
    weights,
)
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import NOISY, WORST
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality
from proofs.zhang2024.notation import Λ, B, M, N, R, in_g, in_N, t
from proofs.zhang2024.prediction.corollary_4_3 import GROWTH
from symbolic.algebra.traces import IDENTITY, Matrices, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain
from symbolic.typeset.naming import spelled_out

SLOW = R @ (Λ + IDENTITY * t) @ w
"""`−N (RΛ − 1)w`."""

LENGTH, MEAN_SQUARE = trace(w.T @ w), trace(w.T @ Λ @ w)
WORST_ERROR = trace(SLOW.T @ SLOW) / N**2 + (trace(w.T @ Λ @ R @ R @ Λ @ w) + MEAN_SQUARE * trace(R @ Λ @ R)) / M

BOUND_SLOW = (IDENTITY + L * t) @ w


def reduced(expression: sympy.Expr) -> sympy.Expr:
    """With all that is known of the letters."""
    return substituted(in_g(spelled_out(expression)), {}, INVERSE)


def worst() -> sympy.Expr:
    """The mean largest squared error over all queries of length 1, where the covariates are those of the training."""
    return in_N(substituted(error(WORST), {"G": Λ}, INVERSE))


def independent() -> sympy.Expr:
    """The error for a query of any law that is independent of the prompt."""
    return in_N(substituted(error(NOISY).xreplace({sigma: sympy.Integer(0)}), {"G": Λ}, INVERSE))


def grown(*roots: Matrices) -> sympy.Expr:
    """A sum of squares with the coefficients of `Γ² − Λ²`."""
    return sympy.Add(*(factor * trace(root.T @ root, INVERSE) for factor, root in zip(GROWTH, roots, strict=True)))


RAISED = (Λ + IDENTITY * t) @ R @ w
OF_BIAS, OF_TASK, OF_TRACE = (RAISED, K @ RAISED, L @ RAISED), (Λ @ R @ w, B @ R @ w, R @ w), (B @ R, R, K @ R)
"""Three vectors or matrices each, whose squares make up a difference."""

INDEPENDENT = (
    trace(SLOW.T @ Q @ SLOW) / N**2 + (trace(w.T @ Λ @ R @ Q @ R @ Λ @ w) + MEAN_SQUARE * trace(Λ @ R @ Q @ R)) / M
)


@claim(
    "garg2022/query-shift",
    source=printed("prompts beyond the training distribution, as Zhang et al. 2024 explain them: query shifts"),
    parts=(
        Equality("independent", independent, lambda: in_N(reduced(INDEPENDENT))),
        Equality("worst", worst, lambda: in_N(reduced(WORST_ERROR))),
        Equality(
            "bias_below",
            lambda: reduced(trace(BOUND_SLOW.T @ BOUND_SLOW) - trace(SLOW.T @ SLOW)),
            lambda: grown(*OF_BIAS),
        ),
        Equality("task_below", lambda: reduced(LENGTH - trace(w.T @ Λ @ R @ R @ Λ @ w)), lambda: grown(*OF_TASK)),
        Equality("trace_below", lambda: reduced(trace(L) - trace(R @ Λ @ R)), lambda: grown(*OF_TRACE)),
    ),
    uses=(error_under_shift,),
    formal="queries.chosen_queries",
    rests_on=("classical-means", "spectral-theorem"),
)
def query_shift() -> Iterator[Chain]:
    """The largest error over `‖x_q‖ <= b` has at most the mean `b² (‖(1 + tr Λ Λ⁻¹)w‖²/N² + (‖w‖² + wᵀΛw tr Λ⁻¹)/M)`.

    So no query of that length is missed by more, also where it is chosen after the prompt. Samples are N(0, Λ) as in
    training; all d, M, N, every positive definite Λ, every task w. At a prompt the error is `(x_q·r)²` with
    `r = (R (1/M) Σ x_i x_iᵀ − 1) w`: at most `b² ‖r‖²`, which a query along r attains, and of which the mean is
    `b² [‖R(Λ + tr Λ)w‖²/N² + (‖RΛw‖² + wᵀΛw tr(RΛR))/M]`. Each of its three terms is below that of the bound by a sum
    of squares. It tends to 0 as training and prompts grow, as fast as `1/N + 1/M` does. So does the error at a query
    of any law that is independent of the prompt, `‖R(Λ + tr Λ)w‖²_Q/N² + (‖RΛw‖²_Q + wᵀΛw tr(ΛRQR))/M` with
    `Q = E x_q x_qᵀ`.
    """
    yield from ()


def integrands(law: Law, N: int, M: int) -> Integrands:
    """Errors at the worst query of length 1 of each prompt, and at independent queries."""
    import numpy as np

    from proofs.garg2022.second_route import shapes
    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.zhang2024.second_route import forward

    d, end, task, root = law.d, trained(law, N), weights(law.d), root_of(law)
    queries = shapes.root("Q", d)

    def worst(x: Any) -> Any:
        """The prediction is linear in the query: its coefficients are the predictions at the axes."""
        x = samples(x, root)
        axes = [np.broadcast_to(axis, (len(x), d)) for axis in np.eye(d)]
        rest = np.stack([forward.predicted(end, x, x @ task, axis) - axis @ task for axis in axes], axis=1)
        query = rest / np.linalg.norm(rest, axis=1, keepdims=True)
        return squared_errors(end, x, x @ task, query, (query * task).sum(axis=1))

    def independent(x: Any, q: Any) -> Any:
        x, q = samples(x, root), q @ queries.T
        return squared_errors(end, x, x @ task, q, q @ task)

    points = (NORMAL, M * d, 4)
    return {"worst": (prompts(points), worst), "independent": (prompts(points, (NORMAL, d, 2)), independent)}


CASES = (*(Case(TRAINED_ON, d=2, N=N, M=M) for N, M in ((1, 2), (3, 1))), Case(STANDARD, d=5, N=20, M=1))


@crosscheck(query_shift, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer, the query built from each prompt."""
    return by_nodes(integrands(law, N, M))


@crosscheck(query_shift, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(integrands(law, N, M), rng)
