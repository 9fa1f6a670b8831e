"""A query that is one of the samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.error_under_shift import error_under_shift
from proofs.garg2022.notation import at_identity, gamma, sigma, w
from proofs.garg2022.queries.query_shift import query_shift
from proofs.garg2022.shift_route import (
    NORMAL,
    STANDARD,
    STANDARD_SHORT,
    TRAINED_ON,
    by_nodes,
    by_samples,
    prompts,
    root_of,
    squared_errors,
    trained,
    weights,
)
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import MATCHING, NOISY
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Positive
from proofs.zhang2024.notation import Λ, M, R
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LENGTH = trace(w.T @ w)
FIRST, SECOND, THIRD = trace(w.T @ Λ @ w), trace(w.T @ Λ @ R @ Λ @ w), trace(w.T @ Λ @ R @ Λ @ R @ Λ @ w)
ONE, TWO = trace(R @ Λ), trace(R @ Λ @ R @ Λ)

ERROR = (
    FIRST
    - 2 * SECOND
    + THIRD
    + (3 * THIRD - 2 * SECOND + 2 * ONE * (SECOND - FIRST) + TWO * FIRST) / M
    + (4 * THIRD + 2 * ONE * SECOND + (TWO + ONE**2) * FIRST) / M**2
)

EXCESS = ((2 * d + 2) * (1 / gamma - 1) / gamma / M + (d**2 + 3 * d + 4) / gamma**2 / M**2) * LENGTH


def matching() -> sympy.Expr:
    """The error where the query is any one of M samples, covariates being as in training."""
    place, others = (sympy.Symbol(name, integer=True, positive=True) for name in ("k", "l"))
    return sympy.expand(sympy.cancel(substituted(error(MATCHING), {"G": Λ}).xreplace({others: M - place})))


def isotropic() -> sympy.Expr:
    """The same for `Λ = I`."""
    return at_identity(matching())


def excess() -> sympy.Expr:
    """By how much it exceeds the error at a query of the same law that is independent of the prompt."""
    clean = error(NOISY).xreplace({sigma: sympy.Integer(0)})
    return sympy.expand(isotropic() - at_identity(substituted(clean, {"G": IDENTITY, "Q": IDENTITY})))


def alone() -> sympy.Expr:
    """The error at the one sample of a prompt, after training of any length."""
    return isotropic().subs(M, 1)


ALONE = ((d + 2) * (d + 4) / gamma**2 - 2 * (d + 2) / gamma + 1) * LENGTH


def above_zero() -> sympy.Expr:
    """That error is a sum of squares: `((d + 2)/γ − 1)² + 2 (d + 2)/γ²`."""
    return (alone() / LENGTH - ((d + 2) / gamma - 1) ** 2).expand()


@claim(
    "garg2022/matching-query",
    source=printed("prompts beyond the training distribution, query matches an in-context example"),
    parts=(
        Equality("error", matching, ERROR),
        Equality("long_prompt", lambda: matching().coeff(M, 0), FIRST - 2 * SECOND + THIRD),
        Equality("excess", excess, EXCESS),
        Equality("alone", alone, ALONE),
        Equality("above", above_zero, 2 * (d + 2) / gamma**2),
        Positive("not_exact", above_zero),
    ),
    uses=(error_under_shift, query_shift),
    formal="queries.query_among_samples",
)
def matching_query() -> Iterator[Chain]:
    """At a query that is one of the samples the error tends to that of a fresh one, but short prompts are not exact.

    Samples are N(0, Λ) as in training, the query is any fixed one of them or one at random; all d, M, N, every positive
    definite Λ, every task w. With `s_k = wᵀΛ(RΛ)^k w`, `R = Γ⁻¹`, the error is `s_0 − 2 s_1 + s_2 + (3 s_2 − 2 s_1 +
    2 tr(RΛ)(s_1 − s_0) + tr((RΛ)²) s_0)/M + (4 s_2 + 2 tr(RΛ) s_1 + (tr((RΛ)²) + (tr RΛ)²) s_0)/M²`; what is left as
    `M → ∞` is that of a fresh query. For `Λ = I` it differs from that by `2 (d + 1)(1/γ − 1)/(γ M) + (d² + 3d +
    4)/(γ M)²` times `‖w‖²`, `γ = 1 + (d + 1)/N`. At the one sample of a prompt the error is `((d + 2)/γ − 1)² +
    2 (d + 2)/γ²` times `‖w‖²`, of the order d²: the label that the prompt shows is not repeated.
    """
    yield from ()


def _errors(law: Law, N: int, M: int, place: int = -1) -> tuple[Any, Any]:
    """Prompts, and squared errors at one of their samples, the last one if no other is named."""
    from proofs.garg2022.second_route.shifted_prompts import samples

    end, task, root = trained(law, N), weights(law.d), root_of(law)

    def f(x: Any) -> Any:
        x = samples(x, root)
        return squared_errors(end, x, x @ task, x[:, place], x[:, place] @ task)

    return prompts((NORMAL, M * law.d, 6)), f


CASES = tuple(Case(TRAINED_ON, d=2, N=N, M=M) for N, M in ((1, 2), (3, 3)))
ALONE_CASES = (Case(STANDARD_SHORT, d=2, N=2, M=1), Case(STANDARD, d=5, N=20, M=1))


@crosscheck(matching_query, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes({"error": _errors(law, N, M)})


@crosscheck(matching_query, "quadrature", cases=ALONE_CASES)
def at_one_sample(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The same for prompts of one sample, after training with `Λ = I`."""
    return by_nodes({"error": _errors(law, N, M), "alone": _errors(law, N, M)})


@crosscheck(matching_query, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at the first sample of random prompts."""
    return by_samples({"error": _errors(law, N, M, 0)}, rng)
