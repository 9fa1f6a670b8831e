"""Gradient descent with a finite step: where it goes, and up to which step size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.finite_step import Bound, after, curvature_beside, eta, multiplier, settle_bound
from proofs.zheng2024.flow.flow_route import KQ, PV, combined, trace_by_quadrature, trained_limit
from proofs.zheng2024.flow.line_flow import DEFINITIONS, DOUBLE_COUNTING, constants, formal, reduced
from proofs.zheng2024.flow.reduced_flow import C2, ONE, SPREAD, TWO, reduced_flow
from proofs.zheng2024.flow.statements import RATE
from proofs.zheng2024.line.line_points import POINT, UPPER
from proofs.zheng2024.notation import H2, H, a, b, c1, c2, kappa2, kappa3
from symbolic.decide.outcomes import Answer
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named, spelled_out

FORCE = c1 - c2 * a * b
OTHER = c1 / (c2 * a)
"""The b that belongs to an a on the hyperbola."""

SIZE = named("k", sympy.sqrt(4 * c1**2 + c2**2 * SPREAD**2))
"""k, from the start (a, b) of the flow: `c2 (ã² + b̃²)` where it ends."""

TRIPLES = moment(Pattern((2,), (2, 2)))
"""`Σ_{r≠s, both ≠ j} E x_j^2 x_r^2 x_s^2`."""

BESIDE = (
    TWO * (a**2 + b**2)
    + (2 * a**2 * b**2 * H + b**4 * (2 * H + H2)) * (kappa2 + kappa3) / (a**2 + b**2)
    + b**4 * H2 * (2 * kappa3 + TRIPLES) / (a**2 + b**2)
)
"""Curvature along `W_PV_13 = aI, W_KQ_22 = bI`."""

MONOTONE: Bound = (sympy.Integer(1), (SIZE, c2 * (a**2 + b**2)))
"""Up to 1 over the larger of the two, at the start, a step keeps the sign of `c1 − c2 ab` for ever."""

SMALL = sympy.Rational(1, 64)
"""The step size at which numbers are compared."""


def monotone(statement: Bound) -> Answer:
    """Settled from what one step does to a + b, a − b and `c1 − c2 ab`."""
    return settle_bound(formal(), spelled_out(statement))


def beside() -> sympy.Expr:
    """The full model's curvature along a unit vector off the line, in formal moments."""
    return curvature_beside() / (a**2 + b**2)


def excess() -> sympy.Expr:
    """`a² + b²` times what it exceeds that of the line by, for a, b ≠ 0; moments and harmonic numbers are positive."""
    rules = {rule.left: rule.right for rule in (*DEFINITIONS, DOUBLE_COUNTING)}
    difference = sympy.expand((curvature_beside() - C2 * (a**2 + b**2) ** 2).xreplace(rules))
    named = difference.replace(sympy.harmonic, lambda n, order=1: sympy.Symbol(f"H_{order}", positive=True))
    return named.xreplace({x: sympy.Symbol(x.name, positive=True) for x in (a, b)})


