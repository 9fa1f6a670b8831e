"""Covariates and query with a covariance of other proportions: do long prompts take care of it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.covariates.covariance_route import FOUR, WIDE, errors, skewed
from proofs.garg2022.general.covariate_shift import long_prompts
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.notation import G, at_identity, gamma, sigma, w
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import NOISY
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import M
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import IDENTITY, at_matrices, substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.laws.elliptical import elliptical
from symbolic.typeset.derivation import Chain

SKEWED = elliptical([[Fraction(8, 5), Fraction(0)], [Fraction(0), Fraction(2, 5)]])
"""Eigenvalues proportional to `1/i²`, their mean 1, for d = 2: as in the experiments, with `Λ = I`."""

OFF = (G * (1 / gamma) - IDENTITY) @ w
ISOTROPIC = trace(OFF.T @ G @ OFF) + (trace(w.T @ G @ G @ G @ w) + trace(w.T @ G @ w) * trace(G @ G)) / (gamma**2 * M)


def isotropic() -> sympy.Expr:
    """The error after training with `Λ = I`, for a query with the covariance of the samples."""
    clean = error(NOISY).xreplace({sigma: sympy.Integer(0)})
    return at_identity(substituted(clean, {"Q": G}))


def isotropic_limit() -> sympy.Expr:
    """What it tends to as M and N grow."""
    return substituted(long_prompts(), {"Q": G, "L": IDENTITY})


def vanishing(statement: tuple[Law, ...]) -> Answer:
    """Refuted by a law with a covariance for which the limit at the task of ones is not 0."""
    for law in statement:
        known = {"G": covariance(law), "w": tuple((Fraction(1),) for _ in range(law.d))}
        found = at_matrices(isotropic_limit(), known)
        if found != 0:
            where = f"Λ = I, samples and query {law.description}, w = (1, …, 1)"
            return Fails(f"the error tends to {found}", where, law=law)
    return Unknown("the limit is 0 for these covariances")


@claim(
    "garg2022/skewed-covariance",
    source=printed("prompts beyond the training distribution, skewed covariance"),
    parts=(
        Equality("isotropic", isotropic, ISOTROPIC),
        Equality("limit", isotropic_limit, trace(w.T @ (G - IDENTITY) @ G @ (G - IDENTITY) @ w)),
        Settled("vanishing", (SKEWED,), vanishing),
    ),
    uses=(covariate_shift_repaired,),
    formal="missed_skew",
)
def skewed_covariance() -> Iterator[Chain]:
    """After training with `Λ = I` long prompts of a skewed covariance are answered as well as those of Λ.

    False in every dimension d >= 2, for eigenvalues proportional to 1/i² with mean 1, such as 8/5 and 2/5: what the
    error is and what it tends to for every G and Λ is in `skewed-covariance-repaired`.
    """
    yield from ()


@crosscheck(skewed_covariance, "quadrature", cases=(WIDE,))
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes({"isotropic": errors(law, N, M, skewed(d))})


@crosscheck(skewed_covariance, "sampled", cases=(FOUR,))
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"isotropic": errors(law, N, M, skewed(d))}, rng)
