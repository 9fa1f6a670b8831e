"""The remark that different initialisations always lead to different limiting points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.fibres import Start, settle_separation
from proofs.zheng2024.flow.flow_route import forces_at, trained_limit
from proofs.zheng2024.flow.line_flow import constants, formal
from proofs.zheng2024.flow.reduced_flow import ONE, TWO
from proofs.zheng2024.flow.reduced_flow_basins import LIMITS, SIZE, basins
from proofs.zheng2024.notation import a, b, c1
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import spelled_out

FIGURE_1: tuple[Start, ...] = (
    (sympy.Rational(1, 10), sympy.Rational(1, 10)),
    (sympy.Rational(1, 2), sympy.Rational(3, 2)),
    (sympy.Integer(2), sympy.Integer(2)),
)
"""The starts of Figure 1."""

SEPARATE = (FIGURE_1, (sympy.sign(a + b) * LIMITS[0], sympy.sign(a + b) * LIMITS[1]))
"""The starts to try first, and the limit as a function of the start: it never takes a value twice."""


def separation(statement: tuple[tuple[Start, ...], tuple[sympy.Expr, sympy.Expr]]) -> Answer:
    """Settled by a search for two exact starts with the same limit."""
    return settle_separation(formal(), spelled_out(statement))


def from_equal_scalars() -> sympy.Expr:
    """The squared limit of a from a start (a, a), at the derived constants: a itself is gone."""
    return spelled_out(LIMITS[0] ** 2).subs(b, a).xreplace(constants())


@claim(
    "zheng2024/remark-initialisation",
    source=printed("review thread, answer Q2"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.remark_initialisation",
    parts=(
        Settled("separation", SEPARATE, separation),
        Equality("from_equal_scalars", from_equal_scalars, ONE / TWO),
        Equality("rate_from_equal_scalars", lambda: spelled_out(SIZE).subs(b, a), 2 * c1),
    ),
    uses=(basins,),
)
def remark_initialisation() -> Iterator[Chain]:
    """Different initialisations always lead to different limiting points.

    False as printed: two of the starts of the paper's own Figure 1, (0.1, 0.1) and (2, 2), share their limit.
    """
    yield Chain(
        "rate_from_equal_scalars",
        r"k\,\big|_{a_0=b_0}",
        (Line(2 * c1, r"$k^2 = 4c_1^2 + c_2^2C^2$, where $C=a_0^2-b_0^2=0$"),),
    )
    yield Chain(
        "from_equal_scalars",
        r"\tilde a^2\,\big|_{a_0=b_0}",
        (
            Line(
                (2 * ONE + TWO * sympy.UnevaluatedExpr(0)) / (2 * TWO),
                r"$\tilde a^2 = (k+c_2C)/(2c_2)$; it does not contain $a_0$",
            ),
            Line(ONE / TWO, "every start with $a_0=b_0>0$ shares it"),
        ),
    )


CASES = tuple(Case("gaussian", d=2, T=4, parameters=(("a", x), ("b", x))) for x in (0.125, 2.0))


@crosscheck(remark_initialisation, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model trained to rest from two starts of equal scalars."""
    first, _ = trained_limit(law, d, T, parameters)
    return {"from_equal_scalars": first**2}


@crosscheck(
    remark_initialisation,
    "sampled",
    cases=(Case("gaussian(sigma=1/2)", d=2, T=4, parameters=CASES[1].parameters),),
    at_claimed=True,
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The sampled gradient at the shared limit, where it must vanish."""
    side = parameters["from_equal_scalars"] ** 0.5
    return {"from_equal_scalars": forces_at(law, d, T, side, side, rng)[0]}
