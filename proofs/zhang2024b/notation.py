"""Letters: covariances Λ and Ψ, the mean `mu` of the weights, a start b, and `Q = (gΨΛ + h)⁻¹`.

`g = 1 + 1/N`, `h = (tr ΛΨ + σ²)/N = (g − 1)(tr ΛΨ + σ²)`. `QΨ` is the best A from the start `mu`. Z is any matrix.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.wu2023.notation import A, N, Prompts, Z, g, sigma
from proofs.zhang2024b.setting import BLOCK, PLAIN, STARTED
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter, substituted, trace
from symbolic.model.derived_model import Derived
from symbolic.model.traced import Letters, in_traces
from symbolic.setting import Setting

__all__ = ["A", "N", "Z", "g", "sigma"]

LETTERS: Letters = {
    "Λ": Letter("Λ", r"\Lambda", symmetric=True),
    "Ψ": Letter("Ψ", r"\Psi", symmetric=True),
    "mu": Letter("mu", r"\mu", vector=True),
}
Λ, Ψ, mu = (of_letter(LETTERS[name]) for name in ("Λ", "Ψ", "mu"))
b = of_letter(Letter("b", vector=True))
_Q = Letter("Q")
Q = of_letter(_Q)

h = (g - 1) * (trace(Λ @ Ψ) + sigma**2)

RULES: Rules = {
    (_Q, LETTERS["Ψ"], LETTERS["Λ"]): (IDENTITY - Q * h) * (1 / g),
    (LETTERS["Ψ"], LETTERS["Λ"], _Q): (IDENTITY - Q * h) * (1 / g),
    (LETTERS["Λ"], LETTERS["Ψ"], _Q.transposed): (IDENTITY - Q.T * h) * (1 / g),
    (_Q.transposed, LETTERS["Λ"], LETTERS["Ψ"]): (IDENTITY - Q.T * h) * (1 / g),
}
"""`Q (gΨΛ + h) = (gΨΛ + h) Q = 1`, solved, and transposed."""

SIZES = Prompts(N, sympy.Integer(0))
"""Between N and g."""


@cache
def loss(setting: Setting) -> sympy.Expr:
    """The derived loss at any A, and any start where it has one."""
    return SIZES.in_g(in_traces(Derived(setting).terms, LETTERS))


def started() -> sympy.Expr:
    return loss(STARTED)


def plain() -> sympy.Expr:
    return loss(PLAIN)


def of_block() -> sympy.Expr:
    return loss(BLOCK)


def at_mean() -> sympy.Expr:
    """From the start `mu`."""
    return substituted(started(), {"b": mu})
