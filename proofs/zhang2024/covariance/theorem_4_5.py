"""Where training ends when each prompt has its own diagonal covariance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.covariance.random_covariance import diagonal_gradient, loss, on_multiples, scalar_gradient
from proofs.zhang2024.covariance.random_route import prompts, sampled, trained, trained_product, velocities
from proofs.zhang2024.notation import N, m1, m2, m3, u
from proofs.zhang2024.sources import printed
from symbolic.algebra.notation import d
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named

a = sympy.Symbol("a", real=True)
"""The multiple of the identity that U is."""

WEIGHT = named("c", (1 + 1 / N) * m3 + (m3 + (d - 1) * m1 * m2) / N)
"""A diagonal entry of `E ΓΛ²`."""

PRODUCT = m2 / WEIGHT
"""A diagonal entry of `(E ΓΛ²)⁻¹ E Λ²`."""


def product() -> sympy.Expr:
    """The ua at which the derived gradient by a diagonal entry of U vanishes, `u ≠ 0`."""
    force = sympy.expand(diagonal_gradient() / u)
    return sympy.cancel(-force.coeff(a, 0) / (force.coeff(a, 1) / u))


def rate(function: sympy.Expr) -> sympy.Expr:
    """The derivative along the flow of all entries, on the family."""
    return sympy.expand(-sympy.diff(function, u) * scalar_gradient() - sympy.diff(function, a) * diagonal_gradient())


STAYING = ("W_KQ_12", "W_KQ_21", "W_KQ_22", "W_PV_11", "W_PV_12", "W_PV_21")


def invariant(statement: tuple[str, ...]) -> Answer:
    """Whether the gradient by these blocks, and no others, vanishes, and that by U is a multiple of the identity."""
    derived = on_multiples().gradient
    zero = tuple(sorted(set(on_multiples().derived.setting.blocks) - set(derived)))
    if zero != tuple(sorted(statement)):
        return Fails(f"the gradient vanishes by {', '.join(zero)}", f"blocks {', '.join(statement)}")
    diagonal_gradient()
    return Holds("no other block has a gradient, and no entry of U off the diagonal")


@claim(
    "zhang2024/theorem-4.5",
    source=printed("Theorem 4.5"),
    parts=(
        Settled("invariance", STAYING, invariant),
        Equality("scalar_velocity", lambda: -scalar_gradient(), d * a * (m2 - WEIGHT * u * a)),
        Equality("diagonal_velocity", lambda: -diagonal_gradient(), u * (m2 - WEIGHT * u * a)),
        Equality("product", product, PRODUCT),
        Equality("conserved", lambda: rate(u**2 - d * a**2), sympy.Integer(0)),
        Equality("product_rate", lambda: rate(u * a), (u**2 + d * a**2) * (m2 - WEIGHT * u * a)),
        Equality("autonomous", lambda: (u**2 + d * a**2) ** 2, (u**2 - d * a**2) ** 2 + 4 * d * (u * a) ** 2),
        Equality("least", lambda: loss().subs(a, product() / u), d * m1 / 2 - d * m2**2 / (2 * WEIGHT)),
    ),
    rests_on=("ode-uniqueness", "monotone-convergence"),
    formal="random_prompts.random_eigenvalues",
)
def theorem_4_5() -> Iterator[Chain]:
    """With random diagonal Λ, eigenvalues independent of one law, the flow tends to `uU = (E ΓΛ²)⁻¹ E Λ²`.

    For all d, N, every law of an eigenvalue λ >= 0 with `E λ² > 0` and `E λ³` finite, from every start `u > 0`,
    `U = aI` with a > 0, all other blocks 0; Λ is drawn once for a prompt and its query. `Γ = (1 + 1/N) Λ + tr(Λ)/N` is
    random, and both means are multiples of the identity: `uU = E λ² / c I` with
    `c = (1 + 1/N) E λ³ + (E λ³ + (d − 1) E λ E λ²)/N`. The flow of all entries stays on the family. It conserves
    `u² − d a²`, and ua moves by the equation `(ua)' = (u² + d a²)(E λ² − c ua)`, in which `u² + d a²` is the root of
    `(u² − d a²)² + 4d (ua)²`: monotonically to the one zero, staying positive. Where uU is this multiple of the
    identity the loss is least over all u and U. Printed for independent eigenvalues and `W_KQ_11 = σΘΘᵀ`; here all have
    one law and ΘΘᵀ is a multiple of the identity.
    """
    yield Chain(
        "product",
        r"\tilde u \tilde a",
        (
            Line(product(), "the zero of the derived gradient by a diagonal entry"),
            Line(PRODUCT, r"the diagonal entries of $\mathbb{E}\,\Gamma\Lambda^2$ and $\mathbb{E}\,\Lambda^2$"),
        ),
    )


POINT = (("u", 0.75), ("a", 0.5))
FINITE = Case("finite(1:1/2, 2:1/4, 1/2:1/4)", d=1, N=2, parameters=POINT)
CASES = (Case("exponential", d=2, N=1, parameters=POINT), FINITE)


@crosscheck(theorem_4_5, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Minus the gradient of the mean loss, and the product and the loss of the model trained until it rests."""
    source, end = trained(law, N)
    return {**velocities(law, N, parameters), "product": trained_product(law, N), "least": source.loss(end)}


@crosscheck(theorem_4_5, "sampled", cases=(FINITE,))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts at the trained model."""
    from proofs.zhang2024.second_route.regression import losses

    _, end = trained(law, N)
    return {"least": sampled(prompts(law, N), losses(end), rng)}
