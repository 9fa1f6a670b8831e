"""The mesa-layer solves a ridge regression over the keys and values that it has seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.vonoswald2023b.notation import DUAL, OF_Q, OF_R, PHI, K, M, Q, R, V, gamma, k, lam, m, n, q, squares, t, v
from proofs.vonoswald2023b.sources import printed
from proofs.vonoswald2023b.woodbury import woodbury
from symbolic.algebra.block_words import Blocks, beside
from symbolic.algebra.rectangular import Rectangular, eye, form, paired, rectangular, symmetric
from symbolic.algebra.traces import derivative, substituted, trace
from symbolic.typeset.derivation import Chain

RIDGE = V @ K.T @ R
"""The printed solution `V Kᵀ (KKᵀ + 1/λ)⁻¹`."""

GAIN = form(k.T @ R @ k)
"""`kᵀ R k`."""


def loss(weights: Rectangular) -> sympy.Expr:
    """`½ Σ ‖Φ k_i − v_i‖² + ‖Φ‖²/(2λ)`."""
    fit, size = squares(weights @ K - V), squares(weights)
    return sympy.expand((trace(fit.words, OF_R) + trace(size.words, OF_R) / lam) / 2)


def slope() -> sympy.Expr:
    """The derivative of the loss by Φ, paired."""
    return derivative(loss(PHI), "Phi", rectangular("Z", m, n).words)


def stationary() -> sympy.Expr:
    """The same at the printed solution."""
    return substituted(slope(), {"Phi": RIDGE.words}, OF_R)


def above() -> sympy.Expr:
    """How far the loss at Φ is above that at the printed solution."""
    return sympy.expand(loss(PHI) - loss(RIDGE))


OFF = PHI - RIDGE
ABOVE = (trace(squares(OFF @ K).words, OF_R) + trace(squares(OFF).words, OF_R) / lam) / 2


def updated(forget: sympy.Expr | int = 1) -> Rectangular:
    """`(R − R k kᵀ R / (γ + kᵀRk)) / γ`; without forgetting `R − R k kᵀ R / (1 + kᵀRk)`."""
    found: Rectangular = (R - R @ k @ k.T @ R * (1 / (forget + GAIN))) * (1 / forget if forget != 1 else 1)
    return found


NEXT = M + k @ k.T
"""`KKᵀ + kkᵀ + 1/λ`."""

SEEN = beside(Blocks(((K,),)), Blocks(((k,),)))
"""The keys with one more, `(K k)`."""

WEIGHTS = symmetric("D", t)
"""The diagonal matrix of powers of γ with which keys are forgotten; at the start there is none."""

rho = sympy.Symbol("rho", positive=True)
"""What is left of the ridge, `γ^t/λ`."""


def forgotten() -> Rectangular:
    """`γ (K D Kᵀ + ρ) + k kᵀ`."""
    found: Rectangular = (K @ WEIGHTS @ K.T + eye(n) * rho) * gamma + k @ k.T
    return found


def weighted() -> Rectangular:
    """`(K k) (γD, 0; 0, 1) (K k)ᵀ + γρ`, block by block."""
    scaled = beside(Blocks(((K @ WEIGHTS * gamma,),)), Blocks(((k,),)))
    found: Rectangular = (scaled @ SEEN.T).rows[0][0] + eye(n) * (gamma * rho)
    return found


def values_seen() -> Rectangular:
    """`(V v) (K k)ᵀ`."""
    seen = beside(Blocks(((V,),)), Blocks(((v,),)))
    return (seen @ SEEN.T).rows[0][0]


def dual() -> Rectangular:
    """`V (KᵀK + 1/λ)⁻¹ Kᵀ` with the identity `(KKᵀ + 1/λ) R` behind it."""
    found: Rectangular = V @ Q @ K.T @ M @ R
    return found


@claim(
    "vonoswald2023b/mesa-layer",
    source=printed("the mesa-layer and its recursion"),
    parts=(
        Equality("slope", slope, paired((PHI @ K - V) @ K.T + PHI * (1 / lam))),
        Equality("stationary", stationary, sympy.Integer(0)),
        Equality("above", above, ABOVE),
        Equality("definite", lambda: form(q.T @ M @ q), form(squares(K.T @ q)) + form(squares(q)) / lam),
        Equality("start", lambda: paired((eye(n) * (1 / lam)) @ (eye(n) * lam), name="G"), paired(eye(n), name="G")),
        Equality("keys", lambda: paired((SEEN @ SEEN.T).rows[0][0], name="G"), paired(K @ K.T + k @ k.T, name="G")),
        Equality("right", lambda: paired(NEXT @ updated(), OF_R, "G"), paired(eye(n), name="G")),
        Equality("left", lambda: paired(updated() @ NEXT, OF_R, "G"), paired(eye(n), name="G")),
        Equality(
            "gain",
            lambda: form(k.T @ R @ M @ R @ k),
            form(squares(K.T @ R @ k)) + form(squares(R @ k)) / lam,
        ),
        Equality("gain_reduced", lambda: form(k.T @ R @ M @ R @ k, OF_R), GAIN),
        Equality(
            "output",
            lambda: paired(values_seen() @ updated(), OF_R),
            paired(RIDGE + (v - RIDGE @ k) @ k.T @ R * (1 / (1 + GAIN))),
        ),
        Equality("dual", lambda: paired(dual(), OF_R), paired(V @ Q @ K.T)),
        Equality("dual_back", lambda: paired(V @ Q @ DUAL @ K.T @ R, OF_Q), paired(RIDGE)),
        Equality("dual_word", lambda: paired(K.T @ M - DUAL @ K.T, name="F"), sympy.Integer(0)),
        Equality(
            "forget_right",
            lambda: paired((M * gamma + k @ k.T) @ updated(gamma), OF_R, "G"),
            paired(eye(n), name="G"),
        ),
        Equality(
            "forget_left",
            lambda: paired(updated(gamma) @ (M * gamma + k @ k.T), OF_R, "G"),
            paired(eye(n), name="G"),
        ),
        Equality("forgotten", lambda: paired(forgotten(), name="G"), paired(weighted(), name="G")),
    ),
    uses=(woodbury,),
    formal="ridge_regression",
)
def mesa_layer() -> Iterator[Chain]:
    """The layer's output `Σ v_i k_iᵀ R_t q` is that of the ridge regression over all keys and values, at every t.

    The unique minimum of `½ Σ ‖Φ k_i − v_i‖² + ‖Φ‖²/(2λ)` over all m x n matrices Φ is `Φ_t = V Kᵀ R_t` with
    `R_t = (KKᵀ + 1/λ)⁻¹`, for all sizes m, n and t, all data and every λ > 0: the loss is above its value there by a
    sum of squares that vanishes at `Φ = Φ_t` alone. `R_t` exists, since `KKᵀ + 1/λ` is positive definite.

    `R_0 = λ`, and a further key takes R to `R − R k kᵀ R / (1 + kᵀ R k)`: it adds kkᵀ, and the right side is the
    inverse of the sum from both sides; its divisor is at least 1. So `Φ_t` changes by `(v − Φk) kᵀR/(1 + kᵀRk)`.
    The layer attends to samples by the inverse of their t x t Gram matrix as well: `Φ_t = V (KᵀK + 1/λ)⁻¹ Kᵀ`.

    With a forget factor γ > 0 a key takes the inverse R of `K D Kᵀ + ρ` to `(R − R k kᵀ R/(γ + kᵀRk))/γ`, the
    inverse of `γ K D Kᵀ + kkᵀ + γρ`, where γ + kᵀRk is not 0: for γ < 1 the ridge is forgotten too, and not only
    the keys.
    """
    yield from ()


CASES = tuple(
    Case(None, m=o, n=p, t=r, parameters=(("lambda", 0.5), ("gamma", 0.75), ("rho", 2.0)))
    for o, p, r in ((1, 1, 1), (2, 3, 2), (1, 2, 4))
)


@crosscheck(mesa_layer, "exact", cases=CASES)
def by_elimination(
    law: None, m: int, n: int, t: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, Fraction]:
    """Inverses by elimination, losses sample by sample, the gradient by exact differences."""
    from proofs.vonoswald2023b.second_route.ridge import regression

    return regression(m, n, t, {name: Fraction(value) for name, value in parameters.items()})
