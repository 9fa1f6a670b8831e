"""What a step from zero misses where the weights have a mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality, Positive
from proofs.zhang2024b.learnable_start import excess, learnable_start
from proofs.zhang2024b.notation import SIZES, N, at_mean, mu, plain
from proofs.zhang2024b.sources import printed
from proofs.zhang2024b.start_route import CASES, SHORT, plain_gaps
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain


@claim(
    "zhang2024b/approximation-error",
    source=printed("abstract: the approximation error of linear self-attention"),
    parts=(
        Equality("excess", lambda: SIZES.in_n(sympy.cancel(plain() - at_mean())), SIZES.in_n(excess(mu))),
        Positive("share", lambda: 1 / (N + 1)),
    ),
    uses=(learnable_start,),
    rests_on=("spectral-theorem",),
    formal="from_zero",
)
def approximation_error() -> Iterator[Chain]:
    """For weights N(μ, Ψ) steps from 0 have an error of at least `‖μ‖²_Λ/(N + 1)` above that of the best step from μ.

    For all d, N, every positive definite Λ and Ψ, every noise and `μ ≠ 0`. `(1/N) Σ y_i x_iᵀ A q` is what linear
    self-attention predicts where all blocks but `W_PV_22` and `W_KQ_11` are zero; others, which training moves as well
    where `μ ≠ 0`, are not part of this. For every A its mean squared error is that of the step from μ with the same A,
    plus `(N+1)/N ‖AᵀΛμ − N/(N+1) μ‖²_Λ + ‖μ‖²_Λ (1/(N+1) + tr(ΛAΛAᵀ)/N)`. The bound does not depend on A and
    holds for the infimum; it vanishes as N grows.
    """
    yield from ()


@crosscheck(approximation_error, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Differences of mean squared errors with the same matrix."""
    return by_nodes(plain_gaps(law, N, parameters))


@crosscheck(approximation_error, "sampled", cases=SHORT)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(plain_gaps(law, N, parameters), rng)
