"""Long prompts with another covariance than in training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import sympy

from proofs.bordelon2025.notation import E, L, O, R, S, b, step, w
from proofs.bordelon2025.setting import REMAINDER
from proofs.bordelon2025.sources import printed
from proofs.bordelon2025.zero_loss import after, zero_loss
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from symbolic.algebra.notation import d
from symbolic.algebra.rectangular import eye, letter_of, paired
from symbolic.algebra.traces import substituted, trace
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.typeset.derivation import Chain

LEFT = eye(d) - R @ S
"""`1 − Σ⁻¹Σ'`."""


@cache
def error() -> sympy.Expr:
    """The derived mean squared error where `(1 − E) β` is predicted."""
    return in_traces(Derived(REMAINDER).terms, {"S": letter_of(S), "O": letter_of(O)})


def after_two() -> sympy.Expr:
    """The same with `E = (1 − Σ⁻¹Σ')²`."""
    return substituted(error(), {"E": (LEFT @ LEFT).words})


@claim(
    "bordelon2025/other-covariance",
    source=printed("Result 5"),
    parts=(
        Equality("error", error, trace((O @ E.T @ S @ E).words)),
        Equality("step", lambda: paired(b - step(w, S, S @ b, R * L), name="z"), paired(LEFT @ (b - w), name="z")),
        Equality("two_layers", lambda: paired(b - after(2, S), name="z"), paired(LEFT @ LEFT @ b, name="z")),
        Equality("error_after_two", after_two, trace((O @ (LEFT @ LEFT).T @ S @ LEFT @ LEFT).words)),
    ),
    uses=(zero_loss,),
    formal="error_elsewhere",
)
def other_covariance() -> Iterator[Chain]:
    """With `Γ = L Σ⁻¹`, on long prompts of covariance Σ', the error is `tr Ω' [(1 − Σ⁻¹Σ')^L]ᵀ Σ' (1 − Σ⁻¹Σ')^L`.

    For all d and L, every positive definite Σ, every Σ' and every covariance Ω' of the weights β, written Q, S and O. A
    layer takes `β − w` to `(1 − Σ⁻¹Σ')(β − w)`, so that `β − w = E β` after L layers from 0, with the L-th
    power E; and the mean of `(x·Eβ)²` is `tr Ω' Eᵀ Σ' E`.
    """
    yield from ()


CASES = tuple(Case(None, d=size, P=2, L=layers) for size, layers in ((1, 2), (2, 1), (3, 2)))


@crosscheck(other_covariance, "exact", cases=CASES)
def by_factors(law: None, d: int, P: int, L: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Steps in fractions; the mean from the columns of factors of both covariances."""
    from proofs.bordelon2025.second_route.shared_layers import remaining

    return remaining(d, P, L)
