"""Where the reduced flow goes, from every start of the plane."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.flow_route import forces_at_limit, limits_by_training
from proofs.zheng2024.flow.line_flow import constants, formal
from proofs.zheng2024.flow.reduced_flow import ONE, SPREAD, TWO
from proofs.zheng2024.flow.reduced_flow_portrait import portrait
from proofs.zheng2024.flow.statements import LIMIT, Row, limits, settle_rows, settle_signs
from proofs.zheng2024.notation import a, b, c1, c2
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import Table, named

SIZE = named("k", sympy.sqrt(4 * c1**2 + c2**2 * SPREAD**2))
FAR, BEHIND = named("v_{\\infty}", (2 * c1 + SIZE) / c2), named("v_{-}", (2 * c1 - SIZE) / c2)
"""Where `(a + b)²` goes, and the other zero of its speed, which is not positive."""

SQUARES = ((SIZE + c2 * SPREAD) / (2 * c2), (SIZE - c2 * SPREAD) / (2 * c2))
LIMITS = (sympy.sqrt(SQUARES[0]), sympy.sqrt(SQUARES[1]))
"""The limit from a start (a, b) with a + b > 0, squared and not."""

STATED = {c1: ONE, c2: TWO}

TILDE = (r"\tilde a", r"\tilde b")
PARTITION: tuple[Row, ...] = (
    (a + b > 0, (named(TILDE[0], LIMITS[0]), named(TILDE[1], LIMITS[1]))),
    (a + b < 0, (named(TILDE[0], -LIMITS[0]), named(TILDE[1], -LIMITS[1]))),
    (sympy.Eq(a + b, 0), (named(TILDE[0], sympy.Integer(0)), named(TILDE[1], sympy.Integer(0)))),
)
"""The plane in three parts, with the limit (ã, b̃) of a start (a, b) in each."""

SIGN_CASES = Table.of(
    (r"\text{sign of } a_0", r"\text{of } b_0", r"\text{of } a_0+b_0", r"\text{of } \tilde a \text{ and } \tilde b"),
    (
        *((1, 1, 1, 1), (1, 0, 1, 1), (0, 1, 1, 1), (1, -1, 1, 1), (-1, 1, 1, 1)),
        *((-1, -1, -1, -1), (-1, 0, -1, -1), (0, -1, -1, -1), (1, -1, -1, -1), (-1, 1, -1, -1)),
        *((1, -1, 0, 0), (-1, 1, 0, 0), (0, 0, 0, 0)),
    ),
)
"""Signs of a, b and a + b at the start, and of both limits: every case there is, the axes included."""


def partition(statement: tuple[Row, ...]) -> Answer:
    """Settled against the solution that was put into the flow."""
    return settle_rows(formal(), limits, statement)


def sign_cases(statement: tuple[tuple[int, int, int, int], ...]) -> Answer:
    """Settled by enumeration of the sign cases and the solution."""
    return settle_signs(formal(), statement)


def from_sum(square: sympy.Expr, spread: sympy.Expr) -> sympy.Expr:
    """`a²` where `(a + b)²` and `a² − b²` are known; with the sign of the second changed, `b²`."""
    return (square + 2 * spread + spread**2 / square) / 4


def stated_limit(component: int) -> sympy.Expr:
    """The limit from any start, at the stated constants."""
    return (sympy.sign(a + b) * LIMITS[component]).xreplace(STATED)


@claim(
    "zheng2024/reduced-flow-basins",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.reduced_flow_basins",
    parts=(
        Equality("roots", lambda: -((a**2 - b**2) ** 2), FAR * BEHIND),
        Equality("rest", lambda: c1 - c2 * (FAR - SPREAD**2 / FAR) / 4, sympy.Integer(0)),
        Equality("a_squared", lambda: from_sum(FAR, SPREAD), SQUARES[0]),
        Equality("b_squared", lambda: from_sum(FAR, -SPREAD), SQUARES[1]),
        Equality("conserved_at_limit", lambda: SQUARES[0] - SQUARES[1], SPREAD),
        Equality("product_squared", lambda: SQUARES[0] * SQUARES[1], (c1 / c2) ** 2),
        Equality("a_limit", lambda: LIMIT[0].xreplace(constants()), stated_limit(0)),
        Equality("b_limit", lambda: LIMIT[1].xreplace(constants()), stated_limit(1)),
        Settled("partition", PARTITION, partition),
        Settled("sign_cases", SIGN_CASES, sign_cases),
    ),
    uses=(portrait,),
    rests_on=("ode-uniqueness",),
)
def basins() -> Iterator[Chain]:
    """From `a_0 + b_0 > 0` the reduced flow goes to the positive limit, from `< 0` to its mirror, from `= 0` to zero.

    The start is written `(a, b)`, and `(ã, b̃)` is the limit. Let `C = a² − b²` be the conserved quantity and `k² = 4
    c1² + c2² C²`, `k > 0`. Then `ã² = (k + c2 C)/(2 c2)` and `b̃² = (k − c2 C)/(2 c2)`. Both limits have the sign of `a
    + b`, so that `ã b̃ = c1/c2` unless `a + b = 0`. The signs of `a`, `b` and `a + b` at the start allow thirteen
    cases. Starts on the axes (not both zero) reach the hyperbola too, and so do starts with `a b < 0`, `a + b ≠ 0`.
    Convergence is read off the explicit solution, which was put into the flow and has no singularity; uniqueness does
    the rest. It holds for every `T >= 3`, every `d` and every law with an invariant line and `κ1 > 0`.
    """
    yield Chain(
        "roots",
        "-C^2",
        (
            Line((4 * c1**2 - SIZE**2) / c2**2, "definition of $k$"),
            Line(FAR * BEHIND, "difference of two squares"),
        ),
    )
    yield Chain(
        "rest",
        r"c_1-c_2ab\,\big|_{(a+b)^2=v_\infty}",
        (
            Line(c1 - c2 * (FAR - SPREAD**2 / FAR) / 4, "$ab = (v - C^2/v)/4$ on the orbit, where $v=(a+b)^2$"),
            Line(c1 - c2 * (FAR + BEHIND) / 4, r"$C^2 = -v_\infty v_-$"),
            Line(sympy.Integer(0), r"$v_\infty + v_- = 4c_1/c_2$: the flow rests here"),
        ),
    )
    for name, sign, square in (("a", 1, SQUARES[0]), ("b", -1, SQUARES[1])):
        yield Chain(
            f"{name}_squared",
            rf"\tilde {name}^2",
            (
                Line(
                    from_sum(FAR, sign * SPREAD), r"$2\tilde a = s + C/s$ and $2\tilde b = s - C/s$ at $s^2=v_\infty$"
                ),
                Line((FAR + 2 * sign * SPREAD - BEHIND) / 4, r"$C^2 = -v_\infty v_-$"),
                Line(square, r"$v_\infty - v_- = 2k/c_2$"),
            ),
        )
    yield Chain(
        "conserved_at_limit",
        r"\tilde a^2-\tilde b^2",
        (Line(SQUARES[0] - sympy.UnevaluatedExpr(SQUARES[1]), "closed form"), Line(SPREAD, "as at the start")),
    )
    yield Chain(
        "product_squared",
        r"\tilde a^2\,\tilde b^2",
        (
            Line((SIZE**2 - c2**2 * SPREAD**2) / (4 * c2**2), "closed form"),
            Line((c1 / c2) ** 2, r"$k^2 = 4c_1^2 + c_2^2C^2$: $\tilde a\tilde b = c_1/c_2$, the signs being equal"),
        ),
    )
    for component, name in enumerate(TILDE):
        yield Chain(
            f"{name[-1]}_limit", name, (Line(stated_limit(component), "the root with the sign that $a+b$ keeps"),)
        )


STARTS = ((0.75, 0.5), (-0.25, 1.0), (1.0, -0.25), (0.0, 0.5), (-0.5, 0.0), (-1.0, 0.25), (-0.5, -1.5))
CASES = (
    *(Case("gaussian", d=2, T=4, parameters=(("a", x), ("b", y))) for x, y in STARTS),
    Case("sparse(c=1)", d=3, T=5, parameters=(("a", 0.5), ("b", 1.5))),
    Case("laplace", d=1, T=4, parameters=(("a", 0.5), ("b", -0.25))),
)


@crosscheck(basins, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model, all six blocks free, trained from the line until it is at rest."""
    return limits_by_training(law, d, T, parameters)


@crosscheck(
    basins,
    "sampled",
    cases=(Case("gaussian(sigma=1/2)", d=2, T=4, parameters=(("a", 1.0), ("b", -0.25))),),
    at_claimed=True,
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The sampled gradient at the claimed limit, where it must vanish."""
    return forces_at_limit(law, d, T, parameters, rng)
