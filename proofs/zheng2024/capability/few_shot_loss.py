"""The loss of the last token alone, as in few-shot pretraining: where its flow goes, beside the autoregressive one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.capability.capability_route import (
    best,
    energy,
    last_losses,
    last_radials,
    nodes,
    nodes_of_squares,
)
from proofs.zheng2024.capability.prediction import constants, last, over_times, overlap, square
from proofs.zheng2024.flow.line_flow import DEFINITIONS, DOUBLE_COUNTING, reduced
from proofs.zheng2024.line.line import Place, entry, line_gradient, tangent
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.notation import H, a, b, e, kappa1, kappa2, kappa3, n
from symbolic.algebra.notation import T
from symbolic.decide.conditions import vanishes
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.expectation.moments import moments_in
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

LAST = kappa1 / (kappa2 + kappa3 / (T - 2))
FORCE = kappa1 - (kappa2 + kappa3 / (T - 2)) * a * b
GAP = kappa3 * (H - 1) / ((T - 2) * kappa2 + kappa3)

g, k1, k2, k3 = sympy.symbols("g k_1 k_2 k_3", positive=True)
"""`H_{T−2} − 1` (positive from T = 4 on) and κ's, all of them positive."""

LEFT_OVER = (("W_PV_12", Place.OFF_DIAGONAL), ("W_KQ_32", Place.OFF_DIAGONAL))
"""The entries off the line whose gradient needs a moment condition."""


def velocity(block: str) -> sympy.Expr:
    """Minus the last token's gradient by a diagonal entry on the line, in formal moments."""
    return -last(entry(block, Place.DIAGONAL).expression(T))


def product() -> sympy.Expr:
    """Where the last token's velocity by b, `a (c1 − c2 ab)`, vanishes besides at a = 0."""
    poly = sympy.Poly(sympy.expand(constants(velocity("W_PV_12"))), a, b)
    return -poly.coeff_monomial(a) / poly.coeff_monomial(a**2 * b)


def difference() -> sympy.Expr:
    """Its product over the autoregressive one, less 1."""
    return product() / reduced().product - 1


def last_loss(u: sympy.Expr) -> sympy.Expr:
    """The last token's loss at `ab = u`, per coordinate and up to a constant."""
    return constants(last(over_times(square()))) * u**2 / 2 - constants(last(over_times(overlap()))) * u


def conditions_suffice(statement: tuple[tuple[str, Place], ...]) -> Answer:
    """Whether just these entries off the line are left, and the line conditions name every moment in them."""
    shares = {(e.block, e.place): last(e.expression(T)) for e in line_gradient() if not tangent(e.block, e.place)}
    left = {place for place, share in shares.items() if share != 0}
    if left != set(statement):
        return Fails(f"the entries left over are {sorted(left)}", str(sorted(left ^ set(statement))))
    patterns = {pattern for share in shares.values() for pattern in moments_in(share)}
    for pattern in sorted(patterns):
        if vanishes(*pattern.free, over=pattern.summed) not in LINE_CONDITIONS.conditions:
            return Fails(f"no condition says that {pattern.text} vanishes", pattern.text)
    return Holds(f"{len(patterns)} moments, each zero by the conditions for an invariant line")


@claim(
    "zheng2024/few-shot-loss",
    source=printed("review thread, reviewer c1Lc: only the last term of the loss"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Equality("a_velocity", lambda: velocity("W_KQ_32"), b * FORCE),
        Equality("b_velocity", lambda: velocity("W_PV_12"), a * FORCE),
        Settled("line", LEFT_OVER, conditions_suffice),
        Equality("product", lambda: product(), LAST),
        Equality("difference", difference, GAP),
        Positive("larger", lambda: GAP.xreplace({H: 1 + g, kappa1: k1, kappa2: k2, kappa3: k3, T: n + 2})),
        Equality("at_three", lambda: difference().subs(T, 3), sympy.Integer(0)),
        Equality(
            "better",
            lambda: last_loss(product() + e) - last_loss(product()),
            (kappa2 + kappa3 / (T - 2)) * e**2 / 2,
        ),
        Equality("limit", lambda: sympy.Limit(product(), T, sympy.oo), kappa1 / kappa2),
        Equality("limit_autoregressive", lambda: sympy.Limit(reduced().product, T, sympy.oo), kappa1 / kappa2),
    ),
    uses=(theorem_4_1_limit,),
    formal="capability.few_shot_loss",
)
def few_shot_loss() -> Iterator[Chain]:
    """With only the last term `t = T−1` of the loss the flow's product tends to `κ1/(κ2 + κ3/(T−2))`.

    Under the same moment conditions the line is invariant, and the flow on it has the form of `reduced-flow`, so it
    goes to that product from every start with `a_0 + b_0 ≠ 0`. The product is never smaller than the autoregressive
    one, which has `κ3 H_{T−2}/(T−2)` in the place of `κ3/(T−2)`: equal at T = 3 and where `κ3 = 0`, and otherwise
    larger by the part `κ3 (H_{T−2} − 1)/((T−2) κ2 + κ3)` of it, since `H_{T−2} > 1` from T = 4 on. On the last token
    it is the best step; one that differs by e loses `(κ2 + κ3/(T−2)) e²/2` a coordinate. As `T → ∞` both tend to
    `κ1/κ2`: the two objectives lead to the same model.
    """
    for name, block, stated in (("a_velocity", "W_KQ_32", b * FORCE), ("b_velocity", "W_PV_12", a * FORCE)):
        yield Chain(
            name,
            rf"\frac{{d{name[0]}}}{{d\tau}}",
            (
                Line(velocity(block), "minus the derived gradient at $T$ less that at $T-1$"),
                Line(stated, "moments by name", (*DEFINITIONS, DOUBLE_COUNTING)),
            ),
        )
    yield Chain(
        "difference",
        r"\tilde a\tilde b\,\Big|_{\text{last}} \Big/ \tilde a\tilde b\,\Big|_{\text{all}} - 1",
        (
            Line(LAST / reduced().product - 1, "the two limits"),
            Line(GAP, "over a common denominator"),
        ),
    )
    sequence = {kappa1: sympy.Integer(3), kappa2: sympy.Integer(15), kappa3: sympy.Integer(12)}
    for name, finite in (("limit", LAST), ("limit_autoregressive", reduced().product)):
        yield Chain(
            name,
            r"\lim_{T\to\infty}\tilde a\tilde b",
            (
                Line(sympy.Limit(finite, T, sympy.oo), "finite-$T$ value"),
                Line(kappa1 / kappa2, r"$1/(T-2)$ and $H_{T-2}/(T-2)$ vanish"),
            ),
            sequence=sequence,
        )


SIZES = (("gaussian", 2, 5), ("laplace", 2, 4), ("rademacher", 3, 6), ("uniform", 2, 3))


@crosscheck(few_shot_loss, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in SIZES))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Where the full model's loss of the last token is least on the line."""
    return {"product": best(nodes(law, T), lambda at: last_losses(T, at))}


@crosscheck(few_shot_loss, "sampled", cases=(Case("uniform", d=2, T=4), Case("rademacher", d=2, T=6)), at_claimed=True)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of the last token's sampled loss along the line, which must vanish at the claimed product."""
    points, claimed = nodes_of_squares(law, T), parameters["product"]
    scale = energy(points, lambda at: last_losses(T, at), claimed)
    return {"product": points.sample(last_radials(T, claimed), law, rng, scale)}
