"""How fast the reduced flow converges: the exact rate, and gradient dominance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import Case, Equality, Sample, Settled, claim, crosscheck
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow_route import trace_by_quadrature, trace_by_sampling, trained_limit
from proofs.zheng2024.reduced_flow import C2
from proofs.zheng2024.reduced_flow_basins import SIZE, STATED
from proofs.zheng2024.reduced_flow_solution import solution
from proofs.zheng2024.second_route import POINT, product_by_quadrature
from symbolic.answers import Answer
from symbolic.derivation import Chain, Line
from symbolic.flow import c1, c2, constants, formal
from symbolic.flow_dominance import Row as Bound
from symbolic.flow_dominance import excess, settle_dominance, squared_gradient
from symbolic.flow_statements import RATE, Row, rates, settle_rows
from symbolic.laws import Law
from symbolic.notation import a, b, d

SQUARE = c2 * (a + b) ** 2

DECAY: tuple[Row, ...] = (
    (
        sympy.Ne(a + b, 0),
        (SIZE, SIZE**2 * (SQUARE - 2 * c1 - SIZE) / (c2 * (2 * c1 + SIZE) * (SQUARE - 2 * c1 + SIZE))),
    ),
    (sympy.Eq(a + b, 0), (2 * c1, -(a**2) * c1 / (c1 + c2 * a**2))),
)
"""The rate k, and `lim exp(kτ) (ab − its limit)`, from a start (a, b)."""

DOMINANCE: tuple[Bound, ...] = (
    (a * b < 0, c2 * sympy.Abs(a**2 - b**2)),
    (a * b >= 0, sympy.Min(c2 * (a**2 + b**2), SIZE)),
)
"""The largest μ with `|∇L|² >= 2μ (L − L*)` along the whole orbit of a start (a, b)."""

EXCESS = d * (c1 - c2 * a * b) ** 2 / (2 * c2)
"""`L − L*` at a point of the line."""


def asymptotic_rate(statement: tuple[Row, ...]) -> Answer:
    """Settled from the first term of the solution in `exp(−kτ)`."""
    return settle_rows(formal(), rates, statement)


def dominance(statement: tuple[Bound, ...]) -> Answer:
    """Settled from identities in v = (a + b)² and the conserved C."""
    return settle_dominance(formal(), d, statement)


def ratio() -> sympy.Expr:
    """`|∇L|² / (L − L*)` at the derived constants."""
    return sympy.cancel(squared_gradient(formal(), d) / excess(formal(), d)).xreplace(constants())


@claim(
    "zheng2024/reduced-flow-rate",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Settled("decay", DECAY, asymptotic_rate),
        Settled("dominance", DOMINANCE, dominance),
        Equality("rate", lambda: RATE.xreplace(constants()), SIZE.xreplace(STATED)),
        Equality("excess", lambda: excess(formal(), d), EXCESS),
        Equality("squared_gradient", lambda: squared_gradient(formal(), d), d * (a**2 + b**2) * (c1 - c2 * a * b) ** 2),
        Equality("ratio", ratio, 2 * C2 * (a**2 + b**2)),
    ),
    uses=(solution,),
)
def rate() -> Iterator[Chain]:
    """`ab` nears its limit at exactly the rate `k`, `k² = 4 c1² + c2² C²`, and the loss is gradient dominated.

    Off the line `a_0 + b_0 = 0` the distance of `ab` from `c1/c2`, times `exp(k)` to the power of the time, has a
    finite limit, which is zero only where the start is at rest; `k = c2 (ã² + b̃²)`. On that line `ab` tends to 0 at
    the rate `2 c1`. With `M` the least loss on the line and the gradient by all individual entries, the squared
    gradient is `2 c2 (a² + b²) (L − M)` at every point, for every d. Hence it is at least `2 m (L − M)` along an orbit,
    and `L − M` decays at least at the rate `2m`, with the largest such `m = c2 |a_0² − b_0²|` where `a_0 b_0 < 0` and
    `m = min(c2 (a_0² + b_0²), k)` otherwise. This m is positive unless `a_0 + b_0 = 0`; it has no positive lower bound
    on `a_0 + b_0 > 0`, and on `a² + b² >= n` it may be taken `c2 n`. For the gradient by the two scalars a and b
    instead of by entries m and k are d times larger.
    """
    yield Chain(
        "excess",
        r"L-L^*",
        (
            Line(excess(formal(), d), r"integral of the derived velocities; least where $ab = c_1/c_2$"),
            Line(EXCESS, "completed square"),
        ),
    )
    yield Chain(
        "squared_gradient",
        r"|\nabla L|^2",
        (
            Line(squared_gradient(formal(), d), "d diagonal entries of each of the two blocks"),
            Line(2 * c2 * (a**2 + b**2) * EXCESS, "gradient dominance, with equality"),
            Line(d * (a**2 + b**2) * (c1 - c2 * a * b) ** 2, "collected"),
        ),
    )


START = (("a", -0.25), ("b", 1.0))
CASES = (Case("gaussian", 2, 4, START), Case("sparse(c=1)", 3, 5, POINT), Case("laplace", 1, 4, START))


@crosscheck(rate, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Of the full model: minus the trace of the linearised flow where training ends, losses, and the gradient."""
    from numeric_check import forward, quadrature

    point = forward.on_line(d, parameters["a"], parameters["b"])
    best = forward.on_line(d, product_by_quadrature(law, d, T)["product"], 1.0)
    here, least = (quadrature.loss(law, T, where) for where in (point, best))
    squared = sum(float((block**2).sum()) for block in quadrature.gradient(law, T, point).values())
    return {
        "rate": -trace_by_quadrature(law, d, T, *trained_limit(law, d, T, parameters)),
        "ratio": squared / (here - least),
    }


@crosscheck(rate, "sampled", cases=(Case("sparse(c=1)", 2, 4, START), Case("rademacher", 2, 4, START)))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Minus the sampled trace where training ends."""
    found = trace_by_sampling(law, d, T, *trained_limit(law, d, T, parameters), rng)
    return {"rate": Sample(-found.values, found.variance, found.scale)}
