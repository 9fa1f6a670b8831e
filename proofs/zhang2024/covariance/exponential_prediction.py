"""The mean prediction after training with exponential eigenvalues, given the query and the task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.covariance.random_covariance import loss
from proofs.zhang2024.covariance.random_route import aligned, prompts, sampled, trained
from proofs.zhang2024.covariance.theorem_4_5 import PRODUCT, a, product
from proofs.zhang2024.notation import N, m1, m2, m3, u
from proofs.zhang2024.sources import printed
from symbolic.algebra.equality import Different, same
from symbolic.algebra.limits import limit_at_infinity
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

EXPONENTIAL = {m1: sympy.Integer(1), m2: sympy.Integer(2), m3: sympy.Integer(6)}
"""`E λ^k = k!`."""


def alignment() -> sympy.Expr:
    """`E ŷy / E y²` at `ua = 1`: minus the part of the loss that is linear in ua, over twice its constant."""
    expanded = sympy.expand(loss().subs(a, 1))
    return sympy.cancel(-expanded.coeff(u, 1) / (2 * expanded.coeff(u, 0)))


def trained_alignment() -> sympy.Expr:
    """The same of the trained model."""
    return alignment() * product()


def at_infinity(expression: sympy.Expr) -> sympy.Expr:
    """Its limit as `N → ∞`, for exponential eigenvalues."""
    return limit_at_infinity(expression.subs(EXPONENTIAL), N)


def third(statement: sympy.Rational) -> Answer:
    """Whether the mean of ŷ given query and task can be this multiple of y: then `E ŷy` is that multiple of `E y²`."""
    found = at_infinity(trained_alignment())
    if isinstance(same(found, statement), Different):
        return Fails(f"E ŷy tends to {found} E y²", "λ ~ Exp(1), every d and M, N → ∞")
    return Unknown("one mean agrees with it; that says nothing of all queries")


@claim(
    "zhang2024/exponential-prediction",
    source=printed("Section 4.3, the example after Theorem 4.5"),
    parts=(
        Equality("alignment", trained_alignment, PRODUCT * m2 / m1),
        Settled("third", sympy.Rational(1, 3), third),
    ),
    formal="random_prompts.exponential_eigenvalues",
)
def exponential_prediction() -> Iterator[Chain]:
    """With eigenvalues Exp(1) and long prompts the mean prediction, given query and task, is a third of the target.

    False where the query has the prompt's covariance, as it has in training: then `E ŷy` would be a third of `E y²`,
    and it tends to two thirds. A large query tells of large eigenvalues. The trained model is the
    limit of `theorem-4.5`.
    """
    yield from ()


SMALL = Case("exponential", d=1, N=2)


@crosscheck(exponential_prediction, "quadrature", cases=(SMALL, Case("exponential", d=2, N=1)))
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean product of the trained model's prediction and the target over the mean square of the target."""
    source, end = trained(law, N)
    square = source.regression.mean(lambda x, q, w: (q * w).sum(axis=1) ** 2)
    return {"alignment": source.regression.mean(aligned(end)) / square}


@crosscheck(exponential_prediction, "sampled", cases=(Case("exponential", d=1, N=1),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random prompts; one coordinate of this law has mean square 1."""
    _, end = trained(law, N)
    return {"alignment": sampled(prompts(law, N), aligned(end), rng)}
