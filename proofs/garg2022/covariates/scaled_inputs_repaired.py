"""The error on covariates on another scale, and the scale on which it is least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.covariates.scaled_inputs import LIMIT, exact_scales, limit, scaled_inputs
from proofs.garg2022.covariates.scaled_route import CASES, WIDE, integrands
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.general.error_under_shift import NORMAL_ERROR
from proofs.garg2022.notation import at_identity, c, gamma, sigma, w
from proofs.garg2022.shift_route import STANDARD_SHORT, by_nodes, by_samples
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import SCALED_INPUTS, SCALED_TARGET
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Positive, Settled
from proofs.zhang2024.notation import RULES, Λ, M, R, in_N
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Matrices, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

square = sympy.Symbol("y", positive=True)
"""`c²`."""

LENGTH = trace(w.T @ w)
RELATIVE = (c**2 / gamma - 1) ** 2 + c**4 * (d + 1) / (gamma**2 * M)
BEST = gamma / (1 + (d + 1) / M)


def form(matrices: Matrices) -> sympy.Expr:
    """`‖v‖²` in Λ."""
    return trace(matrices.T @ Λ @ matrices)


OFF = (R @ Λ * c**2 - IDENTITY) @ w
ERROR = c**2 * (form(OFF) + c**4 / M * (form(R @ Λ @ w) + trace(w.T @ Λ @ w) * trace(R @ Λ @ R @ Λ)))


def relative() -> sympy.Expr:
    """The error over the mean square of the target after training with `Λ = I`, as a function of `y = c²`."""
    found = sympy.cancel(at_identity(error(SCALED_INPUTS)) / (c**2 * LENGTH))
    return sympy.cancel(found.xreplace({c: sympy.sqrt(square)}))


def best() -> sympy.Expr:
    """Where the relative error, a quadratic function of y, has no slope."""
    slope = sympy.diff(relative(), square)
    return sympy.cancel(square - slope / sympy.diff(slope, square))


def of_any_query() -> sympy.Expr:
    """c⁴ times the error without a shift of the covariates, for a query of any law."""
    return c**4 * substituted(NORMAL_ERROR.xreplace({sigma: sympy.Integer(0)}), {"G": Λ}, RULES)


@claim(
    "garg2022/scaled-inputs-repaired",
    source=printed("prompts beyond the training distribution, scaled inputs"),
    parts=(
        Equality("error", lambda: error(SCALED_INPUTS), sympy.expand(ERROR)),
        Equality("isotropic", lambda: at_identity(error(SCALED_INPUTS)), c**2 * LENGTH * RELATIVE),
        Equality("distance", lambda: in_N(substituted(error(SCALED_TARGET), {}, RULES)), in_N(of_any_query())),
        Equality("limit", limit, LIMIT),
        Settled("scales", sympy.FiniteSet(-1, 0, 1), exact_scales),
        Equality("best", best, BEST),
        Equality("least", lambda: relative().subs(square, best()), (d + 1) / (M + d + 1)),
        Positive("curved", lambda: sympy.cancel(sympy.diff(relative(), square, 2))),
    ),
    uses=(covariate_shift_repaired,),
    formal="scales_of_inputs",
    repairs=scaled_inputs,
)
def scaled_inputs_repaired() -> Iterator[Chain]:
    """On the scale c the error is `c² [‖(c²RΛ − 1)w‖²_Λ + c⁴ (‖RΛw‖²_Λ + wᵀΛw tr(RΛRΛ))/M]`, 0 in the limit iff c³ = c.

    Samples and query are c times N(0, Λ), for all d, M, N, every positive definite Λ, every task w; `R = Γ⁻¹`. The
    limit as M and N grow is `c² (c² − 1)² wᵀΛw`, 0 for c = 0, 1, −1 and, unless w is 0, for no other c. The distance
    from `c² w·x_q` is c⁴ times the error without the shift, at every query. For `Λ = I` the error over the mean square
    of the target is `(c²/γ − 1)² + c⁴ (d + 1)/(γ² M)`, `γ = 1 + (d + 1)/N`. Of all scales it is least at
    `c² = (1 + (d + 1)/N)/(1 + (d + 1)/M)`, where it is `(d + 1)/(M + d + 1)`: with prompts longer than in training a
    larger scale than that of the training does better, with shorter ones a smaller one.
    """
    yield from ()


STANDARD_CASES = (Case(STANDARD_SHORT, d=2, N=2, M=2, parameters=(("c", 1.5),)), WIDE)


@crosscheck(scaled_inputs_repaired, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer on scaled prompts."""
    found = integrands(law, N, M, parameters["c"])
    return by_nodes({name: found[name] for name in ("error", "distance")})


@crosscheck(scaled_inputs_repaired, "quadrature", cases=STANDARD_CASES)
def after_isotropic_training(
    law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any
) -> Mapping[str, float]:
    """The same after training with `Λ = I`."""
    return by_nodes({"isotropic": integrands(law, N, M, parameters["c"])["isotropic"]})


@crosscheck(scaled_inputs_repaired, "sampled", cases=(WIDE,))
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"isotropic": integrands(law, N, M, parameters["c"])["isotropic"]}, rng)
