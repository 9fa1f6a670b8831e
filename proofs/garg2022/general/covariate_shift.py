"""Is no shift of the covariates tolerated?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.error_under_shift import error_under_shift, linear
from proofs.garg2022.notation import after_long_training, gamma, w
from proofs.garg2022.shift_route import (
    SIGNS,
    STANDARD,
    STANDARD_SHORT,
    Integrands,
    by_nodes,
    by_samples,
    prompts,
    squared_errors,
    trained,
    weights,
)
from proofs.garg2022.shifted_errors import error_at_identity
from proofs.garg2022.shifted_settings import COORDINATES
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import M
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import IID, Law
from symbolic.laws.coordinates import rademacher
from symbolic.typeset.derivation import Chain

m4 = sympy.Symbol("m_4", positive=True)
"""The fourth moment of a coordinate of variance 1."""

LENGTH = trace(w.T @ w)

COORDINATE_ERROR = LENGTH * ((1 / gamma - 1) ** 2 + (d - 2 + m4) / (gamma**2 * M))


def of_coordinates() -> sympy.Expr:
    """The error for independent coordinates of one symmetric law with variance 1, `Λ = I`."""
    one = sympy.Integer(1)
    values = {"m2(x)": one, "m2(z)": one, "m4(x)": m4}
    return error_at_identity(COORDINATES).xreplace({sympy.Symbol(k, real=True): x for k, x in values.items()})


def long_prompts() -> sympy.Expr:
    """What the error tends to as M and N grow: the part without 1/M, at `R = Λ⁻¹`."""
    return after_long_training(linear().coeff(M, 0))


def never_tolerated(statement: tuple[Law, ...]) -> Answer:
    """Refuted by a law other than N(0, I), with fourth moments, for which the error tends to 0 after `Λ = I`."""
    for law in statement:
        fourth = law.moment((4, *(0 for _ in range(law.d - 1))))
        shifted = fourth != 3
        unit = tuple(tuple(Fraction(int(j == k)) for k in range(law.d)) for j in range(law.d))
        if shifted and covariance(law) == unit and _vanishes_at_identity():
            return Fails("E x xᵀ is Λ, and the error tends to 0 for every task", f"Λ = I, {law.description}", law=law)
    return Unknown("for none of the laws does the error tend to 0")


def _vanishes_at_identity() -> bool:
    """Whether the limit is 0 for `Λ = G = Q = I`, sigma being in no part of it."""
    values = dict.fromkeys(("Λ", "L", "G", "Q"), IDENTITY)
    return bool(substituted(long_prompts(), values) == 0)


@claim(
    "garg2022/covariate-shift",
    source=printed("prompts beyond the training distribution, as Zhang et al. 2024 explain them: covariate shifts"),
    parts=(
        Equality("of_coordinates", of_coordinates, COORDINATE_ERROR),
        Settled("never", (IID(rademacher()).at(2),), never_tolerated),
    ),
    uses=(error_under_shift,),
    formal="limits.another_law",
)
def covariate_shift() -> Iterator[Chain]:
    """Where covariates of the test have another law than in training, the prediction does not tend to `w·x_q`.

    False, and already of laws that differ in a moment up to the fourth: what counts is `E x xᵀ` alone. After training
    with `Λ = I`, covariates with independent coordinates ±1 have an error that tends to 0 as M and N grow, for every
    task, and a smaller one than normal covariates at every length (`covariate-shift-repaired`).
    """
    yield from ()


def integrands(law: Law, N: int, M: int) -> Integrands:
    """Errors on signs."""
    d, end, task = law.d, trained(law, N), weights(law.d)

    def f(x: Any, q: Any) -> Any:
        x = x.reshape(len(x), M, d)
        return squared_errors(end, x, x @ task, q, q @ task)

    return {"of_coordinates": (prompts((SIGNS, M * d, 8), (SIGNS, d, 4)), f)}


SIGNED = (("m_4", 1.0),)
CASES = (Case(STANDARD_SHORT, d=2, N=3, M=4, parameters=SIGNED), Case(STANDARD, d=5, N=20, M=2, parameters=SIGNED))


@crosscheck(covariate_shift, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer over all signs."""
    return by_nodes(integrands(law, N, M))


@crosscheck(covariate_shift, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(integrands(law, N, M), rng)
