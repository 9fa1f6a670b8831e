"""The phase portrait of the reduced flow: what it conserves, where it rests, what it does there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.flow_route import KQ, combined, trace_by_quadrature, trace_by_sampling, trained
from proofs.zheng2024.flow.line_flow import constants, formal, positive_form, reduced
from proofs.zheng2024.flow.portrait import Row, conserved, jacobian, settle_conserved, settle_equilibria
from proofs.zheng2024.flow.reduced_flow import ONE, TWO, reduced_flow
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.notation import a, b, kappa1, kappa2, kappa3
from proofs.zheng2024.notation import c1 as one
from proofs.zheng2024.notation import c2 as two
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import Table

DEGREE = 4

CONSERVED = (a**2 - b**2, a**4 - 2 * a**2 * b**2 + b**4)
"""Up to degree 4: one quantity, and its square."""

HYPERBOLA = (a, one / (two * a))
"""The point of the hyperbola ab = c1/c2 with a given a ≠ 0."""

EQUILIBRIA: tuple[Row, ...] = Table.of(
    (r"(a,b)", r"\text{eigenvalues}", r"\text{their signs}"),
    (
        ((sympy.Integer(0), sympy.Integer(0)), (one, -one), (1, -1)),
        (HYPERBOLA, (-two * (a**2 + one**2 / (two * a) ** 2), sympy.Integer(0)), (-1, 0)),
    ),
)
"""The origin, a saddle; and for every a ≠ 0 a point of the hyperbola ab = c1/c2, which attracts across."""

DETERMINANT = -(one - two * a * b) * (one - 3 * two * a * b)


def conserved_quantities(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Settled by the linear system for the coefficients of a polynomial."""
    return settle_conserved(formal(), DEGREE, statement)


def all_equilibria(statement: tuple[Row, ...]) -> Answer:
    """Settled by splitting the velocities into a common factor and coprime rests."""
    return settle_equilibria(formal(), statement)


def trace() -> sympy.Expr:
    """Trace of the linearised flow at (a, b)."""
    return jacobian(reduced()).trace()


def at_hyperbola(expression: sympy.Expr) -> sympy.Expr:
    """An expression of a point (a, b) at the points of the hyperbola, c1 and c2 being symbols."""
    return expression.xreplace(dict(zip((a, b), HYPERBOLA, strict=True)))


def at_the_origin() -> sympy.Expr:
    """Derivative of a' by b at the origin."""
    return jacobian(reduced())[0, 1].subs({a: 0, b: 0})


def without_signal(velocity: str) -> sympy.Expr:
    """A velocity where κ1 = 0, which forces x_1 = 0 and with it κ2 = κ3 = 0."""
    found: sympy.Expr = getattr(reduced(), velocity)
    return found.subs({kappa1: 0, kappa2: 0, kappa3: 0})


