"""The steps that layers take where their matrices are any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.ahn2023.many_layers.any_preconditioner import any_preconditioner
from proofs.ahn2023.many_layers.layer_route import CASES, LONG, entries, noisy_queries
from proofs.ahn2023.many_layers.layers import difference, preconditioner
from proofs.ahn2023.many_layers.lemma_1 import layer_parts
from proofs.ahn2023.notation import X, k, n, printed, q
from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality
from symbolic.algebra.traces import Matrices, Rules, Word, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain


def _word(matrices: Matrices) -> Word:
    (word,) = matrices.terms
    return word


A = preconditioner("A_0", symmetric=False)

ON_ONE_VECTOR: Rules = {
    _word(X @ X.T): k @ k.T * n,
    _word(A.T @ q): A @ q + k,
    _word(q.T @ A): (A @ q + k).T,
}
"""All samples are k, and `(Aᵀ − A) x_q = k`."""


def told_apart() -> sympy.Expr:
    """The difference between the layer and the step with its own matrix there, for the weights k."""
    return substituted(difference(symmetric=False), {"a": k}, ON_ONE_VECTOR)


def nothing() -> sympy.Expr:
    """The difference where A is symmetric."""
    return difference(symmetric=True)


@claim(
    "ahn2023/any-preconditioner-repaired",
    source=printed("Lemma 1, with matrices that are not symmetric"),
    parts=(
        *layer_parts(symmetric=False),
        Equality("told_apart", told_apart, trace(k.T @ k) ** 2),
        Equality("nothing", nothing, sympy.Integer(0)),
    ),
    repairs=any_preconditioner,
    formal="layers_take_transposed_steps",
)
def any_preconditioner_repaired() -> Iterator[Chain]:
    """With `P_l = diag(0, 1)`, `Q_l = −diag(A_l, 0)`, any `A_l`, L layers take L steps `w − A_lᵀ ∇R(w)` from 0.

    As in `lemma-1`, for all L, d and n, all data and all matrices, by the same induction: the preconditioner is the
    transpose of the block. Where `A_0` itself takes its place the query's entry after one layer differs by
    `(1/n) w_*ᵀ XXᵀ (A_0ᵀ − A_0) x_q` from `−w_1·x_q`. So it gives the first layer on all data exactly where `A_0` is
    symmetric: otherwise `(A_0ᵀ − A_0) x_q = k` is not zero for some query, and with all samples and the weights equal
    to k the two differ by `(k·k)²`, for every n.
    """
    yield from ()


@crosscheck(any_preconditioner_repaired, "quadrature", cases=CASES)
def by_numbers(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The transformer on fixed data, and differences of the risk."""
    return entries(d, n, symmetric=False)


@crosscheck(any_preconditioner_repaired, "sampled", cases=LONG)
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The prediction of three layers for queries with noise, in which it is linear."""
    return noisy_queries(d, n, symmetric=False, rng=rng)
