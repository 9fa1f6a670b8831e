"""The error on covariates and query of another covariance, and how much of it each direction has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.covariates.covariance_route import ANY, errors, long_errors, skewed
from proofs.garg2022.covariates.skewed_covariance import skewed_covariance
from proofs.garg2022.general.covariate_shift import long_prompts
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.notation import INVERSE, G, L, sigma, w
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import NOISY
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Positive
from proofs.zhang2024.notation import LETTERS, M, R
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

mu, lam = sympy.symbols("mu lambda", positive=True)
"""Eigenvalues of G and of Λ at the same eigenvector."""

OFF, LEFT = ((inverse @ G - IDENTITY) @ w for inverse in (R, L))
SPREAD = trace(w.T @ G @ R @ G @ R @ G @ w) + trace(w.T @ G @ w) * trace(G @ R @ G @ R)

_VECTOR = Letter("v", vector=True)
v = of_letter(_VECTOR)

COMMON: Rules = {
    **INVERSE,
    **{
        key: value
        for letter, eigenvalue in ((Letter("G", r"\Lambda'", symmetric=True), mu), (LETTERS["Λ"], lam))
        for key, value in (((letter, _VECTOR), v * eigenvalue), ((_VECTOR.transposed, letter), v.T * eigenvalue))
    },
    (Letter("L", r"\Lambda^{-1}", symmetric=True), _VECTOR): v * (1 / lam),
    (_VECTOR.transposed, Letter("L", r"\Lambda^{-1}", symmetric=True)): v.T * (1 / lam),
}
"""v is an eigenvector of both."""


def of_covariance() -> sympy.Expr:
    """The error where samples and query are N(0, G)."""
    return substituted(error(NOISY).xreplace({sigma: sympy.Integer(0)}), {"Q": G})


def long_prompt() -> sympy.Expr:
    """The same for infinitely long prompts."""
    return of_covariance().coeff(M, 0)


def limit() -> sympy.Expr:
    """And after long training."""
    return substituted(long_prompts(), {"Q": G})


def of_direction() -> sympy.Expr:
    """The limit for a task along a common eigenvector."""
    return substituted(limit(), {"w": v}, COMMON)


@claim(
    "garg2022/skewed-covariance-repaired",
    source=printed("prompts beyond the training distribution, skewed covariance"),
    parts=(
        Equality("error", of_covariance, trace(OFF.T @ G @ OFF) + SPREAD / M),
        Equality("long_prompt", long_prompt, trace(OFF.T @ G @ OFF)),
        Equality("limit", limit, trace(LEFT.T @ G @ LEFT)),
        Equality("direction", of_direction, mu * (mu / lam - 1) ** 2 * trace(v.T @ v)),
        Positive("missed", lambda: (mu * (mu / lam - 1) ** 2).subs(mu, lam * (1 + mu))),
        Positive("missed_below", lambda: (mu * (mu / lam - 1) ** 2).subs(mu, lam / (1 + mu))),
    ),
    uses=(covariate_shift_repaired,),
    formal="other_covariance",
    repairs=skewed_covariance,
)
def skewed_covariance_repaired() -> Iterator[Chain]:
    """On N(0, G) the error is `‖(RG − 1)w‖²_G + (‖RGw‖²_G + wᵀGw tr(GRGR))/M` and tends to `‖(Λ⁻¹G − 1)w‖²_G`.

    Samples and query have the covariance G; `R = Γ⁻¹`, all d, M, N, every positive definite Λ and positive
    semidefinite G, every task w. A direction that is an eigenvector of both, with the eigenvalue μ of G and λ of Λ, is
    missed by `μ (μ/λ − 1)²` times its squared length in the limit: by nothing iff μ is λ or 0. So each eigenvalue that
    is kept or made 0 is tolerated, and no other; long prompts do not help, and from λ on a larger one costs more.
    """
    yield from ()


@crosscheck(skewed_covariance_repaired, "quadrature", cases=ANY)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    root = skewed(d)
    return by_nodes({"error": errors(law, N, M, root), "long_prompt": long_errors(law, N, root)})


@crosscheck(skewed_covariance_repaired, "sampled", cases=ANY[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"error": errors(law, N, M, skewed(d))}, rng)
