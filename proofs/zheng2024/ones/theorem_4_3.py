"""Theorem 4.3: x_1 = 1_d, with the gradient masked off the diagonal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.flow.line_flow import Reduced, positive_form
from proofs.zheng2024.flow.reduced_flow_basins import PARTITION
from proofs.zheng2024.flow.statements import Row, limits, settle_rows
from proofs.zheng2024.landscape.landscape_route import at_rest
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_by_sampling, radial_by_sampling
from proofs.zheng2024.line.line import Place
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.notation import H2, H, a, b, c1, c2
from proofs.zheng2024.ones.masked import MaskRow, line_entry, reduced_at, settle_mask
from symbolic.algebra.notation import T, d, t
from symbolic.decide.outcomes import Answer, Unknown
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

LAW = Ones().at(d)
FORCE = T - 2 - a * b * (T - 2 + (d - 1) * H)
PRODUCT = 1 / (1 + (d - 1) / (T - 2) * sympy.Sum(1 / (t - 1), (t, 2, T - 1)))
OFF_DIAGONAL = {
    "W_PV_12": a**2 * b * H,
    "W_KQ_32": b * H * (2 * a * b - 1) + (d - 2) * a * b**2 * H2,
}
"""The gradient off the diagonal, which the mask sets to zero."""

MASK: tuple[MaskRow, ...] = (
    ("W_PV_12", 1),
    ("W_PV_13", 0),
    ("W_KQ_22", 0),
    ("W_KQ_23", 0),
    ("W_KQ_32", 1),
    ("W_KQ_33", 0),
)
"""The blocks that have to be masked."""


def mask(statement: tuple[MaskRow, ...]) -> Answer:
    """Settled by the derived gradient on the line."""
    return settle_mask(LAW, statement)


def partition(statement: tuple[Row, ...]) -> Answer:
    """Settled against the solution of the flow, whose constants are positive here."""
    found = reduced_at(LAW)
    if not all(
        positive_form(c.subs(d, 1 + sympy.Symbol("m", nonnegative=True))).is_positive for c in (found.c1, found.c2)
    ):
        return Unknown(f"the constants {found.c1} and {found.c2} are not known to be positive")
    return settle_rows(Reduced(c1, c2), limits, statement)


def derived(block: str, place: Place) -> Callable[[], sympy.Expr]:
    """The derived gradient at `x_1 = 1_d`."""
    return lambda: line_entry(LAW, block, place)


@claim(
    "zheng2024/theorem-4.3",
    source=printed("Theorem 4.3, Section 4.3"),
    family=Ones(),
    parts=(
        Settled("mask", MASK, mask),
        *(
            Equality(f"{block}[j,k]", derived(block, Place.OFF_DIAGONAL), right)
            for block, right in OFF_DIAGONAL.items()
        ),
        Equality("a_velocity", lambda: reduced_at(LAW).a_dot, b * FORCE),
        Equality("b_velocity", lambda: reduced_at(LAW).b_dot, a * FORCE),
        Equality("product", lambda: reduced_at(LAW).product, PRODUCT),
        Settled("partition", PARTITION, partition),
    ),
    uses=(gradient,),
    formal="ones.theorem_4_3",
    rests_on=("ode-uniqueness",),
)
def theorem_4_3() -> Iterator[Chain]:
    """For `x_1 = 1_d` with gradients masked off the diagonal, the flow converges as in Theorem 4.1.

    Started on the line it stays there and obeys `a' = b (c1 − c2 ab)`, `b' = a (c1 − c2 ab)` with `c1 = T−2`,
    `c2 = T−2 + (d−1) H_{T−2}`, which are the constants of Theorem 4.1 at `κ1 = κ2 = 1`, `κ3 = d−1`. Unless
    `a_0 + b_0 = 0` the product tends to `1/(1 + (d−1)/(T−2) Σ_{t=2}^{T−1} 1/(t−1))`. For d >= 2 the mask has to touch
    the entries off the diagonal of `W_PV_12` and of `W_KQ_32`, and no others: the gradient by the other blocks is zero.
    """
    for name, stated in (("a_velocity", b * FORCE), ("b_velocity", a * FORCE)):
        velocity = reduced_at(LAW).a_dot if name == "a_velocity" else reduced_at(LAW).b_dot
        yield Chain(
            name,
            rf"\frac{{d{name[0]}}}{{d\tau}}",
            (Line(velocity, "minus the derived gradient of a diagonal entry"), Line(stated, "collected")),
        )
    yield Chain(
        "product",
        r"\tilde a\tilde b",
        (Line(reduced_at(LAW).product, "the zero of $c_1 - c_2 ab$"), Line(PRODUCT, "divided by $T-2$")),
    )


STARTS = ((("a", 0.5), ("b", 0.25)), (("a", -0.25), ("b", -1.0)), (("a", 1.0), ("b", -0.5)))
SIZES = ((2, 4), (3, 5), (1, 4))


@crosscheck(
    theorem_4_3,
    "quadrature",
    cases=tuple(Case("ones", d=d, T=T, parameters=start) for d, T in SIZES for start in STARTS),
)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model with masked gradients, trained from the line until it is at rest."""
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.gradient_sources import masked
    from proofs.zheng2024.second_route.population import Population

    end = at_rest(masked(Population(law, T)), on_line(d, parameters["a"], parameters["b"]))
    first, second = (float(end[block][0, 0]) for block in ("W_KQ_32", "W_PV_12"))
    return {"product": first * second}


@crosscheck(
    theorem_4_3, "quadrature", cases=tuple(Case("ones", d=d, T=T, parameters=POINT) for d, T in ((2, 5), (3, 4)))
)
def off_the_diagonal(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """What the mask sets to zero, by quadrature of the full model's gradient."""
    from proofs.zheng2024.second_route import forward, quadrature

    blocks = quadrature.gradient(law, T, forward.on_line(d, parameters["a"], parameters["b"]))
    return {f"{block}[j,k]": float(blocks[block][0, 1]) for block in OFF_DIAGONAL}


@crosscheck(theorem_4_3, "sampled", cases=(Case("ones", d=3, T=4, parameters=POINT),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same from sampled sequences."""
    found = entries_by_sampling(law, d, T, parameters, rng)
    return {f"{block}[j,k]": found[f"{block}[j,k]"] for block in OFF_DIAGONAL}


@crosscheck(theorem_4_3, "sampled", cases=(Case("ones", d=2, T=5),), at_claimed=True)
def slope_by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of the sampled loss along the line, which must vanish at the claimed product."""
    return {"product": radial_by_sampling(law, d, T, parameters["product"], rng)}
