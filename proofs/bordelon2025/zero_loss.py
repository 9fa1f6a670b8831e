"""Long prompts with the covariance of the training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.bordelon2025.depth import depth
from proofs.bordelon2025.notation import OF_INVERSE, C, L, Q, R, T, b, factor, step
from proofs.bordelon2025.sources import printed
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from symbolic.algebra.notation import d
from symbolic.algebra.rectangular import Rectangular, eye, paired, zero
from symbolic.typeset.derivation import Chain

GAMMA = R * L
"""`Γ = L Σ⁻¹`."""


def after(layers: int, covariance: Rectangular = Q) -> Rectangular:
    """Weights after that many layers where Xᵀy/P is the covariance times β."""
    found = zero(d, 1)
    for _ in range(layers):
        found = step(found, covariance, covariance @ b, GAMMA)
    return found


@claim(
    "bordelon2025/zero-loss",
    source=printed("Result 3"),
    parts=(
        Equality("factor", lambda: paired(factor(Q, GAMMA), OF_INVERSE), sympy.Integer(0)),
        Equality(
            "any_depth",
            lambda: paired(GAMMA @ (eye(d) + factor(Q, GAMMA) @ T) @ Q @ b * (1 / L), OF_INVERSE, "z"),
            paired(b, name="z"),
        ),
        Equality("one_layer", lambda: paired(after(1), OF_INVERSE, "z"), paired(b, name="z")),
        Equality("two_layers", lambda: paired(after(2), OF_INVERSE, "z"), paired(b, name="z")),
        Equality(
            "one_step",
            lambda: paired(step(b + C @ b, Q, Q @ b, GAMMA), OF_INVERSE, "z"),
            paired(b, name="z"),
        ),
    ),
    uses=(depth,),
    formal="zero_loss",
)
def zero_loss() -> Iterator[Chain]:
    """On long prompts with the covariance of the training `Γ = L Σ⁻¹` predicts every target exactly, at any depth L.

    Where `XᵀX/P = Σ`, invertible, and labels are `β·x`, so that `Xᵀy/P = Σβ`: then `1 − ΣΓ/L` is 0, and the sum of its
    powers is 1 for every `L >= 1`, which is `1 + M T`. The weights are β after the first layer, from any start.
    """
    yield from ()


CASES = tuple(Case(None, d=columns, P=2, L=layers) for columns, layers in ((1, 3), (2, 2), (3, 4)))


@crosscheck(zero_loss, "exact", cases=CASES)
def by_steps(law: None, d: int, P: int, L: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Steps with that matrix, one after the other."""
    from proofs.bordelon2025.second_route.shared_layers import solved

    return solved(d, P, L)
