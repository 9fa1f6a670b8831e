"""The symbols of prompts with a shift, beside those of the trained model, `proofs.zhang2024.notation`.

Λ is the covariance of the training and `R = Γ⁻¹`; G is the second moment of the covariates of the test, Q that of its
query, `L = Λ⁻¹`, P an orthogonal projection. The rules for `R L` and `L R` are `R Γ L = L Γ R = L`, solved, with
`g = 1 + 1/N`.
"""

from __future__ import annotations

import sympy

from proofs.zhang2024.notation import LETTERS, RULES, R, g, t
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter, substituted
from symbolic.model.traced import Letters

_G = Letter("G", r"\Lambda'", symmetric=True)
_Q = Letter("Q", symmetric=True)
_L = Letter("L", r"\Lambda^{-1}", symmetric=True)
_K = Letter("K", r"\Lambda^{-1/2}", symmetric=True)
_P = Letter("P", symmetric=True)
_W = Letter("W", symmetric=True)

G, Q, L, K, P, W = (of_letter(letter) for letter in (_G, _Q, _L, _K, _P, _W))
w = of_letter(Letter("w", vector=True))
"""The weights of a task."""

c, sigma = sympy.symbols("c sigma", real=True)
"""A scale, and the standard deviation of the noise of the labels."""

SHIFTED: Letters = {
    **LETTERS,
    "G": _G,
    "P": _P,
    "E[q qᵀ]": _Q,
    "E[w wᵀ]": _W,
    "E[z zᵀ]": Letter("E[z zᵀ]", r"\mathbb{E}[zz^{\top}]", symmetric=True),
}
"""Letters of what is derived; the second moments of a query and of a task are Q and W."""

_RL = (L - R * g) * (1 / ((g - 1) * t))

INVERSE: Rules = {
    **RULES,
    (_L, LETTERS["Λ"]): IDENTITY,
    (LETTERS["Λ"], _L): IDENTITY,
    (LETTERS["R"], _L): _RL,
    (_L, LETTERS["R"]): _RL,
    (LETTERS["B"], _L, LETTERS["B"]): IDENTITY,
    (_K, LETTERS["B"]): IDENTITY,
    (LETTERS["B"], _K): IDENTITY,
    (_K, _K): L,
    (_P, _P): P,
}
"""`Λ L = L Λ = 1`, `B L B = 1`, `K B = B K = 1`, `K² = L`, `P² = P`, and the rules for R beside L."""

gamma = sympy.Symbol("gamma", positive=True)
"""`1 + (d + 1)/N`, by which Γ multiplies where `Λ = I`: see `zhang2024/prediction`."""


def at_identity(expression: sympy.Expr) -> sympy.Expr:
    """After training with `Λ = I`: R is `1/γ`."""
    return substituted(expression, {"Λ": IDENTITY, "R": IDENTITY * (1 / gamma)}, INVERSE)


def after_long_training(expression: sympy.Expr) -> sympy.Expr:
    """With `R = L`, its limit as `N → ∞`."""
    return substituted(expression, {"R": L}, INVERSE)
