"""Covariates with independent coordinates: their kurtosis moves Γ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import RULES as OF_NORMAL
from proofs.zhang2024.notation import Λ, B, N, U, Z, square, t, u
from proofs.zhang2024.other_laws.joined_moments import on_family, traced
from proofs.zhang2024.other_laws.other_limit import other_limit
from proofs.zhang2024.other_laws.other_route import FLAT, SPIKED, by_nodes, by_samples
from proofs.zhang2024.other_laws.unusual_draws import COORDINATES
from proofs.zhang2024.reduced.on_family import MATRIX, SCALAR
from proofs.zhang2024.reduced.reduced_route import POINT
from proofs.zhang2024.sources import printed
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named

kappa = sympy.Symbol("kappa", positive=True)
"""`E x_j⁴ / (E x_j²)²`."""

MOVED = Λ * (1 + (kappa - 2) / N) + IDENTITY * (t / N)
"""Γ with the kurtosis; it is the printed one at 3."""

QUADRATIC = named(r"\operatorname{tr}(\Gamma_\kappa\Lambda U \Lambda U^{\top})", trace(MOVED @ Λ @ U @ Λ @ U.T))
LINEAR = trace(Λ @ Λ @ U)
PRINTED = u**2 * QUADRATIC / 2 - u * LINEAR + t / 2


def _standardised(found: sympy.Expr) -> sympy.Expr:
    """With coordinates of variance 1 before they are scaled."""
    values = {"m2(x)": sympy.Integer(1), "m2(q)": sympy.Integer(1), "m4(x)": kappa}
    return sympy.expand(found.xreplace({sympy.Symbol(name, real=True): value for name, value in values.items()}))


def loss() -> sympy.Expr:
    """The population loss on the family, derived."""
    return _standardised(traced(on_family(COORDINATES).terms))


def scalar_gradient() -> sympy.Expr:
    """`∂L/∂u`."""
    return _standardised(traced(on_family(COORDINATES).derivative(SCALAR)))


def paired_gradient() -> sympy.Expr:
    """`tr(Zᵀ ∂L/∂U)`."""
    return _standardised(traced(on_family(COORDINATES).derivative(MATRIX), "Z"))


def excess() -> sympy.Expr:
    """The loss beyond that at kurtosis 3."""
    return sympy.expand(loss() - loss().xreplace({kappa: sympy.Integer(3)}))


def isotropic() -> sympy.Expr:
    """`tr Γ_κ / d` where `Λ = I`."""
    return sympy.cancel(substituted(trace(MOVED), {"Λ": IDENTITY}) / d)


def as_printed(statement: sympy.Expr) -> Answer:
    """Whether this is the one kurtosis at which the gradient by U is the printed one, at all parameters."""
    printed_gradient = paired_gradient().xreplace({kappa: sympy.Integer(3)})
    roots = sympy.solveset(sympy.expand(paired_gradient() - printed_gradient), kappa, sympy.S.Reals)
    if roots == sympy.FiniteSet(statement):
        return Holds("the difference is linear in the kurtosis")
    return Fails(f"the gradients agree at the kurtoses {roots}", f"κ = {statement}")


@claim(
    "zhang2024/kurtosis",
    source=printed("Theorem 4.1, with independent coordinates that are not normal"),
    parts=(
        Equality("loss", loss, PRINTED),
        Equality("scalar_gradient", scalar_gradient, u * QUADRATIC - LINEAR),
        Equality("matrix_gradient", paired_gradient, trace(Z.T @ (MOVED @ Λ @ U @ Λ * u**2 - Λ @ Λ * u))),
        Equality(
            "excess", excess, u**2 * (kappa - 3) * square(r"\Lambda U \Lambda^{1/2}", Λ @ U @ B, OF_NORMAL) / (2 * N)
        ),
        Equality("isotropic", isotropic, 1 + (d + kappa - 2) / N),
        Settled("as_printed", sympy.Integer(3), as_printed),
    ),
    uses=(other_limit,),
    formal="any_law.kurtosis_of_coordinates",
)
def kurtosis() -> Iterator[Chain]:
    """With independent coordinates of kurtosis κ all holds with `Γ_κ = (1 + (κ − 2)/N) Λ + tr(Λ)/N I`: Γ iff κ = 3.

    Coordinates of the covariates and of the query are independent with mean 0, and one law up to their scales,
    `E x_j⁴ = κ (E x_j²)²`, `E x_j² > 0`; `Λ = diag(E x_j²)`, the weights are N(0, I); all d, N >= 1. The loss there is
    `½u² tr(Γ_κΛUΛUᵀ) − u tr(Λ²Uᵀ) + ½ tr Λ`, with its gradients, and the flow of Theorem 4.1 tends to `uU = Γ_κ⁻¹`,
    `u⁴ = tr Γ_κ⁻²`, by `zhang2024/other-covariates-limit`: S is `Γ_κΛ`. It exceeds the loss of normal covariates by
    `u² (κ − 3) ‖ΛUΛ^½‖²/(2N)`. So κ = 3 is necessary and sufficient for the printed flow and its limit; third moments
    are in neither. For `Λ = I` it is `Γ_κ = (1 + (d + κ − 2)/N) I`.
    """
    yield Chain(
        "loss",
        "L",
        (
            Line(loss(), "the derived loss; scales meet in pairs"),
            Line(PRINTED, r"collected, $\Gamma_\kappa = (1 + (\kappa - 2)/N) \Lambda + \operatorname{tr}(\Lambda)/N$"),
        ),
    )


def _at(value: float) -> tuple[tuple[str, float], ...]:
    return (*POINT, ("kappa", value))


CASES = (
    Case(FLAT, d=2, N=2, parameters=_at(1.0)),
    Case(SPIKED, d=2, N=1, parameters=_at(6.0)),
)


@crosscheck(kurtosis, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of all prompts, and its differences along u and along Z."""
    return by_nodes(law, N, parameters)


@crosscheck(kurtosis, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random prompts."""
    return by_samples(law, N, parameters, rng)
