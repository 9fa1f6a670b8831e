"""The mean square of the prediction's even part as a sum of squares, and what follows where it vanishes.

The even part is `−pᵀ S U q − u s vᵀ q` with `S = (1/n) Σ x_i x_iᵀ` and `s = wᵀ S w`. `MIXED` is the model
`(rᵀ U y) (pᵀ z) + 2u (rᵀ z) (vᵀ y)` of independent vectors with the covariance Σ.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.ahn2023.one_layer.every_parameter import LINEAR
from proofs.ahn2023.one_layer.layer_letters import LETTERS, Σ, R, U, p, t, u, v
from proofs.ahn2023.setting import REACHING, P, Q, d
from proofs.ahn2023.setting import Σ as COVARIANCE
from symbolic.algebra.traces import Matrices, at_matrices, substituted, trace
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Gaussian, Setting, block

y, z, r = (Gaussian(name, COVARIANCE) for name in ("y", "z", "r"))

MIXED = Setting(
    "ahn2023-mixed",
    sizes=(d,),
    draws=(y, z, r),
    parameters=(P, Q),
    prediction=lambda: (r.H @ block(Q, 1, 1) @ y) * (block(P, 2, 1) @ z),
    target=lambda: -2 * (block(P, 2, 2) * (r.H @ z) * (block(Q, 2, 1) @ y)),
    factor=1,
    families={"reaching": REACHING},
)

_CARRIED = U.T @ Σ @ p
"""`Uᵀ Σ p`."""


def form(vector: Matrices) -> sympy.Expr:
    """The squared length of a vector in the norm of Σ."""
    return trace(vector.T @ Σ @ vector)


LENGTHS = form(_CARRIED + v * (u * t)) + LINEAR.share * form(_CARRIED)
"""`|Uᵀ Σ p + u (tr Σ) v|² + (1/n) |Uᵀ Σ p|²` in the norm of Σ."""

ALONE = 2 * u**2 * form(v) * (LINEAR.share * t**2 + trace(Σ @ Σ))
"""`2 u² |v|² ((tr Σ)²/n + tr Σ²)`."""

APART = (1 + LINEAR.share) * form(_CARRIED) + LINEAR.share * trace(p.T @ Σ @ p) * trace(Σ @ U @ Σ @ U.T)
"""`(1 + 1/n) |Uᵀ Σ p|² + (1/n) (pᵀΣp) tr(ΣUΣUᵀ)`."""


@cache
def mixed_square() -> sympy.Expr:
    """The derived mean square of `MIXED`."""
    return LINEAR.in_g(in_traces(Derived(MIXED).on(REACHING).terms, LETTERS))


def unmixed() -> sympy.Expr:
    """The derived mean square of the even part, less `1/n` of that of `MIXED`."""
    return sympy.expand(LINEAR.even_loss - LINEAR.share * mixed_square())


def without(letter: str) -> sympy.Expr:
    """The derived mean square of the even part where u or v is zero."""
    if letter == "u":
        return LINEAR.even_loss.subs(u, 0)
    return substituted(LINEAR.even_loss, {"v": v * 0})


def outer(square: bool) -> sympy.Expr:
    """`tr M²` or `tr M` of `M = p vᵀ Γ`."""
    matrix = p @ v.T @ LINEAR.gamma()
    return trace(matrix @ matrix) if square else trace(matrix)


def inverse(square: bool, dimension: sympy.Expr) -> sympy.Expr:
    """The same of `M = −Γ⁻¹ Γ`."""
    matrix = R @ LINEAR.gamma() * -1
    return trace(matrix @ matrix if square else matrix, LINEAR.rules, dimension)


def in_one_dimension(expression: sympy.Expr, numbers: dict[str, sympy.Expr]) -> sympy.Expr:
    """With letters by name as numbers: matrices of one entry."""
    return at_matrices(expression, {name: ((number,),) for name, number in numbers.items()})
