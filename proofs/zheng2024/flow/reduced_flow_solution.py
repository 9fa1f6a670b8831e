"""The time course of the reduced flow in closed form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.flow_route import KQ, PV, combined, trained
from proofs.zheng2024.flow.line_flow import constants, formal, reduced
from proofs.zheng2024.flow.reduced_flow import ONE, SPREAD, TWO
from proofs.zheng2024.flow.reduced_flow_basins import BEHIND, FAR, SIZE, STATED, basins
from proofs.zheng2024.flow.statements import PRODUCT, PRODUCT_ON_ANTIDIAGONAL, SUM_SQUARED, Row, course, settle_rows
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.notation import C, a, b, c1, c2, w
from symbolic.algebra.equality import normal
from symbolic.algebra.notation import tau
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named, spelled_out

FADING, SLOW = named("E", sympy.exp(-SIZE * tau)), sympy.exp(-2 * c1 * tau)
BEGIN = named("v_0", (a + b) ** 2)
WEIGHT = named("m", c2 * BEGIN + SIZE - 2 * c1)

SUM = FAR + (BEGIN - FAR) * 2 * SIZE * FADING / (WEIGHT * (1 - FADING) + 2 * SIZE * FADING)
"""`(a + b)²` at time τ from a start (a, b) with a + b ≠ 0."""

V = named("v", SUM)

ANTIDIAGONAL = -(a**2) * c1 * SLOW / (c1 + c2 * a**2 * (1 - SLOW))
"""ab at time τ from a start (a, −a)."""

LOGISTIC = c2 * a**2 + (c1 - c2 * a**2) * SLOW
"""ab at time τ from a start (a, a) is a² c1 over this."""

COURSE: tuple[Row, ...] = (
    (sympy.Ne(a + b, 0), (V, named("ab", (V - SPREAD**2 / V) / 4))),
    (sympy.Eq(a + b, 0), (named("v", sympy.Integer(0)), named("ab", ANTIDIAGONAL))),
)
"""`(a + b)²` and ab at time τ from a start (a, b)."""

ON_LINE = named("p", ANTIDIAGONAL)


RICCATI = -c2 * (w - FAR) * (w - BEHIND) / 2
"""The speed of `(a + b)²` where its value is w."""

FRACTION = (w - FAR) / (w - BEHIND)
"""A function of `(a + b)²` that decays exponentially."""

SEPARATED = 1 / (w - FAR) - 1 / (w - BEHIND)

MOMENT = sympy.Rational(1, 10)
"""The time at which numbers are compared."""


def time_course(statement: tuple[Row, ...]) -> Answer:
    """Settled by substitution into the flow, and at exact points."""
    return settle_rows(formal(), course, statement)


def speed_of_sum() -> sympy.Expr:
    """`d(a + b)²/dτ` of the derived flow where `(a + b)² = w`, C being what the flow conserves."""
    root = sympy.sqrt(w)
    point = {a: (root + C / root) / 2, b: (root - C / root) / 2}
    speed = normal(formal().rate((a + b) ** 2).xreplace(point))
    return speed.xreplace({C: a**2 - b**2})


def at_moment(expression: sympy.Expr, values: Mapping[sympy.Symbol, sympy.Expr]) -> sympy.Expr:
    """A closed form at the time of comparison, c1 and c2 as given."""
    return spelled_out(expression).xreplace({tau: MOMENT, **values})


@claim(
    "zheng2024/reduced-flow-solution",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.reduced_flow_solution",
    parts=(
        Settled("time_course", COURSE, time_course),
        Equality("product_speed", lambda: reduced().rate(a * b), (a**2 + b**2) * (ONE - TWO * a * b)),
        Equality("sum_speed", lambda: formal().rate((a + b) ** 2), 2 * (a + b) ** 2 * (c1 - c2 * a * b)),
        Equality("sum_speed_on_orbit", speed_of_sum, RICCATI),
        Equality("partial_fractions", lambda: 1 / spelled_out(RICCATI), -SEPARATED / SIZE),
        Equality("decaying_fraction", lambda: sympy.diff(spelled_out(FRACTION), w) * speed_of_sum(), -SIZE * FRACTION),
        Equality("solved", lambda: SUM_SQUARED, SUM),
        Equality("put_back", lambda: sympy.Derivative(SUM_SQUARED, tau), RICCATI.xreplace({w: V})),
        Equality("at_the_start", lambda: SUM_SQUARED.subs(tau, 0), BEGIN),
        Equality("at_the_end", lambda: SUM.xreplace({FADING: sympy.Integer(0)}), FAR),
        Equality("product", lambda: PRODUCT, (V - SPREAD**2 / V) / 4),
        Equality("antidiagonal_speed", lambda: formal().rate(a * b).subs(b, -a), 2 * a**2 * (c1 + c2 * a**2)),
        Equality(
            "antidiagonal_put_back",
            lambda: sympy.Derivative(PRODUCT_ON_ANTIDIAGONAL, tau),
            -2 * ON_LINE * (c1 - c2 * ON_LINE),
        ),
        Equality(
            "diagonal", lambda: at_moment(PRODUCT.subs(b, a), constants()), at_moment(a**2 * c1 / LOGISTIC, STATED)
        ),
        Equality(
            "antidiagonal", lambda: at_moment(PRODUCT_ON_ANTIDIAGONAL, constants()), at_moment(ANTIDIAGONAL, STATED)
        ),
    ),
    uses=(basins,),
)
def solution() -> Iterator[Chain]:
    """The reduced flow is solved in closed form: `v = (a + b)²` runs from its start to its limit, and `ab` follows it.

    The start is written `(a, b)`, and `a + b ≠ 0`. Let `C = a² − b²`, which is conserved, let `k² = 4 c1² + c2² C²`, `k
    > 0`, and let `E` be the exponential of `−kτ`, which falls from 1 to 0. At time `τ` the square `v` of the sum is a
    rational function of `E`, and the product is `(v − C²/v)/4`. The two scalars are then `(s + C/s)/2` and `(s −
    C/s)/2`, where `s² = v` and `s` keeps the sign of `a + b`. From a start with `b = −a` the sum stays zero and the
    product `p` decays at the rate `2 c1`. All of it was put back into the flow. Equal scalars, `a = b`, are the case `C
    = 0`: then `v = 4 ab` and follows a logistic curve.
    """
    apart, total = sympy.UnevaluatedExpr, (a + b) ** 2
    yield Chain(
        "product_speed",
        r"\frac{d}{d\tau}(ab)",
        (
            Line(a**2 * (ONE - TWO * a * b) + b**2 * (ONE - TWO * a * b), "product rule"),
            Line((a**2 + b**2) * (ONE - TWO * a * b), "factored"),
        ),
    )
    yield Chain(
        "sum_speed",
        r"\frac{d}{d\tau}(a+b)^2",
        (
            Line(2 * apart(a + b) * apart(formal().a_dot + formal().b_dot), "chain rule"),
            Line(2 * total * (c1 - c2 * a * b), "factored"),
        ),
    )
    yield Chain(
        "sum_speed_on_orbit",
        r"\frac{dw}{d\tau}\,\Big|_{w=(a+b)^2}",
        (
            Line(2 * w * (c1 - c2 * (w - SPREAD**2 / w) / 4), "$ab = (w - C^2/w)/4$, as $C$ is conserved"),
            Line(2 * c1 * w - c2 * (w**2 - SPREAD**2) / 2, "a Riccati equation with constant coefficients"),
            Line(RICCATI, r"its two points of rest: $v_\infty + v_- = 4c_1/c_2$ and $v_\infty v_- = -C^2$"),
        ),
    )
    yield Chain(
        "partial_fractions",
        r"\frac{d\tau}{dw}",
        (
            Line(1 / RICCATI, "variables separated"),
            Line(-SEPARATED / SIZE, r"partial fractions, $v_\infty - v_- = 2k/c_2$"),
        ),
    )
    yield Chain(
        "decaying_fraction",
        r"\frac{d}{d\tau}\,\frac{w-v_\infty}{w-v_-}",
        (
            Line((FAR - BEHIND) / (w - BEHIND) ** 2 * apart(RICCATI), "quotient rule"),
            Line(-SIZE * FRACTION, r"so this fraction is its value at the start times $E=e^{-k\tau}$"),
        ),
    )
    fraction = named("R", (BEGIN - FAR) / (BEGIN - BEHIND))
    yield Chain(
        "solved",
        r"(a+b)^2\,\big|_\tau",
        (
            Line((FAR - BEHIND * fraction * FADING) / (1 - fraction * FADING), "solved for $w$"),
            Line(SUM, "without a difference that could vanish: $m$ and $k$ are positive"),
        ),
    )
    yield Chain(
        "put_back",
        r"\frac{dv}{d\tau}",
        (
            Line(sympy.Derivative(V, tau), "the closed form"),
            Line(RICCATI.xreplace({w: V}), "it solves the equation"),
        ),
    )
    yield Chain("at_the_start", r"v\,\big|_{\tau=0}", (Line(BEGIN, "$E=1$"),))
    yield Chain("at_the_end", r"v\,\big|_{E=0}", (Line(FAR, r"$\tau\to\infty$"),))
    yield Chain(
        "product",
        r"ab\,\big|_\tau",
        (Line((V - SPREAD**2 / V) / 4, r"$4ab = (a+b)^2-(a-b)^2$ and $(a-b)^2 = C^2/v$"),),
    )
    yield Chain(
        "antidiagonal_speed",
        r"\frac{d}{d\tau}(ab)\,\Big|_{b=-a}",
        (Line(2 * a**2 * (c1 + c2 * a**2), "a function of $ab=-a^2$ alone"),),
    )
    yield Chain(
        "antidiagonal_put_back",
        r"\frac{dp}{d\tau}",
        (
            Line(sympy.Derivative(ON_LINE, tau), "the closed form on $a+b=0$"),
            Line(-2 * ON_LINE * (c1 - c2 * ON_LINE), "it solves the equation"),
        ),
    )
    fading = sympy.exp(-2 * ONE * MOMENT)
    yield Chain(
        "diagonal",
        r"ab\,\big|_{a=b,\ \tau=1/10}",
        (Line(a**2 * ONE / (TWO * a**2 + (ONE - TWO * a**2) * fading), "$C=0$: the logistic curve"),),
    )
    yield Chain(
        "antidiagonal",
        r"ab\,\big|_{a=-b,\ \tau=1/10}",
        (Line(-(a**2) * ONE * fading / (ONE + TWO * a**2 * (1 - fading)), "decays to the origin"),),
    )


CASES = (
    Case("gaussian(sigma=1/2)", d=2, T=4, parameters=POINT),
    Case("gaussian(sigma=1/2)", d=2, T=4, parameters=(("a", 0.25), ("b", 0.25))),
    Case("sparse(c=1)", d=3, T=5, parameters=(("a", -1.5), ("b", -1.5))),
    Case("sparse(c=1)", d=3, T=5, parameters=(("a", -0.5), ("b", 0.25))),
    Case("laplace(scale=1/2)", d=1, T=4, parameters=(("a", 0.5), ("b", 0.0))),
    Case("gaussian(sigma=1/2)", d=2, T=4, parameters=(("a", 0.5), ("b", -0.5))),
    Case("laplace", d=1, T=4, parameters=(("a", -1.25), ("b", 1.25))),
)


@crosscheck(solution, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model, all six blocks free, trained from the line for a tenth of the unit of time."""
    from proofs.zheng2024.second_route import forward, quadrature

    x, y = parameters["a"], parameters["b"]
    end = trained(law, d, T, parameters, float(MOMENT))
    if abs(x) == abs(y):
        end = trained(law, d, T, parameters, float(MOMENT))
        return {"diagonal" if x == y else "antidiagonal": end[0] * end[1]}
    gradient = quadrature.gradient(law, T, forward.on_line(d, x, y))
    speed = -y * float(gradient[KQ][0, 0]) - x * float(gradient[PV][0, 0])
    return {"product_speed": speed}


@crosscheck(solution, "sampled", cases=(Case("gaussian(sigma=1/2)", d=2, T=4, parameters=POINT),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The speed of the product at the start, from sampled sequences."""
    x, y = parameters["a"], parameters["b"]
    return {"product_speed": combined(law, d, T, (((x, y, KQ), -y), ((x, y, PV), -x)), rng)}
