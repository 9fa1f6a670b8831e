"""For which covariances of the training an orthogonal query gets 0, and the error there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.error_under_shift import V, error_under_shift, labelled, m, n
from proofs.garg2022.notation import INVERSE, P, Q, gamma
from proofs.garg2022.queries.orthogonal_query import TURNED, UNSEEN, orthogonal_query, turned
from proofs.garg2022.queries.orthogonal_route import apart_errors, turned_errors
from proofs.garg2022.shift_route import STANDARD, STANDARD_SHORT, TRAINED_ON, by_nodes, by_samples
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality
from proofs.zhang2024.notation import LETTERS
from proofs.zhang2024.prediction.tested import SQUARE
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

OUTSIDE = IDENTITY - P


def apart(inverse: Matrices) -> sympy.Expr:
    """The error where all samples are in the range of P and the query is in that of `1 − P`; labels are of any law."""
    values = {"m": P @ m, "V": P @ V @ P, "n": OUTSIDE @ n, "Q": OUTSIDE @ Q @ OUTSIDE, "R": inverse}
    return substituted(labelled(), values, INVERSE)


def multiple() -> sympy.Expr:
    """The same after training with a multiple of the identity."""
    return apart(IDENTITY * (1 / gamma))


def turned_at_multiple() -> sympy.Expr:
    """The error at a turned sample, after such a training."""
    return substituted(turned(), {"R": IDENTITY * (1 / gamma)})


r1, r2 = sympy.symbols("r_1 r_2", positive=True)
_R, _U, _V = LETTERS["R"], Letter("u", vector=True), Letter("v", vector=True)
u, v = of_letter(_U), of_letter(_V)

OF_EIGENVECTORS: Rules = {
    (_R, _U): u * r1,
    (_R, _V): v * r2,
    (_U.transposed, _R): u.T * r1,
    (_V.transposed, _R): v.T * r2,
}
"""u and v are eigenvectors of R; they are orthogonal to one another."""


def between_eigenvectors() -> sympy.Expr:
    """The mean square of the prediction on one sample with `S = uvᵀ − vuᵀ`."""
    found = substituted(turned() - UNSEEN, {"Y": u @ v.T}, OF_EIGENVECTORS)
    return sympy.expand(found.xreplace({trace(u.T @ v): sympy.Integer(0)}))


BETWEEN = (d + 4) * (r1 - r2) ** 2 * trace(u.T @ u) * trace(v.T @ v)


@claim(
    "garg2022/orthogonal-query-repaired",
    source=printed("prompts beyond the training distribution, orthogonal query"),
    parts=(
        Equality("multiple", multiple, SQUARE),
        Equality("turned", turned, TURNED),
        Equality("between_eigenvectors", between_eigenvectors, BETWEEN),
        Equality("turned_at_multiple", turned_at_multiple, UNSEEN),
    ),
    uses=(error_under_shift,),
    formal="queries.nothing_predicted",
    repairs=orthogonal_query,
)
def orthogonal_query_repaired() -> Iterator[Chain]:
    """A query that is orthogonal to all samples gets 0, on all data, iff Λ is a multiple of the identity.

    On linear labels as well as on all. Then the error is `E y_q²`, as of the prediction 0, for all d, N, M and labels,
    at any prompt with the samples X: the query is `Z z` with `ZᵀX = 0`, its label linear in z, and z has any law. A
    prompt that spans the space has no such query but 0. Conversely, where 0 is predicted, prompts of one sample x at
    the queries `Sx` with antisymmetric S say that `xᵀRSx = 0`, so that `xᵀRx/‖x‖²` is the same for all x: R is a
    multiple of the identity, and Λ with it. On such prompts with x ~ N(0, I), for tasks with `E w wᵀ = I`, the mean
    square of the prediction is `(d + 4)‖RS − SR‖²/2`; with `S = uvᵀ − vuᵀ` for two orthogonal eigenvectors of R, of
    eigenvalues r1 and r2, it is `(d + 4)(r1 − r2)² ‖u‖²‖v‖²`.
    """
    yield from ()


CASES = (Case(STANDARD_SHORT, d=2, N=2, M=3), Case(STANDARD, d=5, N=20, M=1))


@crosscheck(orthogonal_query_repaired, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer over all signs."""
    return by_nodes({"multiple": apart_errors(law, N, M)})


@crosscheck(orthogonal_query_repaired, "quadrature", cases=(CASES[0], Case(TRAINED_ON, d=2, N=3, M=1)))
def at_a_turned_sample(
    law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, float]:
    """The same at a query that is orthogonal to the one sample."""
    return by_nodes({"turned": turned_errors(law, N)})


@crosscheck(orthogonal_query_repaired, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"turned": turned_errors(law, N)}, rng)
