"""The error of the trained model for any law: the loss on the line, its minimum, and what no other step improves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.capability.capability_route import best, losses, nodes, nodes_of_squares
from proofs.zheng2024.capability.prediction import added, over_times, overlap, square
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import H, e, h, kappa1, kappa2, kappa3, n, u
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named

m = sympy.Symbol("m", positive=True)
"""`E x_j²`, where a sign or a limit needs it positive."""

SUMS = {powers: moment(Pattern((), powers)) for powers in ((2,), (4,), (6,), (4, 2))}
S2, S4, S6, S42 = (named(f"S_{{{''.join(map(str, powers))}}}", value) for powers, value in SUMS.items())
"""Moments summed over all coordinates."""

BY_NAME = dict(zip(SUMS.values(), (S2, S4, S6, S42), strict=True))

CURVATURE = (T - 2) * S6 + H * S42
BEST = (T - 2) * S4 / CURVATURE
ERROR = 1 - (T - 2) * S4**2 / (S2 * CURVATURE)
CONSTANT = {S2: d * m, S4: d * kappa1, S6: d * kappa2, S42: d * kappa3}
"""The sums over j where no summand depends on j."""


@cache
def loss_on_line() -> sympy.Expr:
    """`Σ_t ½ E‖ŷ_t − x_{t+1}‖²` at `ab = u`, from the derived coefficients of the loss."""
    of_coordinate = over_times(square()) * u**2 / 2 - over_times(overlap()) * u + (T - 2) * moment(SECOND) / 2
    return added(sympy.expand(of_coordinate)).xreplace(BY_NAME)


@cache
def minimiser() -> sympy.Expr:
    """The zero of the slope of the derived loss."""
    slope = sympy.diff(loss_on_line(), u)
    return -slope.subs(u, 0) / sympy.diff(slope, u)


@cache
def relative_error() -> sympy.Expr:
    """Least loss over the loss of predicting zero."""
    return loss_on_line().subs(u, minimiser()) / loss_on_line().subs(u, 0)


@cache
def excess() -> sympy.Expr:
    """What a step that differs by e from the minimiser adds to the least loss."""
    return loss_on_line().subs(u, minimiser() + e) - loss_on_line().subs(u, minimiser())


def explained() -> sympy.Expr:
    """One minus the relative error, on an invariant line."""
    return sympy.cancel((1 - ERROR).xreplace(CONSTANT))


@claim(
    "zheng2024/error-of-trained-model",
    source=printed("Theorem 4.1: the error it leaves open"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Equality("loss", loss_on_line, CURVATURE * u**2 / 2 - (T - 2) * S4 * u + (T - 2) * S2 / 2),
        Equality("product", minimiser, BEST),
        Equality("excess", excess, CURVATURE * e**2 / 2),
        Positive("curvature", lambda: sympy.cancel(CURVATURE.xreplace(CONSTANT | {H: h, T: n + 2}) / d)),
        Equality("relative_error", relative_error, ERROR),
        Equality("of_the_flow", lambda: minimiser().xreplace(CONSTANT), reduced().product),
        Equality("limit", lambda: sympy.Limit(explained(), T, sympy.oo), kappa1**2 / (kappa2 * m)),
    ),
    uses=(theorem_4_1_limit,),
    formal="capability.error_of_trained_model",
)
def error_of_trained_model() -> Iterator[Chain]:
    """The trained model's relative error is `1 − κ1²/(E x_j^2 (κ2 + κ3 H_{T−2}/(T−2)))`; no other step does better.

    For every law with finite sixth moments, `T >= 3` and d the loss on the line is a parabola in `u = ab` with positive
    curvature (unless `x_1 = 0` almost surely), so any other scalar step adds half the curvature times the squared
    distance from its minimiser. On an invariant line the minimiser is the limit of the flow, and that of the error is
    the one above where also `E x_j^2` is the same for every j. Let `S2`, `S4`, `S6` be the sums of `E x_j^2`, `E
    x_j^4`, `E x_j^6` over coordinates and `S42` that of `E x_j^4 x_r^2` over pairs. The least error relative to
    predicting zero is `1 − (T−2) S4² / (S2 ((T−2) S6 + H_{T−2} S42))`; as `T → ∞` it tends to `1 − S4²/(S2 S6)`, which
    is `1 − κ1²/(κ2 E x_j^2)` where these do not depend on j.
    """
    yield Chain(
        "loss",
        "L(u)",
        (Line((CURVATURE * u**2 + (T - 2) * (S2 - 2 * S4 * u)) / 2, "the derived loss at $ab = u$"),),
    )
    yield Chain(
        "excess",
        "L(u_0 + e) - L(u_0)",
        (Line(CURVATURE * e**2 / 2, "$u_0$ being the zero of the slope"),),
    )
    yield Chain(
        "relative_error",
        "L(u_0) / L(0)",
        (Line(1 - BEST * S4 / S2, "at the zero of the slope"), Line(ERROR, "the best step put in")),
    )
    yield Chain(
        "limit",
        r"\lim_{T\to\infty}\left(1 - L(u_0)/L(0)\right)",
        (
            Line(sympy.Limit(explained(), T, sympy.oo), "on an invariant line, $m$ being the second moment"),
            Line(kappa1**2 / (kappa2 * m), r"$H_{T-2}/(T-2) \to 0$"),
        ),
        sequence={kappa1: sympy.Integer(3), kappa2: sympy.Integer(15), kappa3: sympy.Integer(12), m: sympy.Integer(1)},
    )


CASES = (("gaussian", 2, 5), ("laplace(scale=1/2)", 2, 4), ("twopoint(2:1/3, -1:2/3)", 3, 4), ("sparse(c=1/2)", 3, 5))


@crosscheck(error_of_trained_model, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in CASES))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least loss of the full model on the line over its loss at zero, and where the least loss is."""
    points = nodes(law, T)
    product = best(points, lambda at: losses(T, at))
    error = points.mean(losses(T, product)) / points.mean(losses(T, 0.0))
    return {"product": product, "relative_error": error}


@crosscheck(error_of_trained_model, "sampled", cases=(Case("uniform", d=2, T=4), Case("rademacher", d=2, T=5)))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The loss of sampled sequences at the best product, relative to the mean loss of predicting zero."""
    points = nodes_of_squares(law, T)
    product, whole = best(points, lambda at: losses(T, at)), points.mean(losses(T, 0.0))
    return {"relative_error": points.sample(lambda x1, lam: losses(T, product)(x1, lam) / whole, law, rng, 1.0)}
