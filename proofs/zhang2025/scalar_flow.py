"""Heads of rank one that grow along an eigenvector, as one ordinary differential equation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality
from proofs.zhang2025.heads_route import growing_slopes
from proofs.zhang2025.notation import LENGTH, OF_EIGENVECTOR, PROMPTS, N, e, in_letters, k2, lam, t, v, v1, v2, z
from proofs.zhang2025.setting import SEPARATE
from proofs.zhang2025.sources import printed
from symbolic.algebra.traces import Matrices, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

SPEED = lam**2 * v**2 - lam**3 * (1 + (1 + t / lam) / N) * v**5


def at_eigenvector(expression: sympy.Expr) -> sympy.Expr:
    """Where the first head is `v_1 = v`, `k_1 = r_1 = v e`, and the other one is zero."""
    none: Matrices = k2 * 0
    along = {"k_1": e * v, "r_1": e * v, "k_2": none, "r_2": none}
    found = substituted(expression.subs({v1: v, v2: 0}), along, OF_EIGENVECTOR)
    return PROMPTS.in_n(found.xreplace({LENGTH: sympy.Integer(1)}))


def half(block: str, pair: str = "") -> sympy.Expr:
    """Minus half the derived slope by a block."""
    return -at_eigenvector(in_letters(SEPARATE, block, pair)) / 2


@claim(
    "zhang2025/scalar-flow",
    source=printed("ATTN_S, reduction to a scalar equation"),
    parts=(
        Equality("number", lambda: sympy.expand(half("v_1")), sympy.expand(SPEED)),
        Equality("key", lambda: sympy.expand(half("k_1", "z")), sympy.expand(SPEED * trace(z.T @ e))),
        Equality("query", lambda: sympy.expand(half("r_1", "z")), sympy.expand(SPEED * trace(z.T @ e))),
        Equality("other_number", lambda: half("v_2"), sympy.Integer(0)),
        Equality("other_key", lambda: half("k_2", "z"), sympy.Integer(0)),
        Equality("other_query", lambda: half("r_2", "z"), sympy.Integer(0)),
        Equality(
            "rest", lambda: SPEED.subs(v, (lam * (1 + (1 + t / lam) / N)) ** sympy.Rational(-1, 3)), sympy.Integer(0)
        ),
    ),
    rests_on=("ode-uniqueness",),
    formal="head_along_eigenvector",
)
def scalar_flow() -> Iterator[Chain]:
    """A head `v_1 = v`, `k_1 = r_1 = v e` along an eigenvector stays so: `v' = λ²v² − λ³(1 + (1 + tr Λ/λ)/N) v⁵`.

    Under the flow along minus half the gradient, for all d, N, every Λ and every unit eigenvector e with eigenvalue
    `λ > 0`; the other one of two heads is zero and stays zero. The number, the key and the query have the same speed,
    the vectors along e. Away from 0 it rests at `v³ = 1/(λ(1 + (1 + tr Λ/λ)/N))`, where W is `Γ⁻¹eeᵀ`: a plateau.
    """
    yield from ()


POINT = (("v", 0.75), ("lambda", 3.0))
CASES = (
    Case("gaussian_vector([5/2, 1], [1, 1])", d=2, N=2, parameters=POINT),
    Case("gaussian_vector([3])", d=1, N=2, parameters=POINT),
)


@crosscheck(scalar_flow, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Half the mean slope of the loss by the number of a head along the larger eigenvector."""
    return by_nodes(growing_slopes(law, N, parameters))


@crosscheck(scalar_flow, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(growing_slopes(law, N, parameters), rng)
