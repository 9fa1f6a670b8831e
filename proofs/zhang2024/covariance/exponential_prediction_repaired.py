"""A third for queries that know nothing of the prompt's covariance, and the error that stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.covariance.exponential_prediction import (
    alignment,
    at_infinity,
    exponential_prediction,
    trained_alignment,
)
from proofs.zhang2024.covariance.random_covariance import independent_loss, loss
from proofs.zhang2024.covariance.random_route import aligned, prompts, sampled, trained
from proofs.zhang2024.covariance.theorem_4_5 import PRODUCT, a, product
from proofs.zhang2024.notation import N, m1, m2, m3, u
from proofs.zhang2024.sources import printed
from symbolic.algebra.limits import limit_at_infinity
from symbolic.algebra.notation import d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain


def apart() -> sympy.Expr:
    """`E ŷy / E y²` of the trained model where the query is independent of the covariance."""
    expanded = sympy.expand(independent_loss().subs(a, 1))
    return sympy.cancel(-expanded.coeff(u, 1) / (2 * expanded.coeff(u, 0))) * product()


def error() -> sympy.Expr:
    """`E (ŷ − y)² / E y²` of the trained model on prompts as in training."""
    return 2 * loss().subs(a, product() / u) / (d * m1)


def floor() -> sympy.Expr:
    """What the error tends to as `N → ∞`: 1 less the limit of what is explained, whose sign is known."""
    return 1 - limit_at_infinity(sympy.cancel(1 - error()), N)


@claim(
    "zhang2024/exponential-prediction-repaired",
    source=printed("Section 4.3, the example after Theorem 4.5"),
    parts=(
        Equality("apart", apart, PRODUCT * m1),
        Equality("apart_at_infinity", lambda: at_infinity(apart()), sympy.Rational(1, 3)),
        Equality("alignment", alignment, m2 / m1),
        Equality("alignment_at_infinity", lambda: at_infinity(trained_alignment()), sympy.Rational(2, 3)),
        Equality("error", error, 1 - PRODUCT * m2 / m1),
        Equality("floor", floor, 1 - m2**2 / (m1 * m3)),
        Equality("floor_exponential", lambda: at_infinity(error()), sympy.Rational(1, 3)),
    ),
    repairs=exponential_prediction,
    formal="random_prompts.exponential_eigenvalues_repaired",
)
def exponential_prediction_repaired() -> Iterator[Chain]:
    """With eigenvalues Exp(1) and long prompts a query apart from the prompt's covariance gets a third of its target.

    The trained model, `uU = p I` as the limit of `theorem-4.5`, predicts `p qᵀ Λ w` in the mean over the samples of a
    prompt with covariance Λ, at every length. Where the query q is independent of Λ the mean over Λ as well is `p E λ ·
    qᵀw`, and p E λ tends to 1/3 as `N → ∞`. Where q has the covariance Λ, `E ŷy` tends to two thirds of `E y²`. The
    relative error on prompts as in training tends to `1 − (E λ²)²/(E λ E λ³)`, however long training prompts are, which
    is 1/3 here and 0 only where λ has almost surely one value beside 0: where `E λ (λ − r)²` is 0, `r = E λ²/E λ`.
    """
    yield from ()


CASES = (Case("exponential", d=1, N=2), Case("exponential(scale=2)", d=2, N=1))


@crosscheck(exponential_prediction_repaired, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The trained model on queries of both kinds, and its loss over that of predicting zero."""
    source, end = trained(law, N)
    others, still = prompts(law, N, apart=True), {name: 0.0 * block for name, block in end.items()}
    return {
        "apart": others.mean(aligned(end)) / others.mean(lambda x, q, w: (q * w).sum(axis=1) ** 2),
        "error": source.loss(end) / source.loss(still),
    }


@crosscheck(exponential_prediction_repaired, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The trained model on random prompts with queries apart; one coordinate of a query has mean square 1."""
    _, end = trained(law, N)
    return {"apart": sampled(prompts(law, N, apart=True), aligned(end), rng)}
