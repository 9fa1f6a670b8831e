"""How fast the reduced flow converges: the exact rate, and gradient dominance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.dominance import Row as Bound
from proofs.zheng2024.flow.dominance import excess, settle_dominance, squared_gradient
from proofs.zheng2024.flow.flow_route import trace_by_quadrature, trace_by_sampling, trained_limit
from proofs.zheng2024.flow.line_flow import constants, formal
from proofs.zheng2024.flow.reduced_flow import SPREAD, TWO
from proofs.zheng2024.flow.reduced_flow_basins import FAR, SIZE, SQUARES, STATED
from proofs.zheng2024.flow.reduced_flow_solution import BEGIN, WEIGHT, solution
from proofs.zheng2024.flow.statements import DECAY as DERIVED
from proofs.zheng2024.flow.statements import RATE, Row, rates, settle_rows
from proofs.zheng2024.line.gradient_route import product_by_quadrature
from proofs.zheng2024.line.line_points import POINT, UPPER
from proofs.zheng2024.notation import a, b, c1, c2, w
from symbolic.algebra.notation import d
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named, spelled_out

COEFFICIENT = SIZE**2 * (c2 * BEGIN - 2 * c1 - SIZE) / (c2 * (2 * c1 + SIZE) * WEIGHT)

DECAY: tuple[Row, ...] = (
    (sympy.Ne(a + b, 0), (named(r"\text{rate}", SIZE), named(r"\text{coefficient}", COEFFICIENT))),
    (
        sympy.Eq(a + b, 0),
        (named(r"\text{rate}", 2 * c1), named(r"\text{coefficient}", -(a**2) * c1 / (c1 + c2 * a**2))),
    ),
)
"""The rate k, and `lim exp(kτ) (ab − its limit)`, from a start (a, b)."""

DOMINANCE: tuple[Bound, ...] = (
    (a * b < 0, named(r"\mu", c2 * sympy.Abs(SPREAD))),
    (a * b >= 0, named(r"\mu", sympy.Min(c2 * (a**2 + b**2), SIZE))),
)
"""The largest μ with `|∇L|² >= 2μ (L − L*)` along the whole orbit of a start (a, b)."""

EXCESS = d * (c1 - c2 * a * b) ** 2 / (2 * c2)
"""`L − L*` at a point of the line."""


spread = sympy.Symbol("g", positive=True)
"""`|C|`, of what the flow conserves."""

ON_ORBIT = {a: (sympy.sqrt(w) + spread / sympy.sqrt(w)) / 2, b: (sympy.sqrt(w) - spread / sympy.sqrt(w)) / 2}

SPEED = 2 * c1 * w - c2 * (w**2 - SPREAD**2) / 2
"""The speed of `(a + b)²` where its value is w."""


def asymptotic_rate(statement: tuple[Row, ...]) -> Answer:
    """Settled from the first term of the solution in `exp(−kτ)`."""
    return settle_rows(formal(), rates, statement)


def dominance(statement: tuple[Bound, ...]) -> Answer:
    """Settled from identities in v = (a + b)² and the conserved C."""
    return settle_dominance(formal(), d, spelled_out(statement))


def ratio() -> sympy.Expr:
    """`|∇L|² / (L − L*)` at the derived constants."""
    return sympy.cancel(squared_gradient(formal(), d) / excess(formal(), d)).xreplace(constants())


@claim(
    "zheng2024/reduced-flow-rate",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    formal="flow.reduced_flow_rate",
    parts=(
        Settled("decay", DECAY, asymptotic_rate),
        Settled("dominance", DOMINANCE, dominance),
        Equality("rate", lambda: RATE.xreplace(constants()), SIZE.xreplace(STATED)),
        Equality("slope_at_limit", lambda: sympy.diff(spelled_out(SPEED), w).subs(w, spelled_out(FAR)), -SIZE),
        Equality("coefficient", lambda: DERIVED, COEFFICIENT),
        Equality("excess", lambda: excess(formal(), d), EXCESS),
        Equality("squared_gradient", lambda: squared_gradient(formal(), d), d * (a**2 + b**2) * (c1 - c2 * a * b) ** 2),
        Equality("ratio", ratio, 2 * TWO * (a**2 + b**2)),
        Equality("size", lambda: (a**2 + b**2).xreplace(ON_ORBIT), (w + spread**2 / w) / 2),
        Equality("size_from_below", lambda: (w + spread**2 / w) / 2 - spread, (w - spread) ** 2 / (2 * w)),
        Equality("size_increases", lambda: sympy.diff((w + spread**2 / w) / 2, w), (w**2 - spread**2) / (2 * w**2)),
    ),
    uses=(solution,),
)
def rate() -> Iterator[Chain]:
    """`ab` nears its limit at exactly the rate `k`, `k² = 4 c1² + c2² C²`, and the loss is gradient dominated.

    The start is written `(a, b)`, and `C = a² − b²`. Off the line `a + b = 0` the distance of the product from `c1/c2`,
    divided by the exponential of `−kτ`, has a finite limit, the coefficient below. It is zero only where the start is
    at rest. The rate is also `k = c2 (ã² + b̃²)`. On the line `a + b = 0` the product tends to 0 at the rate `2 c1`.
    Now let `M` be the least loss on the line, and take the gradient by all individual entries. At every point and for
    every `d` the squared gradient is `2 c2 (a² + b²) (L − M)`. Where `μ` is at most `c2 (a² + b²)` along an orbit it is
    therefore at least `2μ (L − M)`, and `L − M` decays at least at the rate `2μ`. The largest such `μ` is `c2 |C|`
    where `a b < 0` at the start, and the smaller of `c2 (a² + b²)` and `k` otherwise. It is positive unless `a + b =
    0`. It has no positive lower bound on `a + b > 0`; where `a² + b² >= n` it may be taken `c2 n`. For the gradient by
    the two scalars `a` and `b` instead of by entries `μ` and `k` are `d` times larger.
    """
    yield Chain(
        "slope_at_limit",
        r"\frac{d}{dw}\,\frac{dw}{d\tau}\,\Big|_{w=v_\infty}",
        (
            Line(2 * c1 - c2 * FAR, "linearised at the limit, $w=(a+b)^2$"),
            Line(-SIZE, r"$v_\infty = (2c_1+k)/c_2$"),
        ),
    )
    yield Chain(
        "rate",
        "k",
        (
            Line(
                sympy.Mul(TWO, sum(square.xreplace(STATED) for square in SQUARES), evaluate=False),
                r"$c_2(\tilde a^2+\tilde b^2)$: minus the trace of the linearised flow at the limit",
            ),
            Line(SIZE.xreplace(STATED), "the same number"),
        ),
    )
    yield Chain(
        "coefficient",
        r"\lim_{\tau\to\infty} e^{k\tau}(ab-c_1/c_2)",
        (
            Line(
                (1 + SPREAD**2 / FAR**2) / 4 * (BEGIN - FAR) * 2 * SIZE / WEIGHT,
                r"slope of $ab=(w-C^2/w)/4$ at the limit times the first term of $w$ in $e^{-k\tau}$",
            ),
            Line(COEFFICIENT, "collected"),
        ),
    )
    yield Chain(
        "excess",
        "L-M",
        (Line(EXCESS, r"integral of the derived velocities; least where $ab = c_1/c_2$"),),
    )
    yield Chain(
        "squared_gradient",
        r"|\nabla L|^2",
        (
            Line(squared_gradient(formal(), d), "$d$ diagonal entries of each of the two blocks"),
            Line(d * (a**2 + b**2) * (c1 - c2 * a * b) ** 2, "collected"),
        ),
    )
    yield Chain(
        "ratio",
        r"|\nabla L|^2 / (L-M)",
        (Line(2 * TWO * (a**2 + b**2), "the last two divided: gradient dominance, with equality"),),
    )
    yield Chain(
        "size",
        r"a^2+b^2\,\big|_{(a+b)^2=w}",
        (Line((w + spread**2 / w) / 2, r"$2a = s+C/s$, $2b = s-C/s$ with $s^2=w$; $g=|C|$"),),
    )
    yield Chain(
        "size_from_below",
        r"a^2+b^2-g",
        (
            Line((w + spread**2 / w) / 2 - spread, "on the orbit, $g=|C|$"),
            Line((w - spread) ** 2 / (2 * w), "not negative, zero at $w=g$, which an orbit with $ab<0$ passes"),
        ),
    )
    yield Chain(
        "size_increases",
        r"\frac{d}{dw}(a^2+b^2)",
        (Line((w**2 - spread**2) / (2 * w**2), "positive for $w>g$, where $ab>0$: the least is at one of the ends"),),
    )


CASES = (
    Case("gaussian", d=2, T=4, parameters=UPPER),
    Case("sparse(c=1)", d=3, T=5, parameters=POINT),
    Case("laplace", d=1, T=4, parameters=UPPER),
)


@crosscheck(rate, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Of the full model: minus the trace of the linearised flow where training ends, losses, and the gradient."""
    from proofs.zheng2024.second_route import forward, quadrature

    point = forward.on_line(d, parameters["a"], parameters["b"])
    best = forward.on_line(d, product_by_quadrature(law, d, T)["product"], 1.0)
    here, least = (quadrature.loss(law, T, where) for where in (point, best))
    squared = sum(float((block**2).sum()) for block in quadrature.gradient(law, T, point).values())
    return {
        "rate": -trace_by_quadrature(law, d, T, *trained_limit(law, d, T, parameters)),
        "ratio": squared / (here - least),
    }


@crosscheck(
    rate,
    "sampled",
    cases=(Case("sparse(c=1)", d=2, T=4, parameters=UPPER), Case("rademacher", d=2, T=4, parameters=UPPER)),
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Minus the sampled trace where training ends."""
    found = trace_by_sampling(law, d, T, *trained_limit(law, d, T, parameters), rng)
    return {"rate": Sample(-found.values, found.variance, found.scale)}
