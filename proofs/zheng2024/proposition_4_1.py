"""Gaussian starts: the trained model recovers a fifth of the signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import Case, Equality, claim, crosscheck
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.second_route import recovered_by_quadrature, recovered_by_sampling
from proofs.zheng2024.theorem_4_1_limit import theorem_4_1_limit
from symbolic.coordinates import Gaussian
from symbolic.derivation import Chain, Line, Rule
from symbolic.flow import DEFINITIONS, reduced
from symbolic.laws import IID, Law
from symbolic.moments import Pattern, at_law, moment
from symbolic.notation import T, d, sigma

FAMILY = IID(Gaussian(sigma))
SECOND = Pattern((2,))
FINITE = 1 / (5 + (d - 1) * sympy.harmonic(T - 2) / (T - 2))


def at_gaussian(expression: sympy.Expr) -> sympy.Expr:
    """Put the exact Gaussian moments in the place of the κ's."""
    formal = expression.xreplace({rule.right: rule.left for rule in DEFINITIONS})
    return at_law(formal, FAMILY.at(d))


def recovered() -> sympy.Expr:
    """`ã b̃ · E x_j²`: the diagonal of `E[ã b̃/(T_te − 1) Σ x_i x_i^*]`, whatever the test length."""
    return at_gaussian(reduced().product * moment(SECOND))


@claim(
    "zheng2024/proposition-4.1",
    source=printed("Proposition 4.1"),
    family=FAMILY,
    parts=(
        Equality("recovered", recovered, FINITE),
        Equality("limit", lambda: sympy.Limit(recovered(), T, sympy.oo), sympy.Rational(1, 5)),
    ),
    uses=(theorem_4_1_limit,),
)
def proposition_4_1() -> Iterator[Chain]:
    """For Gaussian starts `N(0, σ²I)`, `σ > 0`, the trained model recovers a fifth of the signal as `T → ∞`, `d` fixed.

    Exactly, for every `T >= 3`, every `d` and every test length: `E[ã b̃/(T_te−1) Σ_i x_i x_i^*]` has the diagonal
    `1/(5 + (d−1) H_{T−2}/(T−2))` and, the coordinates being independent with mean zero, no other entries. The limit
    in the test length is not needed; at `σ = 0` there is nothing to recover and the product is undefined.
    """
    rules = tuple(
        Rule(moment(p), at_gaussian(moment(p)), r"Gaussian moments")
        for p in (Pattern((2,)), Pattern((4,)), Pattern((6,)), Pattern((2,), (4,)))
    )
    formal = (reduced().product * moment(SECOND)).xreplace({rule.right: rule.left for rule in DEFINITIONS})
    yield Chain(
        "recovered",
        r"\tilde a\tilde b\,\mathbb{E}[x_j^2]",
        (
            Line(formal, "the limit product times the second moment"),
            Line(recovered(), r"$\mathbb{E}x_j^{2n} = (2n-1)!!\,\sigma^{2n}$, independence", rules),
            Line(FINITE, r"$\sigma$ cancels"),
        ),
    )
    yield Chain(
        "limit",
        r"\lim_{T\to\infty}\tilde a\tilde b\,\mathbb{E}[x_j^2]",
        (
            Line(sympy.Limit(FINITE, T, sympy.oo), "finite-$T$ value"),
            Line(sympy.Rational(1, 5), r"$H_{T-2}$ grows like $\log T$"),
        ),
        sequence={d: sympy.Integer(5)},
    )


@crosscheck(
    proposition_4_1,
    "quadrature",
    cases=(Case("gaussian", 2, 6), Case("gaussian(sigma=1/2)", 3, 4), Case("gaussian(sigma=3)", 1, 5)),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the loss, times the mean square of a coordinate."""
    return {"recovered": recovered_by_quadrature(law, d, T)}


@crosscheck(proposition_4_1, "sampled", cases=(Case("gaussian(sigma=1/2)", 2, 6),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The trained model's prediction times the target, coordinate by coordinate, over sampled sequences."""
    return {"recovered": recovered_by_sampling(law, d, T, rng)}
