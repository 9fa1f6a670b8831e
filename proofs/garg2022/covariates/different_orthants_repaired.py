"""The error on samples of one orthant, for given signs and for random ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.covariates.different_orthants import (
    ERROR,
    FOLDED,
    LENGTH,
    different_orthants,
    in_orthant,
    relative_limit,
)
from proofs.garg2022.covariates.orthant_route import CASES, FOUR, errors
from proofs.garg2022.general.covariate_shift import long_prompts
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.notation import gamma, w
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Positive
from proofs.zhang2024.notation import M
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Letter, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

s = of_letter(Letter("s", vector=True))
"""The signs of the samples of a prompt, `sᵀs = d`."""

SHARE = 2 / sympy.pi
"""`(E |z|)²` of a standard normal number."""

ORTHANT = IDENTITY * (1 - SHARE) + (s @ s.T) * SHARE
"""`E x xᵀ` for given signs: 1 on the diagonal, `s_j s_k (E |z|)²` off it."""

ALONG, MOST = trace(s.T @ w), 1 + (d - 1) * SHARE
"""`s·w`, and the largest eigenvalue of the second moment, at s."""


def given_signs() -> sympy.Expr:
    """What the error tends to for given signs, at a query of N(0, I), after training with `Λ = I`."""
    found = substituted(long_prompts(), {**dict.fromkeys(("Λ", "L", "Q"), IDENTITY), "G": ORTHANT})
    return sympy.expand(found.xreplace({trace(s.T @ s): d}))


def same_orthant() -> sympy.Expr:
    """The same at a query of the orthant of the samples."""
    found = substituted(long_prompts(), {**dict.fromkeys(("Λ", "L"), IDENTITY), "Q": ORTHANT, "G": ORTHANT})
    return sympy.expand(found.xreplace({trace(s.T @ s): d}))


GIVEN = SHARE**2 * (LENGTH + (d - 2) * ALONG**2)
SAME = SHARE**2 * ((1 - SHARE) * (LENGTH - ALONG**2 / d) + (d - 1) ** 2 * MOST * ALONG**2 / d)

n = sympy.Symbol("n", nonnegative=True)


@claim(
    "garg2022/different-orthants-repaired",
    source=printed("prompts beyond the training distribution, in-context examples and query in different orthants"),
    parts=(
        Equality("error", in_orthant, ERROR),
        Equality("share", lambda: sympy.sympify(FOLDED.moment(1)) ** 2, SHARE),
        Equality("given_signs", given_signs, GIVEN),
        Equality("same_orthant", same_orthant, SAME),
        Equality(
            "floor",
            lambda: sympy.factor(in_orthant().coeff(M, 0)),
            LENGTH * ((1 / gamma - 1) ** 2 + SHARE**2 * (d - 1) / gamma**2),
        ),
        Positive("missed", lambda: sympy.expand(relative_limit().subs(d, n + 2))),
        Positive("worse_than_zero", lambda: sympy.expand(relative_limit().subs(d, n + 4) - 1)),
    ),
    uses=(covariate_shift_repaired,),
    formal="orthants.one_orthant",
    repairs=different_orthants,
)
def different_orthants_repaired() -> Iterator[Chain]:
    """In one orthant the relative error is `(1/γ − 1)² + m⁴(d − 1)(1 − 1/M)/γ² + (d + 1)/(γ² M)`, m a mean modulus.

    The samples of a prompt have the same random signs, and moduli with the mean, the second and the fourth moment that
    those of N(0, I) have; the query is N(0, I); training with `Λ = I`, all d, M, N, every task w, `γ = 1 + (d + 1)/N`,
    relative to `‖w‖²`; `m = E |z|` for a standard normal z. In the limit it is `m⁴(d − 1)`: positive from d = 2 on,
    and above 1, the error of the prediction 0, from d = 4 on. For given signs s the second moment is
    `(1 − m²) I + m² ssᵀ` and the limit `m⁴(‖w‖² + (d − 2)(s·w)²)`. A query of the same orthant does not help: with it,
    the limit is `m⁴ [(1 − m²)(‖w‖² − (s·w)²/d) + (d − 1)² (1 + (d − 1) m²)(s·w)²/d]`. It is the shift of the samples
    that is not tolerated; that of the query is.
    """
    yield from ()


@crosscheck(different_orthants_repaired, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes(errors(law, N, M))


@crosscheck(different_orthants_repaired, "sampled", cases=(FOUR,))
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples(errors(law, N, M), rng)
