"""One layer of linear attention makes one step of gradient descent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.vonoswald2023.any_data import difference
from proofs.vonoswald2023.attention_layer import CONTEXT, attended, constructed, gradient_step, loss, step_from
from proofs.vonoswald2023.notation import W0, X, Y, d, m, q
from proofs.vonoswald2023.sources import printed
from symbolic.algebra.block_words import stacked
from symbolic.algebra.rectangular import Rectangular, paired, rectangular
from symbolic.typeset.derivation import Chain

LATER = rectangular("M", m, d)
"""The weights that earlier layers have reached."""


def after(row: int, name: str) -> sympy.Expr:
    """The x or the y of all tokens of the context after a layer, paired."""
    return paired(attended(CONTEXT, CONTEXT, constructed()).rows[row][0], name=name)


def query_after() -> sympy.Expr:
    """The y of the query `(q, −W₀q)`, which attends to the context."""
    return paired(attended(stacked(q, -(W0 @ q)), CONTEXT, constructed()).rows[1][0], name="z")


def labels_at(weights: Rectangular) -> Rectangular:
    """The labels when the step from W₀ has reached these weights."""
    return Y - (weights - W0) @ X


def next_labels() -> sympy.Expr:
    """The labels that one more layer of the same weights makes of those at M."""
    tokens = stacked(X, labels_at(LATER))
    return paired(attended(tokens, tokens, constructed()).rows[1][0])


def next_query() -> sympy.Expr:
    """The y of the query `(q, −Mq)` after that layer."""
    tokens = stacked(X, labels_at(LATER))
    return paired(attended(stacked(q, -(LATER @ q)), tokens, constructed()).rows[1][0], name="z")


@claim(
    "vonoswald2023/proposition-1",
    source=printed("Proposition 1"),
    parts=(
        Equality("gradient", gradient_step, paired(step_from(W0), name="G")),
        Equality("inputs", lambda: after(0, "C"), paired(X, name="C")),
        Equality("labels", lambda: after(1, "Z"), paired(Y - step_from(W0) @ X)),
        Equality("query", query_after, paired(-((W0 + step_from(W0)) @ q), name="z")),
        Equality("loss", lambda: loss(W0, Y - step_from(W0) @ X), loss(W0 + step_from(W0))),
        Equality("sample_by_sample", difference, sympy.Integer(0)),
        Equality("stacked", next_labels, paired(labels_at(LATER + step_from(LATER)))),
        Equality("stacked_query", next_query, paired(-((LATER + step_from(LATER)) @ q), name="z")),
    ),
    formal="one_layer_one_step",
)
def proposition_1() -> Iterator[Chain]:
    """With `W_V = (0, 0; W₀, −I)` a layer takes each `(x_j, y_j)` to `(x_j, y_j − ΔW x_j)`, `ΔW = −η ∇L(W₀)`.

    L is `1/(2N) Σ ‖W x_i − y_i‖²`, `W_K = W_Q = (I, 0; 0, 0)`, `P = (η/N) I`. For all dimensions of x and y, every N,
    all data, every W₀ and every step η. The gradient is derived of L. A query `(q, −W₀q)` that is not among the keys
    ends at `−(W₀ + ΔW) q`, minus the prediction of the weights after the step. The labels after the layer are those at
    which W₀ has the loss that `W₀ + ΔW` had.

    Layers may be stacked, with the same weights: if the labels are `Y − (M − W₀) X` and the query's is `−Mq`, then one
    more layer makes the step `M − η ∇L(M)`. By induction k layers make k steps from W₀.
    """
    yield from ()


CASES = tuple(Case(None, d=p, m=o, N=n, parameters=(("eta", 0.5),)) for p, o, n in ((1, 1, 1), (2, 1, 3), (3, 2, 2)))


@crosscheck(proposition_1, "exact", cases=CASES)
def by_attention(
    law: None, d: int, m: int, N: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, Fraction]:
    """Attention token by token with whole weight matrices; the slope of the loss by exact differences."""
    from proofs.vonoswald2023.second_route.token_by_token import after_a_layer

    return after_a_layer(d, m, N, Fraction(parameters["eta"]))
