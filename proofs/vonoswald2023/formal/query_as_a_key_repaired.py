"""The query among its own keys with the entry `W₀ q` and the other sign: one step, for every W₀."""

from __future__ import annotations

from proofs.vonoswald2023.formal.layer import CONTEXT, DATA, QUERY, SIZES, START, W0, X, Y, change, d, layer, m, η
from proofs.vonoswald2023.formal.query_as_a_key import claimed, keys, query, stepped
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import (
    REALS,
    Number,
    conjunction,
    equal_matrices,
    implies,
    member,
    product,
    stacked,
    sum_of_matrices,
    zeros,
)
from symbolic.tactics.steps import quantified
from symbolic.tactics.whole_matrices.word_equations import proof_by_words

LEFT_OUT = "That a second layer with the same weights does not make a second step."


def goal(sign: Number = -1) -> Expression:
    """For all sizes, data, weights and steps: the query, the context's labels, and the printed layer at `W₀ = 0`."""
    labels = stacked(X, sum_of_matrices(Y, product(change(W0), X)))
    found = conjunction(
        claimed(1, sign),
        equal_matrices(layer(CONTEXT, keys(1), sign), labels),
        implies(equal_matrices(W0, zeros(m, d)), claimed()),
        equal_matrices(layer(query(), CONTEXT), stepped()),
    )
    return quantified(found, *SIZES, *DATA, START, QUERY, member(η, REALS))


def proof() -> Proof:
    """The goal and its definedness."""
    return proof_by_words(goal())
