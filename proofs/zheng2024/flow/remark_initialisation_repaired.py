"""Which initialisations share a limiting point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.fibres import FibreRow, settle_fibres
from proofs.zheng2024.flow.flow_route import KQ, PV, combined, trained_limit
from proofs.zheng2024.flow.line_flow import formal
from proofs.zheng2024.flow.reduced_flow import SPREAD
from proofs.zheng2024.flow.reduced_flow_basins import LIMITS, SQUARES, basins
from proofs.zheng2024.flow.remark_initialisation import remark_initialisation
from proofs.zheng2024.flow.solution import p, q, s, x
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import Table

SHARING: tuple[FibreRow, ...] = Table.of(
    (r"\text{sign of the limit}", r"\text{starts } (a_0, b_0)"),
    (
        (1, ((s + (p**2 - q**2) / s) / 2, (s - (p**2 - q**2) / s) / 2)),
        (-1, (-(s + (p**2 - q**2) / s) / 2, (-s + (p**2 - q**2) / s) / 2)),
        (0, (x, -x)),
    ),
)
"""All starts with the limit `(p, q)`, with `−(p, q)`, and with the origin as limit: one curve each."""


def sharing(statement: tuple[FibreRow, ...]) -> Answer:
    """Settled from the solution: a limit fixes C and the sign of a + b, and they fix it."""
    return settle_fibres(formal(), statement)


def conserved_at_limit() -> sympy.Expr:
    """`ã² − b̃²`, the limit written without its sign."""
    return LIMITS[0] ** 2 - LIMITS[1] ** 2


@claim(
    "zheng2024/remark-initialisation-repaired",
    source=printed("review thread, answer Q2, repaired"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.remark_initialisation_repaired",
    parts=(
        Settled("sharing", SHARING, sharing),
        Equality("conserved_at_limit", conserved_at_limit, SPREAD),
        Equality("sum_on_fibre", lambda: SHARING[0][1][0] + SHARING[0][1][1], s),
        Equality("conserved_on_fibre", lambda: SHARING[0][1][0] ** 2 - SHARING[0][1][1] ** 2, p**2 - q**2),
    ),
    uses=(basins,),
    repairs=remark_initialisation,
)
def remark_initialisation_repaired() -> Iterator[Chain]:
    """Two starts share their limit exactly when `a_0² − b_0²` and the sign of `a_0 + b_0` agree.

    The starts with the limit `(p, q)`, `p, q > 0`, are one branch of a hyperbola: `a_0² − b_0² = p² − q²` and
    `a_0 + b_0 > 0`. Those with the limit `−(p, q)` are its mirror image. Those with the limit zero are the line
    `a_0 + b_0 = 0`, on which `a_0² − b_0²` and the sign agree of themselves.
    """
    yield Chain(
        "conserved_at_limit",
        r"\tilde a^2-\tilde b^2",
        (
            Line(SQUARES[0] - sympy.UnevaluatedExpr(SQUARES[1]), "closed form of the limit"),
            Line(SPREAD, "the conserved quantity at the start $(a, b)$: the limit shows it"),
        ),
    )
    one, other = SHARING[0][1]
    yield Chain(
        "sum_on_fibre",
        "a_0+b_0",
        (
            Line(one + sympy.UnevaluatedExpr(other), "starts with the limit $(p, q)$, one for each $s>0$"),
            Line(s, "positive: their side is that of the limit"),
        ),
    )
    yield Chain(
        "conserved_on_fibre",
        "a_0^2-b_0^2",
        (
            Line(s * sympy.UnevaluatedExpr(one - other), "sum by difference"),
            Line(p**2 - q**2, "the same for every $s$"),
        ),
    )


CASES = (
    Case("gaussian", d=2, T=4, parameters=(("a", 1.0), ("b", 0.5))),
    Case("gaussian", d=2, T=4, parameters=(("a", 0.875), ("b", 0.125))),
    Case("sparse(c=1)", d=3, T=5, parameters=(("a", -0.5), ("b", 0.25))),
)


@crosscheck(remark_initialisation_repaired, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model trained to rest; the first two starts have the same `a² − b²`."""
    first, second = trained_limit(law, d, T, parameters)
    return {"conserved_at_limit": first**2 - second**2}


@crosscheck(
    remark_initialisation_repaired,
    "sampled",
    cases=(Case("rademacher", d=2, T=4, parameters=CASES[0].parameters),),
    at_claimed=True,
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The sampled rate of change of `a² − b²` at the start, which must vanish; relative to that of a² alone."""
    x, y = parameters["a"], parameters["b"]
    scale = combined(law, d, T, (((x, y, KQ), -2 * x),), rng).scale
    return {"conserved_at_limit": combined(law, d, T, (((x, y, KQ), -2 * x), ((x, y, PV), 2 * y)), rng, scale)}