@claim(
    "zheng2024/step-size",
    source=printed("Section 6, trained by gradient descent; beyond the paper"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.step_size",
    parts=(
        Equality("spread", lambda: after(formal(), a**2 - b**2), (a**2 - b**2) * (1 - eta**2 * FORCE**2)),
        Equality("multiplier", lambda: multiplier(formal()), 1 - eta * c2 * (a**2 + OTHER**2)),
        Equality("size", lambda: (RATE**2).subs(b, OTHER), c2**2 * (a**2 + OTHER**2) ** 2),
        Equality("largest_step", lambda: 2 / RATE.xreplace(constants()), 2 / SIZE.xreplace({c1: ONE, c2: TWO})),
        Equality("flattest", lambda: c2 * (a**2 + OTHER**2) - 2 * c1, c2 * (a - OTHER) ** 2),
        Settled("monotone", MONOTONE, monotone),
        Equality("beside", beside, BESIDE),
        Positive("steeper", excess),
        Equality("sum_after_step", lambda: after(reduced(), a + b, SMALL), (a + b) * (1 + SMALL * (ONE - TWO * a * b))),
    ),
    uses=(reduced_flow,),
)
def step_size() -> Iterator[Chain]:
    """On the line a trained point attracts descent with step size h for `h < 2/k` and repels it for `h > 2/k`.

    Let `F = c1 − c2 ab` and `C = a² − b²`. One step multiplies `a + b` by `1 + hF`, `a − b` by `1 − hF`, and C by
    `1 − h²F²`. Across the hyperbola it multiplies a distance by `1 − hk`. Here `k = c2 (a² + b²)` at the trained point,
    and `k² = 4 c1² + c2² C²`, so that `k` is known from the start of the flow. The flattest trained points are `a = b`:
    none attracts for `h > 1/c1`. Steps up to 1 over the larger of `k` and `c2 (a_0² + b_0²)` keep the sign of `F` from
    every start with `a_0 + b_0 ≠ 0`. Then descent converges geometrically to a point of the branch that the flow goes
    to: the product is the flow's. The point is not: `C` keeps its sign and shrinks at every step unless `C = 0` or
    `F = 0`, so descent ends at a flatter point than the flow. In the full model each trained point has a direction off
    the line, `W_PV_13 = aI, W_KQ_22 = bI`, along which the loss is curved more than across the hyperbola, for every
    law, `T` and `d`. The gradient is that by individual entries; by the two scalars `a` and `b` instead it is `d`
    times as long, so that step sizes are divided by `d`.
    """
    yield Chain(
        "spread",
        "a_{n+1}^2-b_{n+1}^2",
        (
            Line((a + b) * (1 + eta * FORCE) * sympy.UnevaluatedExpr((a - b) * (1 - eta * FORCE)), "sum by difference"),
            Line((a**2 - b**2) * (1 - eta**2 * FORCE**2), "multiplied"),
        ),
    )
    yield Chain(
        "multiplier",
        r"\frac{d}{du}\,u_{n+1}\,\Big|_{ab=c_1/c_2}",
        (
            Line(
                1 - eta * c2 * (a**2 + OTHER**2), r"a distance $u$ across the hyperbola, after a step of size $h=\eta$"
            ),
        ),
    )
    yield Chain(
        "largest_step",
        r"2/k",
        (Line(2 / SIZE.xreplace({c1: ONE, c2: TWO}), "the multiplier is $1-hk$: of size 1 at this step"),),
    )
    yield Chain(
        "sum_after_step",
        r"a_1+b_1\,\big|_{h=1/64}",
        (Line((a + b) * (1 + SMALL * (ONE - TWO * a * b)), "one step from $(a, b)$"),),
    )
    yield Chain(
        "size",
        r"k^2\,\big|_{ab=c_1/c_2}",
        (
            Line(4 * c1**2 + c2**2 * (a**2 - OTHER**2) ** 2, "$a^2-b^2$ is conserved by the flow"),
            Line(c2**2 * (a**2 + OTHER**2) ** 2, "$4c_1^2=4c_2^2a^2b^2$"),
        ),
    )
    yield Chain(
        "flattest",
        r"c_2(a^2+b^2)-2c_1\,\big|_{ab=c_1/c_2}",
        (
            Line(c2 * (a**2 + OTHER**2) - 2 * c2 * a * sympy.UnevaluatedExpr(OTHER), "$c_1=c_2ab$"),
            Line(c2 * (a - OTHER) ** 2, "zero at $a=b$ only"),
        ),
    )


CASES = (
    Case("gaussian", d=2, T=4, parameters=UPPER),
    Case("sparse(c=1)", d=3, T=5, parameters=POINT),
    Case("rademacher", d=3, T=4, parameters=POINT),
)


@crosscheck(step_size, "quadrature", cases=CASES)
def by_descent(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Of the full model: one step of descent, Hessian-vector products, and 2 over the curvature where training ends."""
    import numpy as np

    from numeric_check.model.curvature import hessian_times
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.model_training import descend
    from proofs.zheng2024.second_route.population import Population

    x, y = parameters["a"], parameters["b"]
    source, point = Population(law, T), on_line(d, x, y)
    moved = descend(source, point, float(SMALL), 1)
    direction = {"W_PV_13": x * np.eye(d), "W_KQ_22": y * np.eye(d)}
    bent = hessian_times(source, point, direction)
    along, size = (sum(float(np.sum(v * other[n])) for n, v in direction.items()) for other in (bent, direction))
    return {
        "sum_after_step": float(moved.a[-1] + moved.b[-1]),
        "beside": along / size,
        "largest_step": -2 / trace_by_quadrature(law, d, T, *trained_limit(law, d, T, parameters)),
    }


@crosscheck(
    step_size,
    "sampled",
    cases=(Case("sparse(c=1)", d=2, T=4, parameters=UPPER), Case("rademacher", d=2, T=4, parameters=UPPER)),
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """One step along the gradient of the sampled sequences."""
    x, y = parameters["a"], parameters["b"]
    found = combined(law, d, T, tuple(((x, y, block), -float(SMALL)) for block in (KQ, PV)), rng)
    return {"sum_after_step": Sample(x + y + found.values, found.variance, found.scale)}
