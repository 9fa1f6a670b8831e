"""Does the start of Theorem 4.1 have to be positive semidefinite?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.zhang2024.notation import Z, g, lam, u
from proofs.zhang2024.reduced.on_family import paired_gradient, scalar_gradient
from proofs.zhang2024.reduced.reduced_flow import reduced_flow
from proofs.zhang2024.reduced.reduced_route import regression, sampled
from proofs.zhang2024.sources import printed
from symbolic.algebra.equality import Same, same
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

r = sympy.Symbol("r", positive=True)
"""The root of d."""

SPEED = lam**2 * u * (r + lam * (g + (g - 1) * r**2) * u**2)
"""How fast u falls on the ray `U = −(u/√d) I`, where `Λ = λI`."""


def on_ray(expression: sympy.Expr, sign: int = -1) -> sympy.Expr:
    """At `Λ = λI` and `U = ± (u/r) I`, `d = r²`."""
    found = substituted(expression, {"Λ": IDENTITY * lam, "U": IDENTITY * (sign * u / r)})
    return sympy.expand(found.xreplace({d: r**2}))


def leaving(sign: int = -1) -> sympy.Expr:
    """The part of `tr Zᵀ U'` off the ray: zero where the flow stays on the ray."""
    velocity = -on_ray(paired_gradient(), sign)
    return sympy.expand(velocity + sign * on_ray(scalar_gradient(), sign) / r * trace(Z))


def speed(sign: int = -1) -> sympy.Expr:
    """`−u'` on the ray."""
    return on_ray(scalar_gradient(), sign)


def from_signed(statement: tuple[int, ...]) -> Answer:
    """Refuted by a sign for which the flow from `σ S`, S the identity with it over √d, ends at the origin.

    It does where the flow stays on the ray of its start and u falls as long as it is positive.
    """
    for sign in statement:
        stays = isinstance(same(leaving(sign), sympy.Integer(0)), Same)
        if stays and positive(sympy.expand(speed(sign) / u)).is_positive:
            start = "Λ = I, d = 4, N = 1, W_PV_22 = σ, W_KQ_11 = −(σ/2) I, any σ > 0"
            return Fails("u falls as long as it is positive, and the flow ends at the origin", start)
    return Unknown("u falls all the way on none of the rays")


def positive(expression: sympy.Expr) -> sympy.Expr:
    """The same where u and `1/N = g − 1` are positive."""
    values = {u: sympy.Symbol("u", positive=True), g: 1 + sympy.Symbol("h", positive=True)}
    return sympy.expand(expression.xreplace(values))


@claim(
    "zhang2024/initialisation",
    source=printed("Assumption 3.3, with any symmetric matrix in the place of ΘΘᵀ"),
    parts=(
        Equality("ray", leaving, sympy.Integer(0)),
        Equality("speed", speed, SPEED),
        Positive("falling", lambda: positive(SPEED)),
        Settled("signs", (1, -1), from_signed),
    ),
    uses=(reduced_flow,),
    formal="falling_start",
)
def initialisation() -> Iterator[Chain]:
    """Theorem 4.1 holds from every start `W_PV_22 = σ`, `W_KQ_11 = σS`, S symmetric, `‖S‖_F = 1`, for small σ > 0.

    False: for `Λ = λI` and `S = −I/√d` the flow stays on the ray `U = −(u/√d) I`, on which
    `u' = −λ² u (√d + γ u²)`. It ends at the origin, a saddle of the loss, for every σ.
    """
    yield from ()


POINT = (("u", 0.75), ("r", 2.0), ("lambda", 1.0))


def _falling(d: int) -> Any:
    import numpy as np

    from proofs.zhang2024.second_route.regression import along

    point = {"W_PV_22": np.array([[0.75]]), "W_KQ_11": -0.75 / d**0.5 * np.eye(d)}
    return along(point, {"W_PV_22": np.ones((1, 1))})


@crosscheck(initialisation, "quadrature", cases=(Case("gaussian", d=4, N=1, parameters=POINT),))
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The difference of the mean loss along u at a point of the ray."""
    return {"speed": regression(law, N).mean(_falling(d))}


@crosscheck(initialisation, "sampled", cases=(Case("gaussian", d=1, N=2, parameters=(*POINT[::2], ("r", 1.0))),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random prompts."""
    return {"speed": sampled(regression(law, N), _falling(d), rng)}
