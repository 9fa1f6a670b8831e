"""What the layer does where the query is among its own keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.vonoswald2023.attention_layer import CONTEXT, attended, constructed, step_from
from proofs.vonoswald2023.notation import W0, N, X, Y, eta, q
from proofs.vonoswald2023.proposition_1 import proposition_1
from proofs.vonoswald2023.sources import printed
from symbolic.algebra.block_words import beside, stacked
from symbolic.algebra.rectangular import form, paired
from symbolic.algebra.traces import Trace
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.typeset.derivation import Chain

c, p = sympy.symbols("c p", real=True)
"""The query's own y is `c W₀ q`, the projection `p (η/N) I`."""

Signs = tuple[int, int]

LENGTH = form(q.T @ q)


def predicted(entry: sympy.Expr | int = -1, sign: sympy.Expr | int = 1) -> sympy.Expr:
    """The query's y after a layer, the query being among the keys."""
    query = stacked(q, W0 @ q * entry)
    return paired(attended(query, beside(CONTEXT, query), constructed(sign)).rows[1][0], name="z")


def stepped(entry: sympy.Expr | int = -1) -> sympy.Expr:
    """`c (W₀ + ΔW) q`, what a gradient step predicts, up to the sign of c."""
    return paired((W0 + step_from(W0)) @ q * entry, name="z")


def difference() -> sympy.Expr:
    """For every entry and sign: what is predicted, minus what a gradient step predicts."""
    return sympy.expand(predicted(c, p) - stepped(c))


OWN = paired(W0 @ q, name="z") * LENGTH * eta / N
OTHERS = paired((W0 @ X - Y) @ X.T @ q, name="z") * eta / N

SCALARS: dict[str, sympy.Symbol] = {
    name: sympy.Symbol(name, real=True) for name in ("X", "Y", "W_0", "q", "z", "eta")
} | {"N": N}
"""Letters where every size is 1."""

POINTS = (
    {"X": 1, "Y": 0, "W_0": 1, "q": 1, "z": 1, "eta": 1, "N": 1},
    {"X": 1, "Y": 0, "W_0": 1, "q": 2, "z": 1, "eta": 1, "N": 1},
)


def same_as_a_step(statement: Signs) -> Answer:
    """Whether with this entry and this sign the query's y is that entry's multiple of a gradient step's prediction."""
    off = sympy.expand(predicted(*statement) - stepped(statement[0]))
    if off == 0:
        return Holds("both are the same combination of words")
    for point in POINTS:
        if value := in_numbers(off, point):
            where = ", ".join(f"{name} = {x}" for name, x in point.items() if name != "z")
            chosen = tuple((SCALARS[name], sympy.Integer(x)) for name, x in point.items() if name != "z")
            return Fails(f"the two differ by {value}", f"d = m = 1, {where}", point=chosen)
    return Fails(f"the two differ by {off}", "")


def in_numbers(expression: sympy.Expr, point: Mapping[str, int]) -> sympy.Expr:
    """Its value where all sizes are 1: a trace is then the product of its letters."""
    traces = {one: sympy.Mul(*(point[x.name] for x in one.word)) for one in expression.free_symbols if _is_trace(one)}
    return expression.xreplace(traces).xreplace({eta: sympy.Integer(point["eta"]), N: sympy.Integer(point["N"])})


def _is_trace(symbol: sympy.Symbol) -> bool:
    return isinstance(symbol, Trace)


@claim(
    "vonoswald2023/query-among-keys",
    source=printed("Proposition 1, with the test token among keys and values"),
    parts=(
        Equality("difference", difference, p * (1 - c) * OWN + (p + c) * OTHERS),
        Settled("signs", (-1, 1), same_as_a_step),
    ),
    uses=(proposition_1,),
    formal="query_as_a_key",
)
def query_among_keys() -> Iterator[Chain]:
    """The layer predicts `(W₀ + ΔW) q` also where the query `(q, −W₀q)` is among the keys.

    As in `proposition-1` the prediction is minus the y at which the query ends.

    False for `W₀ q ≠ 0`: the query's own value is `W₀q − (−W₀q) = 2 W₀q`, and the layer adds `2 (η/N) ‖q‖² W₀ q`. For
    `W₀ = 0` it is true.
    """
    yield from ()


CASES = tuple(
    Case(None, d=o, m=k, N=n, parameters=(("eta", 0.5), ("c", c_), ("p", p_)))
    for o, k, n, c_, p_ in ((1, 1, 1, -1.0, 1.0), (2, 3, 2, -1.0, 1.0), (3, 1, 4, 0.5, 2.0))
)


@crosscheck(query_among_keys, "exact", cases=CASES)
def by_attention(
    law: None, d: int, m: int, N: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, Fraction]:
    """Attention token by token, the query among the keys, minus a gradient step."""
    from proofs.vonoswald2023.second_route.token_by_token import query_off

    step, entry, sign = (Fraction(parameters[name]) for name in ("eta", "c", "p"))
    return {"difference": query_off(d, m, N, step, entry, sign)}
