"""What attention computes on a prompt of any length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Computed, Sample, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.notation import GAMMA, N, Z, in_N
from proofs.zhang2024.prediction.prediction_route import attention_against_formula
from proofs.zhang2024.prediction.tested import attention_error
from proofs.zhang2024.reduced.reduced_route import NARROW, POINT, WIDE
from proofs.zhang2024.sources import printed
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

s = sympy.Symbol("s", positive=True)
"""Standard deviation of a covariate."""


def isotropic() -> sympy.Expr:
    """`tr ZΓ` at `Λ = s² I`."""
    return in_N(substituted(trace(Z @ GAMMA), {"Λ": IDENTITY * s**2}))


@claim(
    "zhang2024/prediction",
    source=printed("equations (4.2) and (4.3)"),
    parts=(
        Equality("difference", attention_error, sympy.Integer(0)),
        Equality("isotropic", isotropic, (1 + (d + 1) / N) * s**2 * trace(Z)),
    ),
    formal="any_prompt",
)
def prediction() -> Iterator[Chain]:
    """On a prompt of M samples the trained model predicts `x_qᵀ Γ⁻¹ (1/M) Σ y_i x_i`, whatever the data are.

    For all d, M, all parameters of the family and all data: attention predicts `(1/M) Σ y_i x_iᵀ (uU) x_q`, an identity
    of words in covariates, labels and query. Derived from the setting it is a mean squared difference that is 0, term
    by term, for covariates, labels and a query with moments of any laws. The trained model is that with `uU = Γ⁻¹`,
    the limit of `theorem-4.1`. The query's own token contributes nothing, because its label is 0; the length N of the
    training is in Γ only. For `Λ = s² I`, `Γ = (1 + (d+1)/N) s² I`.
    """
    yield from ()


@crosscheck(
    prediction,
    "quadrature",
    cases=(Case(NARROW, d=2, N=2, parameters=POINT), Case(WIDE, d=3, N=1, parameters=POINT)),
)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The mean squared difference over all prompts, beside the mean square of the prediction."""
    source, difference, size = attention_against_formula(law, N, parameters)
    return {"difference": Computed(source.mean(difference), source.mean(size))}


@crosscheck(prediction, "sampled", cases=(Case(NARROW, d=2, N=2, parameters=POINT),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The squared differences on random prompts, with the variance that squares of predictions have."""
    source, difference, size = attention_against_formula(law, N, parameters)
    return {"difference": Sample(source.drawn(difference, rng, 20_000), source.variance(size), source.mean(size))}
