"""The error of the trained model on prompts of any law, with a query that is independent of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.notation import SHIFTED, G, Q, W, sigma, w
from proofs.garg2022.shift_route import (
    NORMAL,
    SIGNS,
    TRAINED_ON,
    Integrands,
    by_nodes,
    by_samples,
    prompts,
    squared_errors,
    trained,
    weights,
)
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import NOISY, TASKS
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality
from proofs.zhang2024.notation import RULES, Λ, M, R, in_N
from proofs.zhang2024.prediction import corollary_4_3
from proofs.zhang2024.prediction.prediction import prediction
from proofs.zhang2024.prediction.prompts import GENERAL
from proofs.zhang2024.prediction.tested import SQUARE
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, Trace, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

_X, _Y = Letter("X"), Letter("Y", vector=True)
_Z = SHIFTED["E[z zᵀ]"]

V, F = (of_letter(Letter(name, symmetric=True)) for name in ("V", "F"))
m, n = (of_letter(Letter(name, vector=True)) for name in ("m", "n"))

OF_QUERY: Rules = {
    (_X, _Z, _X.transposed): Q,
    (_X, _Z, _Y): n,
    (_Y.transposed, _Z, _X.transposed): n.T,
}
"""`E x_q x_qᵀ = Q` and `E y_q x_q = n`."""


def labelled() -> sympy.Expr:
    """The error for labels of any law: `m = E y x`, `V = E y² x xᵀ`."""
    found = substituted(error(GENERAL), {"E[v]": m, "E[v vᵀ]": V}, OF_QUERY)
    return found.xreplace({Trace((_Y.transposed, _Z, _Y)): SQUARE})


def linear() -> sympy.Expr:
    """The same for labels `w·x + σε` and the target `w·x_q`: `F = E (w·x)² x xᵀ`."""
    second = F + G * sigma**2
    found = substituted(labelled(), {"m": G @ w, "n": Q @ w, "V": second})
    return found.xreplace({SQUARE: trace(w.T @ Q @ w)})


def off(shape: Matrices = G) -> Matrices:
    """`R G − 1`, which multiplies the task in the mean error of a prediction."""
    return R @ shape - IDENTITY


def square(matrices: Matrices) -> sympy.Expr:
    """`‖Q^½ v‖²` of a vector v."""
    return trace(matrices.T @ Q @ matrices)


BIAS = square(off() @ w)
SPREAD = square(R @ G @ w) + trace(w.T @ G @ w) * trace(G @ R @ Q @ R)
NOISE = sigma**2 * trace(G @ R @ Q @ R)
NORMAL_ERROR = BIAS + (SPREAD + NOISE) / M

LABELLED = SQUARE - 2 * trace(m.T @ R @ n) + square(R @ m) + (trace(V @ R @ Q @ R) - square(R @ m)) / M
LINEAR = BIAS + (trace(F @ R @ Q @ R) - square(R @ G @ w) + NOISE) / M
MEAN_TASK = trace(off().T @ Q @ off() @ W) + (trace(G @ R @ Q @ R @ G @ W) + trace(W @ G) * trace(G @ R @ Q @ R)) / M


def unshifted() -> sympy.Expr:
    """The error of normal prompts with `G = Q = Λ`."""
    return in_N(substituted(error(NOISY), {"G": Λ, "Q": Λ}, RULES))


@claim(
    "garg2022/error-under-shift",
    source=printed("prompts beyond the training distribution, in general"),
    parts=(
        Equality("labelled", labelled, LABELLED),
        Equality("linear", linear, LINEAR),
        Equality("normal", lambda: error(NOISY), NORMAL_ERROR),
        Equality("mean_task", lambda: error(TASKS), MEAN_TASK),
        Equality("unshifted", unshifted, in_N(corollary_4_3.PRINTED - sigma**2)),
    ),
    uses=(prediction, corollary_4_3.corollary_4_3),
    formal="errors_of_shifts",
)
def error_under_shift() -> Iterator[Chain]:
    """For labels `w·x + σε`: `‖(RG − 1)w‖²_Q + (tr(FRQR) − ‖RGw‖²_Q + σ² tr(GRQR))/M`, with `R = Γ⁻¹`.

    This is `E (ŷ − w·x_q)²` of the model trained on N(0, Λ) at length N, on prompts of M samples. `G = E x xᵀ` and
    `F = E (w·x)² x xᵀ` are moments of the covariates of the test, `Q = E x_q x_qᵀ` is that of the query, and
    `‖v‖²_Q = vᵀQv`. It holds for all d, M, N, every positive definite Λ, every task w and every law of the covariates
    and of the query for which these are finite; samples are independent of one another and of the query. Labels of
    any law have the error `E y_q² − 2 mᵀRn + ‖Rm‖²_Q + (tr(VRQR) − ‖Rm‖²_Q)/M`, `m = E y x`, `n = E y_q x_q`,
    `V = E y² x xᵀ`. For normal covariates `tr(FRQR) = 2 ‖RGw‖²_Q + wᵀGw tr(GRQR)`, and there, without noise, each
    `w wᵀ` becomes W for tasks of any law with `W = E w wᵀ`. With `G = Q = Λ` it is Corollary 4.3 of Zhang et al.,
    without the noise of the query's own label.
    """
    yield from ()


def integrands(law: Law, N: int, M: int, sigma: float) -> Integrands:
    """Errors on covariates `U s` and queries `Z s`, s of signs or normal."""
    from proofs.garg2022.second_route import shapes
    from proofs.garg2022.second_route.shifted_prompts import samples

    d, end, task = law.d, trained(law, N), weights(law.d)
    points, queries = shapes.root("G", d), shapes.root("Q", d)

    def with_labels(x: Any, q: Any) -> Any:
        x, q = samples(x, points), q @ queries.T
        return squared_errors(end, x, shapes.labels(x, task), q, shapes.labels(q, task))

    def with_noise(x: Any, q: Any, e: Any) -> Any:
        x, q = samples(x, points), q @ queries.T
        return squared_errors(end, x, x @ task + sigma * e, q, q @ task)

    def of_tasks(x: Any, q: Any, v: Any) -> Any:
        x, q, v = samples(x, points), q @ queries.T, v @ queries.T
        labels = (x @ v[:, :, None])[:, :, 0]
        return squared_errors(end, x, labels, q, (q * v).sum(axis=1))

    of_signs, of_normal = ((SIGNS, M * d, 8), (SIGNS, d, 8)), ((NORMAL, M * d, 4), (NORMAL, d, 2))
    return {
        "labelled": (prompts(*of_signs), with_labels),
        "linear": (prompts(*of_signs, (NORMAL, M, 2)), with_noise),
        "normal": (prompts(*of_normal, (NORMAL, M, 2)), with_noise),
        "mean_task": (prompts(*of_normal, (NORMAL, d, 2)), of_tasks),
    }


CASES = tuple(Case(TRAINED_ON, d=2, N=N, M=M, parameters=(("sigma", s),)) for N, M, s in ((1, 2, 0.5), (3, 1, 2.0)))


@crosscheck(error_under_shift, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes(integrands(law, N, M, parameters["sigma"]))


@crosscheck(error_under_shift, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    found = integrands(law, N, M, parameters["sigma"])
    return by_samples({name: found[name] for name in ("labelled", "linear", "normal")}, rng)
