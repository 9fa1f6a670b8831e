"""Layers that are sparse take steps of preconditioned gradient descent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs.ahn2023.many_layers.layer_route import CASES, LONG, entries, noisy_queries
from proofs.ahn2023.many_layers.layers import (
    DEPTH,
    covariate_entries,
    descended,
    from_prompt,
    gradient,
    label_entries,
    preconditioner,
    query_covariates,
    query_entry,
    risk_gradient,
)
from proofs.ahn2023.notation import X, a, e, f, printed, q, w, z
from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality
from symbolic.algebra.traces import trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain


def layer_parts(symmetric: bool) -> tuple[Equality, ...]:
    """What a layer does to Z, where descent has reached w before it; and three layers, from the prompt on."""
    step = w - preconditioner("A", symmetric).T @ gradient()
    return (
        Equality("gradient", risk_gradient, trace(z.T @ gradient())),
        Equality("query", lambda: query_entry(symmetric), -trace(step.T @ q)),
        Equality("labels", lambda: label_entries(symmetric), trace((a - step).T @ X @ e)),
        Equality("covariates", covariate_entries, trace(f.T @ X @ e)),
        Equality("query_covariates", query_covariates, trace(f.T @ q)),
        Equality("from_prompt", lambda: from_prompt(DEPTH, symmetric), -trace(descended(DEPTH, symmetric).T @ q)),
    )


@claim("ahn2023/lemma-1", source=printed("Lemma 1"), parts=layer_parts(symmetric=True), formal="layers_take_steps")
def lemma_1() -> Iterator[Chain]:
    """With `P_l = diag(0, 1)`, `Q_l = −diag(A_l, 0)`, `A_l` symmetric, L layers take L steps `w − A_l ∇R(w)` from 0.

    That is, after l layers the query's last entry is `−w_l·x_q`, so that the model predicts `w_L·x_q`; here
    `R(w) = (1/2n) Σ (w·x_i − w_*·x_i)²`, `w_0 = 0` and `w_(l+1) = w_l − A_l ∇R(w_l)`. For all L, d and n, all data and
    all symmetric `A_l`, a different one in each layer. By induction over the layers: if the labels are
    `(w_* − w_l)·x_i` before a layer and the query's entry is `−w_l·x_q`, as in the prompt for `w_0 = 0`, they are so
    after it with `w_(l+1)` in the place of `w_l`, and covariates and query are unchanged. These are equations between
    entries of the layer's output, derived for matrices of data without a law; `∇R` is derived as well. Three layers
    are multiplied out in addition, from the prompt on.
    """
    yield from ()


@crosscheck(lemma_1, "quadrature", cases=CASES)
def by_numbers(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The transformer on fixed data, and differences of the risk."""
    return entries(d, n, symmetric=True)


@crosscheck(lemma_1, "sampled", cases=LONG)
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The prediction of three layers for queries with noise, in which it is linear."""
    return noisy_queries(d, n, symmetric=True, rng=rng)
