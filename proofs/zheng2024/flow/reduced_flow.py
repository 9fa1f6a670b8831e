"""The two-dimensional flow on the line: form, conserved quantity, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Follows, Positive
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import DEFINITIONS, DOUBLE_COUNTING, Reduced, a_velocity, b_velocity
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import velocities_by_quadrature, velocities_by_sampling
from proofs.zheng2024.line.invariance import line_invariant
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.notation import C, a, b, c1, c2, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named, spelled_out

C1 = (T - 2) * kappa1
C2 = (T - 2) * kappa2 + kappa3 * sympy.harmonic(T - 2)
ONE, TWO = named("c_{1}", C1), named("c_{2}", C2)
"""The two constants of the flow, printed by their letters."""

FORCE = ONE - TWO * a * b
SPREAD = named("C", a**2 - b**2)
"""What the flow conserves, at a point (a, b)."""

s = sympy.Symbol("s", positive=True)
GENERIC = Reduced(c1, c2)
AUTONOMOUS = (SPREAD**2 + 4 * a**2 * b**2) * (c1 - c2 * a * b) ** 2
"""The square of the speed of ab: a function of ab alone, C being conserved."""

ON_ORBIT = (s**2 - C**2 / s**2) / 4
"""The product ab on the orbit `a + b = s > 0`, `(a + b)(a − b) = C`."""


@claim(
    "zheng2024/reduced-flow",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.reduced_flow",
    parts=(
        Follows("line", line_invariant()),
        Equality("a_velocity", a_velocity, b * FORCE),
        Equality("b_velocity", b_velocity, a * FORCE),
        Equality("conserved", lambda: GENERIC.rate(a**2 - b**2), sympy.Integer(0)),
        Equality("sum", lambda: GENERIC.rate(a + b), (a + b) * (c1 - c2 * a * b)),
        Equality("product_rate", lambda: GENERIC.rate(a * b), (a**2 + b**2) * (c1 - c2 * a * b)),
        Equality("product_rate_squared", lambda: GENERIC.rate(a * b) ** 2, AUTONOMOUS),
        Equality(
            "product_on_orbit",
            lambda: (a * b).subs({a: (s + C / s) / 2, b: (s - C / s) / 2}, simultaneous=True),
            ON_ORBIT,
        ),
        Equality("increase", lambda: sympy.diff(ON_ORBIT, s), s / 2 + C**2 / (2 * s**3)),
        Positive("increasing", lambda: sympy.diff(ON_ORBIT, s)),
        Equality("antidiagonal", lambda: GENERIC.rate(a).subs(b, -a), -a * (c1 + c2 * a**2)),
        Positive("decay", lambda: c1 + c2 * a**2),
    ),
    uses=(gradient,),
    rests_on=("ode-uniqueness", "monotone-convergence"),
)
def reduced_flow() -> Iterator[Chain]:
    """On an invariant line `a' = b(c1 − c2 ab)`, `b' = a(c1 − c2 ab)`; unless `a_0 + b_0 = 0`, `ab` tends to `c1/c2`.

    Here `c1 = (T−2) κ1 > 0` and `c2 = (T−2) κ2 + κ3 H_{T−2}`, and the flow is that of the individual matrix entries.
    The quantity `C = a² − b²` is conserved. So each orbit is a curve with the parameter `s = a + b`, and s keeps its
    sign, because `s' = s (c1 − c2 ab)`. For `s > 0` the product on the curve is `ab = (s² − C²/s²)/4`. It increases
    strictly in s, and s moves monotonically to the one zero of `c1 − c2 ab`. For `s < 0` the orbit is the mirror image.
    On the line `a_0 + b_0 = 0` the flow runs into the origin. Apart from its sign, the speed of ab depends on ab and C
    alone: it is the product of `c1 − c2 ab` and the root of `C² + 4 (ab)²`.
    """
    rules = (*DEFINITIONS, DOUBLE_COUNTING)
    for name, derived, stated in (("a_velocity", a_velocity(), b * FORCE), ("b_velocity", b_velocity(), a * FORCE)):
        symbol = rf"\frac{{d{name[0]}}}{{d\tau}}"
        collected = spelled_out(stated).xreplace({rule.right: rule.left for rule in DEFINITIONS})
        if name == "a_velocity":
            collected = collected.xreplace({DEFINITIONS[2].left: DOUBLE_COUNTING.left})
        yield Chain(
            name,
            symbol,
            (
                Line(derived, "minus the derived gradient of a diagonal entry"),
                Line(collected, "collected"),
                Line(stated, r"definitions of $\kappa_1, \kappa_2, \kappa_3$" + _exchange(name), rules),
            ),
        )
    yield Chain(
        "conserved",
        r"\frac{d}{d\tau}(a^2-b^2)",
        (
            Line(
                2 * a * sympy.UnevaluatedExpr(GENERIC.a_dot) - 2 * b * sympy.UnevaluatedExpr(GENERIC.b_dot),
                "chain rule",
            ),
            Line(sympy.Integer(0), "the two terms cancel"),
        ),
    )
    yield Chain(
        "sum",
        r"\frac{d}{d\tau}(a+b)",
        (Line(GENERIC.rate(a + b), "chain rule"), Line((a + b) * (c1 - c2 * a * b), "collected")),
    )
    yield Chain(
        "product_rate",
        r"\frac{d}{d\tau}(ab)",
        (
            Line(a**2 * (c1 - c2 * a * b) + b**2 * (c1 - c2 * a * b), "product rule"),
            Line((a**2 + b**2) * (c1 - c2 * a * b), "collected"),
        ),
    )
    yield Chain(
        "product_rate_squared",
        r"\biggl(\frac{d}{d\tau}(ab)\biggr)^2",
        (
            Line((a**2 + b**2) ** 2 * (c1 - c2 * a * b) ** 2, "squared"),
            Line(AUTONOMOUS, "$(a^2+b^2)^2 = (a^2-b^2)^2 + 4a^2b^2$"),
        ),
    )
    yield Chain(
        "product_on_orbit",
        r"ab\,\big|_{a+b=s,\ a^2-b^2=C}",
        (
            Line(((s + C / s) / 2) * ((s - C / s) / 2), "$a - b = C/s$"),
            Line(ON_ORBIT, "multiplied out"),
        ),
    )
    yield Chain(
        "increase",
        r"\frac{d}{ds}\,ab",
        (
            Line(sympy.Derivative(ON_ORBIT, s), "along the orbit"),
            Line(s / 2 + C**2 / (2 * s**3), "positive: the product increases with $s$"),
        ),
    )
    yield Chain(
        "antidiagonal",
        r"\frac{da}{d\tau}\Big|_{b=-a}",
        (
            Line(sympy.expand(GENERIC.a_dot.subs(b, -a)), "the excluded starts $a_0 + b_0 = 0$"),
            Line(-a * (c1 + c2 * a**2), "decays to the origin"),
        ),
    )


def _exchange(name: str) -> str:
    return "" if name == "b_velocity" else r"; the transposed sum equals $\kappa_3$ by double counting"


@crosscheck(
    reduced_flow,
    "quadrature",
    cases=(Case("gaussian(sigma=1/2)", d=3, T=4, parameters=POINT), Case("sparse(c=2)", d=2, T=6, parameters=POINT)),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Minus the gradient of the full model by `W_KQ_32[1,1]` and by `W_PV_12[1,1]`."""
    return velocities_by_quadrature(law, d, T, parameters)


@crosscheck(reduced_flow, "sampled", cases=(Case("gaussian(sigma=1/2)", d=2, T=4, parameters=POINT),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same from sampled sequences."""
    return velocities_by_sampling(law, d, T, parameters, rng)
