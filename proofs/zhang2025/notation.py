"""Letters: Λ, `R = Γ⁻¹` for `Γ = g Λ + (g − 1) tr Λ`, `g = 1 + 1/N`, roots, projections, and the heads.

P is an orthogonal projection that commutes with Λ: it projects on the span of eigenvectors. e is a unit eigenvector
with eigenvalue λ. Z is any matrix, z any vector: an equation is paired with them.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.wu2023.notation import LETTERS as OF_LAYER
from proofs.wu2023.notation import Λ, B, H, N, Prompts, R, Z, g, t
from proofs.zhang2025.setting import ALONE
from symbolic.algebra.traces import Letter, Matrices, Rules, of_letter, trace, unpaired
from symbolic.model.derived_model import Derived
from symbolic.model.traced import Letters, in_traces
from symbolic.setting import Setting
from symbolic.typeset.naming import square

__all__ = ["LETTERS", "PROMPTS", "Λ", "B", "H", "N", "R", "Z", "g", "in_letters", "square", "t"]

PROMPTS = Prompts(N, sympy.Integer(0))

LETTERS: Letters = {**OF_LAYER, "P": Letter("P", symmetric=True)}
P, W = of_letter(LETTERS["P"]), of_letter(Letter("W"))
U1, U2 = of_letter(Letter("U_1")), of_letter(Letter("U_2"))
k1, k2, r1, r2, z, e = (of_letter(Letter(name, vector=True)) for name in ("k_1", "k_2", "r_1", "r_2", "z", "e"))

v1, v2, v = sympy.symbols("v_1 v_2 v", real=True)
lam = sympy.Symbol("lambda", positive=True)


def _power(letter: Letter, n: int) -> Matrices:
    return Matrices({(letter,) * n: sympy.Integer(1)})


RULES: Rules = {
    **PROMPTS.rules,
    (LETTERS["P"], LETTERS["P"]): P,
    (LETTERS["P"], LETTERS["Λ"]): Λ @ P,
    (LETTERS["P"], LETTERS["R"]): R @ P,
}
"""The rules of the layer; P is a projection that commutes. For words with a letter that stands for any matrix."""

CYCLIC: Rules = {
    **PROMPTS.rules,
    **{
        (LETTERS["P"], *(LETTERS[name],) * n, LETTERS["P"]): _power(LETTERS[name], n) @ P
        for name in ("Λ", "R")
        for n in range(4)
    },
}
"""The same for words of these letters alone, in which P would commute for ever: `P Λⁿ P = Λⁿ P`."""

_e = Letter("e", vector=True)
OF_EIGENVECTOR: Rules = {
    (LETTERS["Λ"], _e): e * lam,
    (_e.transposed, LETTERS["Λ"]): e.T * lam,
}

LENGTH = trace(e.T @ e)
"""Which is 1."""

FORCE = PROMPTS.gamma @ Λ @ W @ Λ - Λ @ Λ
"""`ΓΛWΛ − Λ²`, half the slope by W."""


def in_letters(setting: Setting, block: str = "", pair: str = "") -> sympy.Expr:
    """The derived loss, or its derivative by a block, paired with a letter."""
    if "heads" not in setting.families:
        derived = Derived(setting)
        terms = derived.gradient[block] if block else derived.terms
    else:
        on = Derived(setting).on(setting.families["heads"])
        terms = on.derivative(block) if block else on.terms
    return PROMPTS.in_g(in_traces(terms, LETTERS, pair))


@cache
def slope() -> Matrices:
    """`½ ∂L/∂W`, derived."""
    return unpaired(in_letters(ALONE, "W", "Z") / 2, "Z")


@cache
def loss() -> sympy.Expr:
    """The derived loss at any W."""
    return in_letters(ALONE)
