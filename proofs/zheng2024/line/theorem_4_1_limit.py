"""The product of the two scalars at the limit of the flow, from the reduced ODE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.flow.reduced_flow import C1, C2, reduced_flow
from proofs.zheng2024.line.gradient_route import product_by_quadrature, radial_by_sampling
from proofs.zheng2024.notation import a, b, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T, t
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

PRINTED = kappa1 / (kappa2 + kappa3 / (T - 2) * sympy.Sum(1 / (t - 1), (t, 2, T - 1)))


@claim(
    "zheng2024/theorem-4.1-limit",
    source=printed("Theorem 4.1, last display"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Equality("product", lambda: reduced().product, PRINTED),
        Equality("velocity_at_product", lambda: reduced().a_dot.subs(a, reduced().product / b), sympy.Integer(0)),
    ),
    uses=(reduced_flow,),
    formal="line.theorem_4_1_limit",
)
def theorem_4_1_limit() -> Iterator[Chain]:
    r"""On an invariant line the limit of the flow satisfies `ab = κ1 / (κ2 + κ3/(T−2) · Σ_{t=2}^{T−1} 1/(t−1))`.

    For every `T >= 3` and `d`, any law with an invariant line and `κ1 > 0`, from every start with `a_0 + b_0 ≠ 0`.
    """
    harmonic = sympy.harmonic(T - 2)
    yield Chain(
        "product",
        r"\tilde a\tilde b",
        (
            Line(reduced().product, r"the zero of $c_1 - c_2 ab$ in the derived flow"),
            Line(C1 / C2, "factored"),
            Line(kappa1 / (kappa2 + kappa3 * harmonic / (T - 2)), "divided by $T-2$"),
            Line(PRINTED, "definition of the harmonic number"),
        ),
    )
    yield Chain(
        "velocity_at_product",
        r"\frac{da}{d\tau}\Big|_{ab=\tilde a\tilde b}",
        (
            Line(b * (C1 - C2 * sympy.UnevaluatedExpr(C1 / C2)), "put back into the flow"),
            Line(sympy.Integer(0), "an equilibrium"),
        ),
    )


SIZES = (("gaussian", 2, 6), ("sparse(c=1/2)", 3, 5), ("laplace", 2, 4), ("rademacher", 3, 6))


@crosscheck(theorem_4_1_limit, "quadrature", cases=tuple(Case(law, d=d, T=T_) for law, d, T_ in SIZES))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the full model's loss on the line."""
    return product_by_quadrature(law, d, T)


@crosscheck(
    theorem_4_1_limit, "sampled", cases=(Case("gaussian", d=2, T=5), Case("sparse(c=1/2)", d=3, T=6)), at_claimed=True
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of the sampled loss in the direction of the line, which must vanish at the claimed product."""
    return {"product": radial_by_sampling(law, d, T, parameters["product"], rng)}
