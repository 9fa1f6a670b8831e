"""What L layers with shared weights compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.bordelon2025.notation import C, L, P, S, T, X, factor, s, step, w, y
from proofs.bordelon2025.sources import printed
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from symbolic.algebra.notation import d
from symbolic.algebra.rectangular import Rectangular, eye, paired, rectangular, zero
from symbolic.algebra.traces import derivative, trace
from symbolic.typeset.derivation import Chain


def summed(powers: Rectangular) -> Rectangular:
    """`Γ T s/L`, T the sum of powers of M."""
    found: Rectangular = C @ powers @ s * (1 / L)
    return found


def slope() -> sympy.Expr:
    """Minus the derivative of `‖Xw − y‖²/(2P)`, paired."""
    off = X @ w - y
    return sympy.expand(-derivative(trace((off.T @ off).words), "w", rectangular("z", d, 1).words) / (2 * P))


def after(layers: int) -> Rectangular:
    """That many steps from 0."""
    found = zero(d, 1)
    for _ in range(layers):
        found = step(found, S, s, C)
    return found


def three_powers() -> Rectangular:
    """`1 + M + M²`."""
    M = factor(S, C)
    return eye(d) + M + M @ M


@claim(
    "bordelon2025/depth",
    source=printed("the model with a shared matrix Γ"),
    parts=(
        Equality("slope", slope, paired(X.T @ (y - X @ w) * (1 / P), name="z")),
        Equality("first", lambda: paired(step(zero(d, 1), S, s, C), name="z"), paired(summed(eye(d)), name="z")),
        Equality(
            "next",
            lambda: paired(step(summed(T), S, s, C), name="z"),
            paired(summed(eye(d) + factor(S, C) @ T), name="z"),
        ),
        Equality("third", lambda: paired(after(3), name="z"), paired(summed(three_powers()), name="z")),
    ),
    formal="sum_of_powers",
)
def depth() -> Iterator[Chain]:
    """`(1/(LP)) x·Γ Σ_{l<L} (1 − SΓ/L)^l Xᵀy` is the prediction after L steps of descent with the matrix Γ/L from 0.

    For all d, P, L, all data and every matrix Γ; `S = XᵀX/P`, a step is `w + Γ (Xᵀy − XᵀX w)/(LP)`, descent on
    `‖Xw − y‖²/(2P)`. With `s = Xᵀy/P` and `M = 1 − SΓ/L`, one step from 0 is `Γs/L`, and a step from
    `Γ T s/L` is `Γ (1 + M T) s/L`: by induction T is the sum of the first powers of M. `L = 3` steps
    are multiplied out as well.
    """
    yield from ()


CASES = tuple(Case(None, d=columns, P=rows, L=layers) for columns, rows, layers in ((1, 2, 3), (2, 3, 2), (3, 2, 4)))


@crosscheck(depth, "exact", cases=CASES)
def by_steps(law: None, d: int, P: int, L: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Differences of the squared error, and steps sample by sample."""
    from proofs.bordelon2025.second_route.shared_layers import stepped

    return stepped(d, P, L)
