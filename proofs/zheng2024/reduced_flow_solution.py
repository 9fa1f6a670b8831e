"""The time course of the reduced flow in closed form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import Case, Equality, Settled, claim, crosscheck
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow_route import KQ, PV, combined, trained
from proofs.zheng2024.reduced_flow import C1, C2
from proofs.zheng2024.reduced_flow_basins import SIZE, STATED, basins
from proofs.zheng2024.second_route import POINT
from symbolic.answers import Answer
from symbolic.derivation import Chain, Line
from symbolic.flow import c1, c2, constants, formal, reduced
from symbolic.flow_statements import PRODUCT, PRODUCT_ON_ANTIDIAGONAL, Row, course, settle_rows
from symbolic.laws import Law
from symbolic.notation import a, b, tau

FADING, SLOW = sympy.exp(-SIZE * tau), sympy.exp(-2 * c1 * tau)
FAR = (2 * c1 + SIZE) / c2
WEIGHT = c2 * (a + b) ** 2 + SIZE - 2 * c1

SUM = FAR + ((a + b) ** 2 - FAR) * 2 * SIZE * FADING / (WEIGHT * (1 - FADING) + 2 * SIZE * FADING)
"""`(a + b)²` at time τ from a start (a, b) with a + b ≠ 0."""

ANTIDIAGONAL = -(a**2) * c1 * SLOW / (c1 + c2 * a**2 * (1 - SLOW))
"""ab at time τ from a start (a, −a)."""

LOGISTIC = c2 * a**2 + (c1 - c2 * a**2) * SLOW
"""ab at time τ from a start (a, a) is a² c1 over this."""

COURSE: tuple[Row, ...] = (
    (sympy.Ne(a + b, 0), (SUM, (SUM - (a**2 - b**2) ** 2 / SUM) / 4)),
    (sympy.Eq(a + b, 0), (sympy.Integer(0), ANTIDIAGONAL)),
)
"""`(a + b)²` and ab at time τ from a start (a, b)."""

MOMENT = sympy.Rational(1, 10)
"""The time at which numbers are compared."""


def time_course(statement: tuple[Row, ...]) -> Answer:
    """Settled by substitution into the flow, and at exact points."""
    return settle_rows(formal(), course, statement)


def at_moment(expression: sympy.Expr, values: Mapping[sympy.Symbol, sympy.Expr]) -> sympy.Expr:
    """A closed form at the time of comparison, c1 and c2 as given."""
    return expression.xreplace({tau: MOMENT, **values})


@claim(
    "zheng2024/reduced-flow-solution",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Settled("time_course", COURSE, time_course),
        Equality("product_speed", lambda: reduced().rate(a * b), (a**2 + b**2) * (C1 - C2 * a * b)),
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

    With `C = a_0² − b_0²`, `k² = 4 c1² + c2² C²`, `k > 0`, `v_∞ = (2 c1 + k)/c2`, `m = c2 v_0 + k − 2 c1` and `E` for
    `exp(−k)` to the power of the time: `v = v_∞ + (v_0 − v_∞) 2kE / (m (1 − E) + 2kE)` and `ab = (v − C²/v)/4`, from
    every start with `a_0 + b_0 ≠ 0`; then `a = (s + C/s)/2`, `b = (s − C/s)/2`, where `s² = v` and s keeps the sign of
    `a_0 + b_0`. From `b_0 = −a_0`: `ab = −a_0² c1 E / (c1 + c2 a_0² (1 − E))` with `2 c1` in the place of k. Both were
    put back into the flow.
    """
    yield Chain(
        "product_speed",
        r"\frac{d}{d\tau}(ab)",
        (
            Line(b * sympy.UnevaluatedExpr(reduced().a_dot) + a * sympy.UnevaluatedExpr(reduced().b_dot), "chain rule"),
            Line((a**2 + b**2) * (C1 - C2 * a * b), "factored"),
        ),
    )


CASES = (
    Case("gaussian(sigma=1/2)", 2, 4, POINT),
    Case("gaussian(sigma=1/2)", 2, 4, (("a", 0.25), ("b", 0.25))),
    Case("sparse(c=1)", 3, 5, (("a", -1.5), ("b", -1.5))),
    Case("sparse(c=1)", 3, 5, (("a", -0.5), ("b", 0.25))),
    Case("laplace(scale=1/2)", 1, 4, (("a", 0.5), ("b", 0.0))),
    Case("gaussian(sigma=1/2)", 2, 4, (("a", 0.5), ("b", -0.5))),
    Case("laplace", 1, 4, (("a", -1.25), ("b", 1.25))),
)


@crosscheck(solution, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model, all six blocks free, trained from the line for a tenth of the unit of time."""
    from numeric_check import forward, quadrature

    x, y = parameters["a"], parameters["b"]
    end = trained(law, d, T, parameters, float(MOMENT))
    if abs(x) == abs(y):
        end = trained(law, d, T, parameters, float(MOMENT))
        return {"diagonal" if x == y else "antidiagonal": end[0] * end[1]}
    gradient = quadrature.gradient(law, T, forward.on_line(d, x, y))
    speed = -y * float(gradient[KQ][0, 0]) - x * float(gradient[PV][0, 0])
    return {"product_speed": speed}


@crosscheck(solution, "sampled", cases=(Case("gaussian(sigma=1/2)", 2, 4, POINT),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The speed of the product at the start, from sampled sequences."""
    x, y = parameters["a"], parameters["b"]
    return {"product_speed": combined(law, d, T, (((x, y, KQ), -y), ((x, y, PV), -x)), rng)}
