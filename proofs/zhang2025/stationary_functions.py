"""Which functions heads of rank one compute at critical points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality, Positive
from proofs.zhang2025.heads_route import NUMBERS, TILTED, separate_slopes
from proofs.zhang2025.notation import (
    PROMPTS,
    Λ,
    B,
    H,
    R,
    Z,
    in_letters,
    k1,
    k2,
    lam,
    r1,
    r2,
    v1,
    v2,
    z,
)
from proofs.zhang2025.plateaus import plateaus
from proofs.zhang2025.setting import SEPARATE
from proofs.zhang2025.sources import printed
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, of_letter, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

SUM = k1 @ r1.T * v1 + k2 @ r2.T * v2
SLOPE = PROMPTS.gamma @ Λ @ SUM @ Λ - Λ @ Λ
"""G where W is the sum of the heads."""

_X, _T, _S = Letter("X"), Letter("T", symmetric=True), Letter("S", r"T^{-1}", symmetric=True)
X, T, S = of_letter(_X), of_letter(_T), of_letter(_S)
"""`X = (ΓΛ)^½ W Λ^½`, `T = (ΓΛ)^(−½) Λ^(3/2)`, positive definite, and `S = T⁻¹`."""

LEFT: Rules = {(_T, _X.transposed): X @ T}
RIGHT: Rules = {(_X.transposed, _T): T @ X}
"""`(X − T) Xᵀ = 0` says that `T Xᵀ = X Xᵀ` is symmetric; `Xᵀ (X − T) = 0` that `Xᵀ T = Xᵀ X` is."""

SYMMETRIC: Rules = {
    (_X, _X): T @ X,
    (_X, _T): T @ X,
    (_X, _S): S @ X,
    (_S, _T): IDENTITY,
    (_T, _S): IDENTITY,
}
"""What is left where X commutes with T and is symmetric."""

PROJECTION = S @ X


def whole(matrices: Matrices, rules: Rules) -> sympy.Expr:
    """`tr(Zᵀ M)`."""
    return trace(Z.T @ matrices, rules)


def with_roots() -> sympy.Expr:
    """`(ΓΛ)^½ (X − T) Λ^½` where `X = (ΓΛ)^½ W Λ^½` and T is written `(ΓΛ)^½ Γ⁻¹ Λ^½`."""
    W = of_letter(Letter("W"))
    return trace(Z.T @ H @ (H @ W @ B - H @ R @ B) @ B, PROMPTS.rules)


def at_eigenvalue() -> sympy.Expr:
    """How `λ²/γ`, the square of the eigenvalue of T, grows with λ; `c = tr Λ`."""
    c, n = sympy.Symbol("c", positive=True), sympy.Symbol("N", positive=True)
    gamma = (1 + 1 / n) * lam + c / n
    return sympy.factor(sympy.cancel(sympy.diff(lam**2 / gamma, lam)))


@claim(
    "zhang2025/stationary-functions",
    source=printed("ATTN_S, number of stationary functions"),
    parts=(
        Equality(
            "by_number", lambda: PROMPTS.in_n(in_letters(SEPARATE, "v_1")), PROMPTS.in_n(2 * trace(k1.T @ SLOPE @ r1))
        ),
        Equality(
            "by_key",
            lambda: PROMPTS.in_n(in_letters(SEPARATE, "k_1", "z")),
            PROMPTS.in_n(2 * v1 * trace(z.T @ SLOPE @ r1)),
        ),
        Equality(
            "by_query",
            lambda: PROMPTS.in_n(in_letters(SEPARATE, "r_1", "z")),
            PROMPTS.in_n(2 * v1 * trace(z.T @ SLOPE.T @ k1)),
        ),
        Equality(
            "roots", with_roots, trace(Z.T @ (PROMPTS.gamma @ Λ @ of_letter(Letter("W")) @ Λ - Λ @ Λ), PROMPTS.rules)
        ),
        Equality("from_left", lambda: whole(T @ X.T @ T, LEFT), whole(X @ T @ T, {})),
        Equality("from_right", lambda: whole(T @ X.T @ T, RIGHT), whole(T @ T @ X, {})),
        Equality("idempotent", lambda: whole(PROJECTION @ PROJECTION, SYMMETRIC), whole(PROJECTION, SYMMETRIC)),
        Positive("separated", at_eigenvalue),
    ),
    uses=(plateaus,),
    rests_on=("spectral-theorem",),
    formal="stationary_heads",
)
def stationary_functions() -> Iterator[Chain]:
    """Where Λ has distinct eigenvalues, heads `v_h k_h r_hᵀ` compute `2^d` functions at critical points: `W = Γ⁻¹P`.

    For all d, N, and at least d heads; P projects on the span of a set of eigenvectors, one function for each set. By
    `plateaus` these are critical. Conversely, with `G = ΓΛWΛ − Λ²` the slopes are `2 k_hᵀG r_h`, `2 v_h G r_h` and
    `2 v_h Gᵀk_h`, so that `G Wᵀ = 0` and `Gᵀ W = 0` for the sum W of any number of heads. With `X = (ΓΛ)^½ W Λ^½` and
    `T = (ΓΛ)^(−½) Λ^(3/2)` this is `(X − T) Xᵀ = 0`, `(X − T)ᵀ X = 0`, since `G = (ΓΛ)^½ (X − T) Λ^½`. Then
    `T Xᵀ = X T` and `Xᵀ T = T X`, so that `T² X = X T²` (one word reduced from both sides): X commutes with T, which is
    positive definite, and is symmetric, `X² = T X`, and `T⁻¹X` is a projection that commutes with T. The eigenvalues of
    T² are `λ²/γ`, which grows with λ, so that it commutes with Λ, and `W = Γ⁻¹P`. Where an eigenvalue of Λ is repeated
    there are infinitely many such projections, and functions. The formula has n heads as `W = X V Yᵀ`: keys and queries
    are the columns of X and Y, and the numbers are the diagonal of V, which may be any matrix.
    """
    yield from ()


CASES = (Case(TILTED, d=2, N=2, parameters=NUMBERS), Case(TILTED, d=2, N=1, parameters=NUMBERS))


@crosscheck(stationary_functions, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean differences of the losses of two heads."""
    return by_nodes(separate_slopes(law, N, parameters))


@crosscheck(stationary_functions, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(separate_slopes(law, N, parameters), rng)
