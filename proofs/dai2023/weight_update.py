"""Linear attention to demonstrations as a change of weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.dai2023.notation import E, F, K, V, X, Y, k, q
from proofs.dai2023.sources import printed
from proofs.parts import Equality
from symbolic.algebra.rectangular import Rectangular, paired, rectangular
from symbolic.algebra.traces import derivative, substituted, trace
from symbolic.typeset.derivation import Chain

ZERO_SHOT = V @ Y @ (K @ Y).T
CHANGE = V @ X @ (K @ X).T


def attended() -> Rectangular:
    """`W_V [X, Y] (W_K [X, Y])ᵀ q`, a block of columns after the other."""
    return V @ (X @ X.T + Y @ Y.T) @ K.T @ q


def slope() -> sympy.Expr:
    """Minus the slope of `½ ‖F K X − T‖²` by F, at F, where `E = T − F K X`: paired with any matrix."""
    keys = K @ X
    target = E + F @ keys
    other = rectangular("G", k, k)
    moved = (other @ keys - target).words
    loss = trace(moved.T @ moved) / 2
    return substituted(-derivative(loss, "G", rectangular("Z", k, k).words), {"G": F.words})


@claim(
    "dai2023/update",
    source=printed("equation (11)"),
    parts=(
        Equality("output", lambda: paired(attended(), name="z"), paired((ZERO_SHOT + CHANGE) @ q, name="z")),
        Equality("change", lambda: paired(CHANGE), paired(V @ X @ X.T @ K.T)),
        Equality("slope", slope, paired(E @ (K @ X).T)),
    ),
    formal="change_of_weights",
)
def weight_update() -> Iterator[Chain]:
    """Linear attention with demonstrations X before the text Y answers `(W_ZSL + ΔW) q`, `ΔW = Σ W_V x_i (W_K x_i)ᵀ`.

    For all sizes, data, key and value matrices; `W_ZSL = W_V Y (W_K Y)ᵀ` is what attention to the text alone multiplies
    q with. V and K are the letters for `W_V` and `W_K`. A step of descent on `½ Σ ‖F W_K x_i − t_i‖²` from any F
    changes weights by `Σ e_i (W_K x_i)ᵀ` with the errors `e_i = t_i − F W_K x_i`: the values are in the place of the
    errors. That they are errors of some loss is not part of this.
    """
    yield from ()


CASES = tuple(
    Case(None, m=rows, n=shown, t=own, k=keys) for rows, shown, own, keys in ((1, 2, 1, 1), (3, 2, 4, 2), (2, 3, 1, 3))
)


@crosscheck(weight_update, "exact", cases=CASES)
def by_tokens(
    law: None, m: int, n: int, t: int, k: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, Fraction]:
    """Attention token by token, and slopes by differences."""
    from proofs.dai2023.second_route.demonstrations import answered

    return answered(m, n, t, k)
