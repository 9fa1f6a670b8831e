"""Which shifts of the covariates long prompts tolerate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.covariate_shift import covariate_shift, long_prompts
from proofs.garg2022.general.error_under_shift import BIAS, error_under_shift, linear
from proofs.garg2022.notation import INVERSE, G, L, Q, W, after_long_training, w
from proofs.garg2022.shift_route import TRAINED_ON, Integrands, by_nodes, by_samples, trained, weights
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import NOISY, TASKS
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality
from proofs.zhang2024.notation import GAMMA, B, M, N, R, Z, g, gamma, in_g, lam, t
from symbolic.algebra.limits import limit_at_infinity
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

size = sympy.Symbol("t", positive=True)
"""`tr Λ`."""

S = of_letter(Letter("S", symmetric=True))
"""`Λ^{-1/2} G Λ^{-1/2}`, so that `G = Λ^{1/2} S Λ^{1/2}`."""


def form(matrices: Matrices) -> sympy.Expr:
    """`‖v‖²_Q`."""
    return trace(matrices.T @ Q @ matrices, INVERSE)


def same_law() -> sympy.Expr:
    """The limit where the query has the second moment of the samples."""
    shape = B @ S @ B
    return substituted(substituted(long_prompts(), {"Q": G}), {"G": shape}, INVERSE)


def at_gamma() -> sympy.Expr:
    """The error of infinitely long prompts with `G = Γ`, at a finite length of the training."""
    return substituted(in_g(linear().coeff(M, 0)), {"G": GAMMA}, INVERSE)


def inverse_limit() -> sympy.Expr:
    """What an eigenvalue of R tends to as N grows, `1/γ` where that of Λ is λ."""
    return limit_at_infinity((1 / gamma).xreplace({g: 1 + 1 / N, t: size}), N)


LEFT = (L @ G - IDENTITY) @ w
"""What is left of the task after long prompts and long training."""

SLOW = R @ (IDENTITY + L * t) @ G @ w


@claim(
    "garg2022/covariate-shift-repaired",
    source=printed("prompts beyond the training distribution, as Zhang et al. 2024 explain them: covariate shifts"),
    parts=(
        Equality("long_prompt", lambda: linear().coeff(M, 0), BIAS),
        Equality("normal_long_prompt", lambda: error(NOISY).coeff(M, 0), BIAS),
        Equality("approach", lambda: substituted(in_g(BIAS), {}, INVERSE), form(LEFT - SLOW * (g - 1))),
        Equality(
            "inverse", lambda: trace(Z.T @ (L - R) @ Z), (g - 1) * trace(Z.T @ R @ (IDENTITY + L * t) @ Z, INVERSE)
        ),
        Equality("inverse_limit", inverse_limit, 1 / lam),
        Equality("limit", long_prompts, form(LEFT)),
        Equality(
            "mean_task",
            lambda: after_long_training(error(TASKS).coeff(M, 0)),
            trace((G @ L - IDENTITY) @ Q @ (L @ G - IDENTITY) @ W),
        ),
        Equality("same_law", same_law, trace(w.T @ B @ (S - IDENTITY) @ S @ (S - IDENTITY) @ B @ w)),
        Equality("at_gamma", at_gamma, sympy.Integer(0)),
    ),
    uses=(error_under_shift,),
    formal="limits.tolerated_shifts",
    repairs=covariate_shift,
    rests_on=("spectral-theorem",),
)
def covariate_shift_repaired() -> Iterator[Chain]:
    """The error tends to `‖(Λ⁻¹G − 1)w‖²_Q` as prompts and training grow; for every task to 0 iff `QΛ⁻¹G = Q`.

    `G = E x xᵀ` and `Q = E x_q x_qᵀ` of the test; any laws with finite fourth and second moments, all d, positive
    definite Λ; in the samples' labels any noise of mean 0, which counts as normal noise of its variance does. As
    `M → ∞` at fixed N the error tends to `‖(RG − 1)w‖²_Q`, the rest being a multiple of 1/M; there
    `(RG − 1)w = (Λ⁻¹G − 1)w − R(1 + tr Λ Λ⁻¹)Gw/N`, and R tends to Λ⁻¹ from below: `Λ⁻¹ − R = R(1 + tr Λ Λ⁻¹)/N`,
    which is positive definite. So no query sees a shift with `G = Λ` in the limit, whatever else changes in the law.
    Where the query has the second moment of the samples the limit is `wᵀ Λ^½ S(S − 1)² Λ^½ w` with `S = Λ^-½ G Λ^-½`:
    it is 0 for every task iff S is an orthogonal projection, its eigenvalues being 0 and 1. At a finite N an
    infinitely long prompt is answered exactly at `G = Γ`, not at `G = Λ`. Where `Λ = I` and coordinates of samples and
    query are independent, of symmetric laws with the variance 1, and m4 is the fourth moment of those of samples, the
    error is `((1/γ − 1)² + (d − 2 + m4)/(γ² M)) ‖w‖²`, `γ = 1 + (d + 1)/N`: that of signs is below that of normal
    covariates.
    """
    yield from ()


def integrands(law: Law, N: int) -> Integrands:
    """Prompts that stand for infinitely long ones: the d columns of a root of `d G`, whose mean square is G."""
    import numpy as np

    from proofs.garg2022.second_route import shapes
    from proofs.garg2022.shift_route import NORMAL, prompts, squared_errors

    d, end, task = law.d, trained(law, N), weights(law.d)
    fixed, queries = np.sqrt(d) * shapes.root("G", d).T, shapes.root("Q", d)

    def f(q: Any) -> Any:
        x, q = np.broadcast_to(fixed, (len(q), d, d)), q @ queries.T
        return squared_errors(end, x, x @ task, q, q @ task)

    source = prompts((NORMAL, d, 2))
    return {"long_prompt": (source, f), "normal_long_prompt": (source, f)}


CASES = (Case(TRAINED_ON, d=2, N=1), Case(TRAINED_ON, d=2, N=3))


@crosscheck(covariate_shift_repaired, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes(integrands(law, N))


@crosscheck(covariate_shift_repaired, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random queries."""
    return by_samples(integrands(law, N), rng)
