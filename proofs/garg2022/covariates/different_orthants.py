"""Samples of one orthant, and a query of any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.covariates.orthant_route import CASES, errors
from proofs.garg2022.general.error_under_shift import error_under_shift
from proofs.garg2022.notation import gamma, w
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.garg2022.shifted_errors import error_at_identity
from proofs.garg2022.shifted_settings import ORTHANTS
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import M
from symbolic.algebra.notation import d
from symbolic.algebra.traces import trace
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.laws.coordinates import Gaussian
from symbolic.laws.coordinates.intervals import Truncated
from symbolic.typeset.derivation import Chain

FOLDED = Truncated(Gaussian(), Fraction(0), None)
"""The modulus of a standard normal number."""

LENGTH = trace(w.T @ w)

ERROR = LENGTH * (
    (1 / gamma - 1) ** 2 + 4 * (d - 1) / (sympy.pi**2 * gamma**2) * (1 - 1 / M) + (d + 1) / (gamma**2 * M)
)


def in_orthant() -> sympy.Expr:
    """The error where a prompt's samples have the same random signs and the moduli of `N(0, I)`, the query is any."""
    moments = {f"m{k}(u)": sympy.sympify(FOLDED.moment(k)) for k in (1, 2, 3, 4)}
    values = {**moments, "m2(s)": sympy.Integer(1), "m4(s)": sympy.Integer(1)}
    found = error_at_identity(ORTHANTS)
    return sympy.expand(found.xreplace({sympy.Symbol(name, real=True): value for name, value in values.items()}))


def relative_limit() -> sympy.Expr:
    """What it tends to as M and N, and γ to 1, relative to the mean square of the target."""
    return sympy.factor(sympy.cancel(in_orthant().coeff(M, 0).subs(gamma, 1) / LENGTH))


def tolerated(statement: tuple[int, ...]) -> Answer:
    """Refuted by a dimension in which the relative error does not tend to 0."""
    for size in statement:
        found = relative_limit().subs(d, size)
        if size >= 1 and found.is_nonzero:
            return Fails(
                f"the relative error tends to {found}", f"d = {size}, Λ = I", point=((d, sympy.Integer(size)),)
            )
    return Unknown("the relative error tends to 0 in these dimensions")


@claim(
    "garg2022/different-orthants",
    source=printed("prompts beyond the training distribution, in-context examples and query in different orthants"),
    parts=(
        Equality("error", in_orthant, ERROR),
        Equality("limit", relative_limit, 4 * (d - 1) / sympy.pi**2),
        Settled("tolerated", (20,), tolerated),
    ),
    uses=(error_under_shift,),
    formal="orthants.missed_in_orthants",
)
def different_orthants() -> Iterator[Chain]:
    """Where the samples of a prompt lie in one orthant, the query anywhere, long prompts are answered as in training.

    False for the trained linear attention in every dimension d >= 2, although it is listed as a shift of the query:
    `E x xᵀ` is no more Λ. After training with `Λ = I`, where samples have the same random signs and moduli with the
    mean, the second and the fourth moment that those of N(0, I) have, and the query is N(0, I), some task is missed.
    What the error and its limit are is in `different-orthants-repaired`.
    """
    yield from ()


@crosscheck(different_orthants, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes(errors(law, N, M))


@crosscheck(different_orthants, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(errors(law, N, M), rng)
