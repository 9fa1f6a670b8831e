"""The loss on the family above its least value as a square, and what the gradient is at least beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.notation import RULES, Λ, B, H, R, U, gamma, lam, square, t, u
from proofs.zhang2024.reduced.on_family import least, loss, matrix_gradient
from proofs.zhang2024.reduced.reduced_flow import reduced_flow
from proofs.zhang2024.reduced.reduced_route import NARROW, gap_by_nodes, sampled_gap
from proofs.zhang2024.reduced.roots import BOUNDED, OF_EIGENVECTOR, P, Q, kappa1, kappa2, v
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

OFF = U * u - R
"""`uU − Γ⁻¹`."""

GAP = square(r"(\Gamma\Lambda)^{1/2} (uU - \Gamma^{-1}) \Lambda^{1/2}", H @ OFF @ B) / 2


@cache
def slopes() -> tuple[sympy.Expr, sympy.Expr]:
    """The two squares that the gradient is longer by."""
    return (
        square(
            r"(\Gamma\Lambda - \kappa_1)^{1/2} (\Gamma\Lambda)^{1/2} (uU - \Gamma^{-1}) \Lambda",
            P @ H @ OFF @ Λ,
            BOUNDED,
        ),
        square(
            r"(\Gamma\Lambda)^{1/2} (uU - \Gamma^{-1}) \Lambda^{1/2} (\Lambda - \kappa_2)^{1/2}",
            H @ OFF @ B @ Q,
            BOUNDED,
        ),
    )


@cache
def lengths() -> tuple[sympy.Expr, sympy.Expr]:
    """The two squares that the loss is larger by."""
    return (
        square(r"(\Gamma\Lambda)^{1/2} (uU - \Gamma^{-1}) (\Lambda - \kappa_2)^{1/2}", H @ OFF @ Q, BOUNDED),
        square(r"(\Gamma\Lambda - \kappa_1)^{1/2} (uU - \Gamma^{-1})", P @ OFF, BOUNDED),
    )


LENGTH = trace(v.T @ v)
"""`vᵀv`."""


def gap() -> sympy.Expr:
    """The derived loss minus what it is at `uU = Γ⁻¹`."""
    return loss() - least()


def slope() -> sympy.Expr:
    """`‖∂L/∂U‖²`, derived."""
    return trace(matrix_gradient().T @ matrix_gradient(), RULES)


def at_eigenvector(expression: sympy.Expr) -> sympy.Expr:
    """At `uU = Γ⁻¹ + v vᵀ`."""
    return substituted(expression, {"U": (R + v @ v.T) * (1 / u)}, OF_EIGENVECTOR)


@claim(
    "zhang2024/gradient-dominance",
    source=printed("Lemma 5.4"),
    parts=(
        Equality("least", least, t / 2 - trace(R @ Λ @ Λ, RULES) / 2),
        Equality("gap", gap, GAP),
        Equality(
            "slope",
            lambda: slope() - 2 * u**2 * kappa1 * kappa2 * gap(),
            lambda: u**2 * slopes()[0] + u**2 * kappa1 * slopes()[1],
        ),
        Equality(
            "distance",
            lambda: 2 * gap() - kappa1 * kappa2 * trace(OFF.T @ OFF),
            lambda: lengths()[0] + kappa2 * lengths()[1],
        ),
        Equality("slope_there", lambda: at_eigenvector(slope()), u**2 * gamma**2 * lam**4 * LENGTH**2),
        Equality("gap_there", lambda: at_eigenvector(gap()), gamma * lam**2 * LENGTH**2 / 2),
    ),
    uses=(reduced_flow,),
    rests_on=("spectral-theorem",),
    formal="dominated_gap",
)
def gradient_dominance() -> Iterator[Chain]:
    """On the family `L − min L = ½ ‖(ΓΛ)^½ (uU − Γ⁻¹) Λ^½‖²` and `‖∇L‖² >= 2 u² κ1 κ2 (L − min L)`.

    For all d, N >= 1, every positive definite covariance Λ, every u and U, and all `κ1, κ2 >= 0` for which `ΓΛ − κ1`
    and `Λ − κ2` are positive semidefinite: at best these are the smallest eigenvalues. The loss on the family is least
    exactly where `uU = Γ⁻¹`, and is `½ tr Λ − ½ tr(Γ⁻¹Λ²)` there. The gradient's squared norm is that by u and U, and
    at least that by U, which is the bound plus two squares; for `uU = Γ⁻¹ + v vᵀ`, `u ≠ 0`, v an eigenvector of Λ, it
    is the bound with the eigenvalues of v: no larger constant bounds the part by U. Likewise
    `2 (L − min L) >= κ1 κ2 ‖uU − Γ⁻¹‖²`. This is Lemma 5.4 with `u²` in the place of a bound on it.
    """
    yield from ()


POINT = (("u", 0.75), ("kappa_1", 0.25), ("kappa_2", 0.5))


@crosscheck(
    gradient_dominance,
    "quadrature",
    cases=(Case(NARROW, d=2, N=1, parameters=POINT), Case(NARROW, d=2, N=2, parameters=POINT)),
)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Losses and differences of losses, the least loss being that of the trained model."""
    return gap_by_nodes(law, N, parameters)


@crosscheck(gradient_dominance, "sampled", cases=(Case(NARROW, d=2, N=2, parameters=POINT),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts at the point and of the trained model."""
    return sampled_gap(law, N, parameters, rng)
