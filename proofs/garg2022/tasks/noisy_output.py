"""Noise in the labels of the prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.general.error_under_shift import error_under_shift
from proofs.garg2022.notation import INVERSE, Q, at_identity, gamma, sigma, w
from proofs.garg2022.shift_route import (
    NORMAL,
    STANDARD,
    STANDARD_FOUR,
    STANDARD_SHORT,
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
from proofs.garg2022.shifted_settings import NOISY
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Positive
from proofs.zhang2024.notation import Λ, M, N, R, in_g, in_N, t
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LENGTH = trace(w.T @ w)
SLOW = R @ (Λ + IDENTITY * t) @ w
"""`−N (RΛ − 1)w`."""

SPREAD = trace(w.T @ Λ @ R @ Q @ R @ Λ @ w) + (trace(w.T @ Λ @ w) + sigma**2) * trace(Λ @ R @ Q @ R)
ERROR = trace(SLOW.T @ Q @ SLOW) / N**2 + SPREAD / M

ISOTROPIC = LENGTH * (1 / gamma - 1) ** 2 + ((d + 1) * LENGTH + d * sigma**2) / (gamma**2 * M)


def noisy() -> sympy.Expr:
    """The error where covariates have the covariance of the training."""
    return substituted(error(NOISY), {"G": Λ}, INVERSE)


def isotropic() -> sympy.Expr:
    """The same for `Λ = Q = I`."""
    return at_identity(substituted(error(NOISY), {"G": IDENTITY, "Q": IDENTITY}))


def excess() -> sympy.Expr:
    """What the noise adds."""
    return sympy.expand(noisy() - noisy().xreplace({sigma: sympy.Integer(0)}))


def gain() -> sympy.Expr:
    """By how much one more sample lowers the error for `Λ = Q = I`; the length of w as a positive number."""
    found = isotropic() - isotropic().xreplace({M: M + 1})
    positive = {LENGTH: sympy.Symbol("l", positive=True), sigma: sympy.Symbol("sigma", nonnegative=True)}
    return sympy.factor(sympy.cancel(found.xreplace(positive)))


@claim(
    "garg2022/noisy-output",
    source=printed("prompts beyond the training distribution, noisy output"),
    parts=(
        Equality("error", lambda: in_N(noisy()), in_N(substituted(in_g(ERROR), {}, INVERSE))),
        Equality("excess", lambda: in_N(excess()), in_N(substituted(sigma**2 * trace(Λ @ R @ Q @ R) / M, {}, INVERSE))),
        Equality("isotropic", isotropic, ISOTROPIC),
        Positive("gain", gain),
    ),
    uses=(error_under_shift, covariate_shift_repaired),
    formal="noisy_labels",
)
def noisy_output() -> Iterator[Chain]:
    """Noise of variance σ² in the labels adds `σ² tr(RΛRQ)/M` to the error, which tends to 0 as M and N grow.

    For all d, M, N, every positive definite Λ, every task w and a query of any law with second moment Q; samples are
    N(0, Λ) and `R = Γ⁻¹`. The error, against the clean target `w·x_q`, is `‖R(Λ + tr Λ)w‖²_Q/N² + (‖RΛw‖²_Q + (wᵀΛw +
    σ²) tr(ΛRQR))/M`. For `Λ = Q = I` it is `(1/γ − 1)² ‖w‖² + ((d + 1)‖w‖² + dσ²)/(γ² M)`, `γ = 1 + (d + 1)/N`, and one
    more sample lowers it at every M, unless w and σ are 0: there is no peak near M = d.
    """
    yield from ()


def integrands(law: Law, N: int, M: int, sigma: float) -> Integrands:
    """Errors on prompts with the covariance of the training; the query is that of `shapes`, or as in training."""
    from proofs.garg2022.second_route import shapes
    from proofs.garg2022.second_route.shifted_prompts import samples

    d, end, task, root = law.d, trained(law, N), weights(law.d), root_of(law)

    def errors(queries: Any) -> Any:
        def f(x: Any, q: Any, e: Any) -> Any:
            x, q = samples(x, root), q @ queries.T
            return squared_errors(end, x, x @ task + sigma * e, q, q @ task)

        return f

    source = prompts((NORMAL, M * d, 4), (NORMAL, d, 2), (NORMAL, M, 2))
    return {"error": (source, errors(shapes.root("Q", d))), "isotropic": (source, errors(root))}


NOISE = (("sigma", 0.5),)
CASES = (
    Case(STANDARD_SHORT, d=2, N=2, M=2, parameters=NOISE),
    Case(STANDARD, d=5, N=20, M=1, parameters=NOISE),
    Case(STANDARD_FOUR, d=4, N=20, M=1, parameters=NOISE),
)


@crosscheck(noisy_output, "quadrature", cases=CASES[:2])
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes(integrands(law, N, M, parameters["sigma"]))


@crosscheck(noisy_output, "sampled", cases=CASES[2:])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"isotropic": integrands(law, N, M, parameters["sigma"])["isotropic"]}, rng)
