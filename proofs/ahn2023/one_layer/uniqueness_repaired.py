"""All minimisers of the loss of one layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs.ahn2023.notation import n, printed
from proofs.ahn2023.one_layer.even_part import ALONE, APART, LENGTHS, inverse, outer, unmixed, without
from proofs.ahn2023.one_layer.every_parameter import LINEAR
from proofs.ahn2023.one_layer.one_layer_route import NARROW, POINT, even_by_nodes, even_by_samples
from proofs.ahn2023.one_layer.theorem_1 import theorem_1
from proofs.ahn2023.one_layer.uniqueness import exchanged, from_two_on, lam, only_rescaled, uniqueness
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from symbolic.algebra.notation import d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain


@claim(
    "ahn2023/uniqueness-repaired",
    source=printed("Theorem 1, up to rescaling"),
    parts=(
        Equality("even", lambda: LINEAR.in_n(unmixed()), LINEAR.in_n(LENGTHS + ALONE)),
        Equality("without_u", lambda: LINEAR.in_n(without("u")), LINEAR.in_n(APART)),
        Equality("without_v", lambda: LINEAR.in_n(without("v")), LINEAR.in_n(APART)),
        Equality("outer", lambda: outer(square=True), outer(square=False) ** 2),
        Equality("inverse", lambda: inverse(True, d) - inverse(False, d) ** 2, d * (1 - d)),
        Settled("dimension", 2, only_rescaled, within=from_two_on),
        Equality("exchanged", exchanged, lam - lam / (1 + 2 / n)),
    ),
    uses=(theorem_1,),
    repairs=uniqueness,
    rests_on=("spectral-theorem",),
    formal="minimisers",
)
def uniqueness_repaired() -> Iterator[Chain]:
    """For positive definite Σ all minimisers are `P_21 = 0`, `Q_21 = 0`, `P_22 Q_11 = −Γ⁻¹`; d = 1 has one more branch.

    For all n and every d >= 2, over everything that the prediction depends on: the minimiser is unique but for
    `P → cP`, `Q → Q/c`, and what the other blocks are. For d = 1 there is also `P_22 = 0`, `Q_11 = 0`,
    `P_21 Q_21 = −1/γ`, and nothing else. By `theorem-1` the loss is least exactly where `u Q_11 + p vᵀ = −Γ⁻¹` and the
    even part of the prediction vanishes. Its mean square is a sum of squares one of which is `2u² vᵀΣv` times a
    positive number, so u or v is zero; then it is at least `(1/n) (pᵀΣp) tr(ΣQ_11ΣQ_11ᵀ)`, so p or `Q_11` is. With
    p = 0 the first equation leaves `u ≠ 0` and v = 0. With `Q_11 = 0` it leaves `M = p vᵀ Γ = −1`, where
    `tr M² = (tr M)²` gives `d = d²`.
    """
    yield from ()


@crosscheck(uniqueness_repaired, "quadrature", cases=(Case(NARROW, d=2, n=2, parameters=POINT),))
def by_quadrature(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squares of half the sum of the predictions for w and −w."""
    return even_by_nodes(law, n, parameters)


@crosscheck(uniqueness_repaired, "sampled", cases=(Case(NARROW, d=2, n=1, parameters=POINT),))
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Such squares at random prompts, where u is zero."""
    return even_by_samples(law, n, parameters, rng)