@claim(
    "zheng2024/reduced-flow-portrait",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.reduced_flow_portrait",
    parts=(
        Positive("c1", lambda: positive_form(constants()[one])),
        Positive("c2", lambda: positive_form(constants()[two])),
        Equality("conserved", lambda: conserved(formal(), 2)[0], a**2 - b**2),
        Settled("conserved_quantities", CONSERVED, conserved_quantities),
        Settled("equilibria", EQUILIBRIA, all_equilibria),
        Equality("rest_on_hyperbola", lambda: at_hyperbola(formal().a_dot), sympy.Integer(0)),
        Equality("trace", trace, -TWO * (a**2 + b**2)),
        Equality("determinant", lambda: jacobian(formal()).det(), DETERMINANT),
        Equality("determinant_on_hyperbola", lambda: at_hyperbola(jacobian(formal()).det()), sympy.Integer(0)),
        Equality("slope_at_origin", at_the_origin, ONE),
        Equality("determinant_at_origin", lambda: jacobian(formal()).det().subs({a: 0, b: 0}), -(one**2)),
        Equality("a_without_signal", partial(without_signal, "a_dot"), sympy.Integer(0)),
        Equality("b_without_signal", partial(without_signal, "b_dot"), sympy.Integer(0)),
    ),
    uses=(reduced_flow,),
)
def portrait() -> Iterator[Chain]:
    """The reduced flow conserves `a² − b²`; it rests at the origin, a saddle, and on the hyperbola `ab = c1/c2`.

    For `κ1 > 0` both constants are positive for every `T >= 3` (written with `T = 3 + n`, and `H` for `H_{T−2}`).
    Up to degree 4 every polynomial whose derivative along the flow is 0 is one in `a² − b²`. The origin has the
    eigenvalues `c1` and `−c1`. A point of the hyperbola has the eigenvalue `0` along it and `−c2 (a² + b²) < 0`
    across it. There is no other point of rest. Degenerate values: where `κ1 = 0`, `κ2` and `κ3` are 0 too and every
    point is at rest. `κ3 = 0` (one coordinate, or never two at once) changes nothing, since `κ2 > 0` whenever
    `κ1 > 0`.
    """
    found = jacobian(reduced())
    yield Chain(
        "conserved",
        "C",
        (
            Line(conserved(formal(), 2)[0], "the one solution of the linear system for the coefficients"),
            Line(a**2 - b**2, "up to a factor"),
        ),
    )
    yield Chain(
        "trace",
        r"\frac{\partial a'}{\partial a}+\frac{\partial b'}{\partial b}",
        (
            Line(sympy.UnevaluatedExpr(found[0, 0]) + sympy.UnevaluatedExpr(found[1, 1]), "derived velocities"),
            Line(-TWO * (a**2 + b**2), "collected"),
        ),
    )
    yield Chain(
        "rest_on_hyperbola",
        r"\frac{da}{d\tau}\,\Big|_{ab=c_1/c_2}",
        (Line(sympy.Integer(0), "and so is the speed of $b$, by symmetry"),),
    )
    yield Chain(
        "slope_at_origin",
        r"\frac{\partial a'}{\partial b}\,\Big|_{a=b=0}",
        (Line(ONE, "the other derivative by symmetry: the linearised flow is $a'=c_1b$, $b'=c_1a$"),),
    )
    for name in ("a", "b"):
        yield Chain(
            f"{name}_without_signal",
            rf"\frac{{d{name}}}{{d\tau}}\,\Big|_{{\kappa_1=\kappa_2=\kappa_3=0}}",
            (Line(sympy.Integer(0), "every point is at rest"),),
        )
    matrix = jacobian(formal())
    diagonal = sympy.UnevaluatedExpr(matrix[0, 0]) * sympy.UnevaluatedExpr(matrix[1, 1])
    yield Chain(
        "determinant",
        r"\frac{\partial a'}{\partial a}\frac{\partial b'}{\partial b}"
        r"-\frac{\partial a'}{\partial b}\frac{\partial b'}{\partial a}",
        (
            Line(diagonal - sympy.UnevaluatedExpr(one - 2 * two * a * b) ** 2, "the other two derivatives are equal"),
            Line(DETERMINANT, "difference of two squares"),
        ),
    )
    yield Chain(
        "determinant_on_hyperbola",
        r"\det\,\big|_{ab=c_1/c_2}",
        (
            Line(at_hyperbola(DETERMINANT), "the first factor vanishes"),
            Line(sympy.Integer(0), "one eigenvalue is 0, the other is the trace"),
        ),
    )
    yield Chain(
        "determinant_at_origin",
        r"\det\,\big|_{a=b=0}",
        (Line(-(one**2), "a saddle: the trace is 0, the eigenvalues are $c_1$ and $-c_1$"),),
    )


@crosscheck(
    portrait,
    "quadrature",
    cases=(
        Case("gaussian(sigma=1/2)", d=2, T=4, parameters=POINT),
        Case("sparse(c=2)", d=2, T=5, parameters=POINT),
        Case("laplace", d=1, T=4, parameters=POINT),
    ),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Differences of the full model's gradient, and `a² − b²` after training the full model for some time."""
    from proofs.zheng2024.second_route import forward, quadrature

    ahead = quadrature.gradient(law, T, forward.on_line(d, 0.0, 1.0))
    end = trained(law, d, T, parameters, 0.25)
    return {
        "trace": trace_by_quadrature(law, d, T, parameters["a"], parameters["b"]),
        "slope_at_origin": -float(ahead[KQ][0, 0]),
        "conserved": end[0] ** 2 - end[1] ** 2,
    }


@crosscheck(
    portrait,
    "sampled",
    cases=(Case("sparse(c=1)", d=2, T=4, parameters=POINT), Case("rademacher", d=2, T=4, parameters=POINT)),
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The trace and the slope from sampled sequences."""
    return {
        "trace": trace_by_sampling(law, d, T, parameters["a"], parameters["b"], rng),
        "slope_at_origin": combined(law, d, T, (((0.0, 1.0, KQ), -1.0),), rng),
    }
