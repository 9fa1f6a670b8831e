"""Gaussian starts of positive variance: the trained model recovers a fifth of the signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.classification import Scales
from proofs.zheng2024.capability.proposition_4_1 import (
    DEVIATION,
    FAMILY,
    FINITE,
    OVER_VARIANCES,
    at_gaussian,
    off_diagonal,
    proposition_4_1,
    recovered,
)
from proofs.zheng2024.flow.line_flow import DEFINITIONS, reduced
from proofs.zheng2024.line.gradient_route import recovered_by_quadrature, recovered_by_sampling
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.line.trained import SECOND
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line, Rule

FIFTH = sympy.Rational(1, 5)


@claim(
    "zheng2024/proposition-4.1-repaired",
    source=printed("Proposition 4.1, with positive variance"),
    family=FAMILY,
    parts=(
        Equality("recovered", recovered, FINITE),
        Equality("deviation", lambda: FIFTH - recovered(), DEVIATION),
        Equality("off_diagonal", off_diagonal, sympy.Integer(0), free=(0, 1)),
        Equality("limit", lambda: sympy.Limit(recovered(), T, sympy.oo), FIFTH),
        Settled("every_scale", Scales(sympy.Interval.open(0, sympy.oo), FIFTH), OVER_VARIANCES),
    ),
    uses=(theorem_4_1_limit,),
    repairs=proposition_4_1,
    formal="capability.proposition_4_1_repaired",
)
def proposition_4_1_repaired() -> Iterator[Chain]:
    """For Gaussian starts `N(0, σ²I)`, `σ > 0`, the trained model recovers a fifth of the signal as `T → ∞`, `d` fixed.

    Exactly, for every `T >= 3`, every `d` and every test length: `E[ã b̃/(T_te−1) Σ_i x_i x_i^*]` has the diagonal
    `1/(5 + (d−1) H_{T−2}/(T−2))` and, the coordinates being independent with mean zero, no other entries. It misses a
    fifth by `(d−1) H_{T−2}/(5 (5 (T−2) + (d−1) H_{T−2}))`: by nothing for d = 1, where no limit is needed at all.
    The limit in the test length is not needed. Neither is anything said about the
    error: that is `proposition-4.1-refined`.
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
        "deviation",
        r"\frac{1}{5} - \tilde a\tilde b\,\mathbb{E}[x_j^2]",
        (Line(FIFTH - FINITE, "finite-$T$ value"), Line(DEVIATION, "over a common denominator")),
    )
    yield Chain(
        "limit",
        r"\lim_{T\to\infty}\tilde a\tilde b\,\mathbb{E}[x_j^2]",
        (
            Line(sympy.Limit(FINITE, T, sympy.oo), "finite-$T$ value"),
            Line(FIFTH, r"$H_{T-2}$ grows like $\log T$"),
        ),
        sequence={d: sympy.Integer(5)},
    )


@crosscheck(
    proposition_4_1_repaired,
    "quadrature",
    cases=(Case("gaussian", d=2, T=6), Case("gaussian(sigma=1/2)", d=3, T=4), Case("gaussian(sigma=3)", d=1, T=5)),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the loss, times the mean square of a coordinate."""
    return {"recovered": recovered_by_quadrature(law, d, T)}


@crosscheck(proposition_4_1_repaired, "sampled", cases=(Case("gaussian(sigma=1/2)", d=2, T=6),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The mean square of a coordinate of sampled sequences, times the product that minimises the loss."""
    return {"recovered": recovered_by_sampling(law, d, T, rng)}
