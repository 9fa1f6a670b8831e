"""Gated linear attention as a sum over its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.qin2026.sources import printed
from symbolic.algebra.rectangular import Rectangular, paired, rectangular, symmetric, zero
from symbolic.typeset.derivation import Chain

m, k = sympy.symbols("m k", integer=True, positive=True)
lam = sympy.Symbol("lambda", real=True)
age = sympy.Symbol("a", integer=True, nonnegative=True)

V, K, Q = (rectangular(name, k, m, f"W_{name}") for name in ("V", "K", "Q"))
G = symmetric("G", m)
"""`Σ_{i<=n} λ^(n−i) z_i z_iᵀ` over the tokens so far."""

z, q = rectangular("z", m, 1), rectangular("q", m, 1)
"""The next token, and that which asks."""

ONE, TWO, THREE = (rectangular(name, m, 1) for name in ("b", "c", "e"))
"""Three tokens."""


def gated(state: Rectangular, token: Rectangular) -> Rectangular:
    """`S ← λ S + v kᵀ`, with the value `W_V z` and the key `W_K z` of the token."""
    found: Rectangular = state * lam + (V @ token) @ (K @ token).T
    return found


def after_three() -> Rectangular:
    """The output for q after three tokens from 0."""
    state = zero(k, k)
    for token in (ONE, TWO, THREE):
        state = gated(state, token)
    return state @ Q @ q


def weighted(factor: sympy.Expr) -> Rectangular:
    """`W_V Σ factor^(3−i) z_i z_iᵀ W_Kᵀ W_Q q`."""
    total = ONE @ ONE.T * factor**2 + TWO @ TWO.T * factor + THREE @ THREE.T
    found: Rectangular = V @ total @ K.T @ Q @ q
    return found


@claim(
    "qin2026/gated-identity",
    source=printed("the identity before Theorem 1"),
    parts=(
        Equality("next", lambda: paired(gated(V @ G @ K.T, z)), paired(V @ (G * lam + z @ z.T) @ K.T)),
        Equality("older", lambda: sympy.powsimp(lam * lam**age), lam ** (age + 1)),
        Equality("third", lambda: paired(after_three(), name="f"), paired(weighted(lam), name="f")),
        Equality(
            "ungated",
            lambda: sympy.expand(paired(after_three(), name="f").subs(lam, 1)),
            paired(weighted(sympy.Integer(1)), name="f"),
        ),
    ),
    formal="gated_state",
)
def gated_identity() -> Iterator[Chain]:
    """Gated linear attention `S ← λS + v kᵀ` answers `W_V G W_Kᵀ W_Q z_{n+1}`, `G = Σ_{i<=n+1} λ^(n+1−i) z_i z_iᵀ`.

    From the state 0, for all tokens, matrices and λ, keys, queries and values of one size; at λ = 1 it is linear
    attention. By induction: the state is `W_V G W_Kᵀ`, and the next token takes G to
    `λG + z zᵀ`, which multiplies every older weight by λ. Three tokens are multiplied out as well; q
    stands for the token that asks, the last.
    """
    yield from ()


CASES = tuple(Case(None, m=rows, k=keys, parameters=(("lambda", 0.75),)) for rows, keys in ((1, 1), (3, 2), (2, 3)))


@crosscheck(gated_identity, "exact", cases=CASES)
def by_tokens(law: None, m: int, k: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """The output as a sum of values times scores, token by token, in place of a state."""
    from proofs.qin2026.second_route.scores import answered

    return answered(m, k, Fraction(parameters["lambda"]))
