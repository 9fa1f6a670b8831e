"""How the query may stay among the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.vonoswald2023.attention_layer import CONTEXT, attended, constructed, step_from
from proofs.vonoswald2023.notation import W0, X, Y, q
from proofs.vonoswald2023.proposition_1 import proposition_1
from proofs.vonoswald2023.query_among_keys import predicted, query_among_keys, same_as_a_step
from proofs.vonoswald2023.sources import printed
from symbolic.algebra.block_words import beside, stacked
from symbolic.algebra.rectangular import paired
from symbolic.algebra.traces import substituted
from symbolic.typeset.derivation import Chain


def labels() -> sympy.Expr:
    """The labels of the context after the layer, paired."""
    context = beside(CONTEXT, stacked(q, W0 @ q))
    return paired(attended(CONTEXT, context, constructed(-1)).rows[1][0])


def from_zero() -> sympy.Expr:
    """What the printed layer predicts with the query among the keys, where `W₀ = 0`."""
    return substituted(predicted(), {"W_0": (W0 * 0).words})


@claim(
    "vonoswald2023/query-among-keys-repaired",
    source=printed("Proposition 1, with the test token among keys and values"),
    parts=(
        Settled("signs", (1, -1), same_as_a_step),
        Equality("query", lambda: predicted(1, -1), paired((W0 + step_from(W0)) @ q, name="z")),
        Equality("labels", labels, paired(Y + step_from(W0) @ X)),
        Equality("from_zero", from_zero, paired(-(step_from(W0 * 0) @ q), name="z")),
    ),
    uses=(proposition_1,),
    repairs=query_among_keys,
    formal="query_as_a_key_repaired",
)
def query_among_keys_repaired() -> Iterator[Chain]:
    """With the query `(q, W₀q)` among the keys and `P = −(η/N) I` a layer predicts `(W₀ + ΔW) q`, for every W₀.

    For all dimensions, every N, all data and every η: the value of the query's own token is then `W₀q − W₀q = 0`. The
    prediction has its own sign. The labels of the context become `y_j + ΔW x_j`: that is one step; a second
    layer with the same weights does not make a second one, as it does in `proposition-1`. For `W₀ = 0` the printed
    layer needs no repair; without the query among the keys neither.

    With the entry `c W₀ q` and the projection `p (η/N) I` the query ends at `c (W₀ + ΔW) q` plus
    `p (1 − c) (η/N) ‖q‖² W₀ q − (p + c) ΔW q`, which is zero for all data at `c = 1`, `p = −1` alone where c and p
    are not both 0.
    """
    yield from ()


CASES = tuple(Case(None, d=o, m=k, N=n, parameters=(("eta", 0.5),)) for o, k, n in ((1, 1, 1), (2, 3, 2), (3, 1, 4)))


@crosscheck(query_among_keys_repaired, "exact", cases=CASES)
def by_attention(
    law: None, d: int, m: int, N: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, Fraction]:
    """Attention token by token, the query among the keys."""
    from proofs.vonoswald2023.second_route.token_by_token import repaired

    return repaired(d, m, N, Fraction(parameters["eta"]))
