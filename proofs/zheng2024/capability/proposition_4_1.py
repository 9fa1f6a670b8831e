"""Gaussian starts as printed, any variance: what is recovered where nothing varies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.classification import Scales, nondegenerate_scales, settle_scales
from proofs.zheng2024.flow.line_flow import DEFINITIONS, reduced
from proofs.zheng2024.line.gradient_route import recovered_by_quadrature, recovered_by_sampling
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import H, kappa1, kappa2, kappa3, sigma
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import Pattern, at_law, moment
from symbolic.laws import IID, Law
from symbolic.laws.coordinates import Gaussian
from symbolic.typeset.derivation import Chain, Line

FAMILY = IID(Gaussian(sigma))
FINITE = 1 / (5 + (d - 1) * H / (T - 2))
DEVIATION = (d - 1) * H / (5 * (5 * (T - 2) + (d - 1) * H))


def scaled(scale: Any) -> IID:
    """Gaussian starts of a standard deviation."""
    return IID(Gaussian(scale))


OVER_VARIANCES, NONDEGENERATE = settle_scales(scaled), nondegenerate_scales(scaled)


EVERY_SCALE = Scales(sympy.Interval(0, sympy.oo), sympy.Rational(1, 5))


def at_gaussian(expression: sympy.Expr) -> sympy.Expr:
    """Put the exact Gaussian moments in the place of the κ's."""
    formal = expression.xreplace({rule.right: rule.left for rule in DEFINITIONS})
    return at_law(formal, FAMILY.at(d))


def recovered() -> sympy.Expr:
    """`ã b̃ · E x_j²`: the diagonal of `E[ã b̃/(T_te − 1) Σ x_i x_i^*]`, whatever the test length."""
    return at_gaussian(reduced().product * moment(SECOND))


def off_diagonal() -> sympy.Expr:
    """`ã b̃ · E x_j x_k`: entry `[j,k]` at any W is this times a mean of `(λ_j/λ_k)^{i−1}`."""
    return at_gaussian(reduced().product * moment(Pattern((1, 1))))


@claim(
    "zheng2024/proposition-4.1",
    source=printed("Proposition 4.1"),
    family=FAMILY,
    parts=(
        Equality("recovered", recovered, FINITE),
        Equality("fourth", lambda: at_gaussian(kappa1), 3 * sigma**4),
        Equality("sixth", lambda: at_gaussian(kappa2), 15 * sigma**6),
        Equality("mixed", lambda: at_gaussian(kappa3), 3 * (d - 1) * sigma**6),
        Equality("limit", lambda: sympy.Limit(recovered(), T, sympy.oo), sympy.Rational(1, 5)),
        Settled("every_scale", EVERY_SCALE, OVER_VARIANCES, NONDEGENERATE),
    ),
    uses=(theorem_4_1_limit,),
    formal="capability.proposition_4_1",
)
def proposition_4_1() -> Iterator[Chain]:
    """For Gaussian starts `N(0, σ²I)`, any `σ² >= 0`, `E[ã b̃/(T_te−1) Σ_i x_i x_i^*] → I/5` as both lengths grow.

    True for every `σ > 0`; at `σ = 0` the start is 0, the product is undefined (0/0; the flow rests where it starts)
    and the matrix is 0 for every product.
    """
    for name, symbol, stated in (
        ("fourth", r"\kappa_1", 3 * sigma**4),
        ("sixth", r"\kappa_2", 15 * sigma**6),
        ("mixed", r"\kappa_3", 3 * (d - 1) * sigma**6),
    ):
        yield Chain(name, symbol, (Line(stated, r"Gaussian moments, $\sigma>0$"),))
    product = (T - 2) * 3 * sigma**4 / (15 * (T - 2) * sigma**6 + 3 * (d - 1) * sigma**6 * H)
    yield Chain(
        "recovered",
        r"\tilde a\tilde b\,\mathbb{E}[x_j^2]",
        (
            Line(product * sympy.UnevaluatedExpr(sigma**2), "the limit product times the second moment"),
            Line(FINITE, r"$\sigma$ cancels where it is not 0"),
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


@crosscheck(proposition_4_1, "quadrature", cases=(Case("gaussian", d=2, T=6), Case("gaussian(sigma=1/2)", d=3, T=4)))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the loss, times the mean square of a coordinate."""
    return {"recovered": recovered_by_quadrature(law, d, T)}


@crosscheck(proposition_4_1, "sampled", cases=(Case("gaussian(sigma=1/2)", d=2, T=6),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The mean square of a coordinate of sampled sequences, times the product that minimises the loss."""
    return {"recovered": recovered_by_sampling(law, d, T, rng)}
