"""The symbols of the paper, each declared once: sizes, the scalar u, matrices as letters of words.

`Γ = (1 + 1/N) Λ + tr(Λ)/N · I`, that is `g Λ + (g − 1) tr Λ · I`. Two kinds of letters are known by what they are equal
to beside others: `R = Γ⁻¹` by `R Γ = Γ R = 1`, which determines it (Γ is positive definite where Λ is not zero) and
says that R and Λ commute; the roots `B² = Λ` and `H² = Γ Λ` by their squares, and by commuting with Λ and R. Z is any
matrix: an equation between matrices is paired with it.
"""

from __future__ import annotations

import sympy

from symbolic.algebra.affine_inverses import inverse_rules, root_rules
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, of_letter, trace
from symbolic.model.traced import Letters
from symbolic.typeset import naming

N = sympy.Symbol("N", integer=True, positive=True)
"""Samples in a prompt of the training."""

M = sympy.Symbol("M", integer=True, positive=True)
"""Samples in a prompt of the test."""

u = sympy.Symbol("u", real=True)
"""`W_PV_22`."""

C = sympy.Symbol("C", real=True)
"""What the flow conserves, `u² − ‖U‖²`."""

lam = sympy.Symbol("lambda", positive=True)
"""An eigenvalue of Λ."""

LETTERS: Letters = {
    "Λ": Letter("Λ", r"\Lambda", symmetric=True),
    "R": Letter("R", r"\Gamma^{-1}", symmetric=True),
    "B": Letter("B", r"\Lambda^{1/2}", symmetric=True),
    "H": Letter("H", r"(\Gamma\Lambda)^{1/2}", symmetric=True),
}
"""Letters that are symmetric; all others are any matrices."""

Λ, R, B, H = (of_letter(LETTERS[name]) for name in ("Λ", "R", "B", "H"))
U, Z = of_letter(Letter("U")), of_letter(Letter("Z"))

m1, m2, m3 = EIGENVALUE = sympy.symbols("m_1 m_2 m_3", positive=True)
"""`E λ`, `E λ²`, `E λ³` where the covariance is random and diagonal, λ one of its entries."""

t = trace(Λ)
g = sympy.Symbol("g", positive=True)
"""`1 + 1/N`, in which everything is a polynomial whose denominators are powers of it; `1/N = g − 1`."""

GAMMA = Λ * g + IDENTITY * ((g - 1) * t)
"""Γ as a polynomial in Λ."""

gamma = g * lam + (g - 1) * t
"""The eigenvalue of Γ at the eigenvalue λ of Λ."""

_OF, _R, _B, _H = (LETTERS[name] for name in ("Λ", "R", "B", "H"))
RULES: Rules = inverse_rules(_OF, g, (g - 1) * t, _R) | root_rules(_OF, GAMMA, _R, _B, _H)
"""`R Γ = Γ R = 1` solved for `R Λ` and `Λ R`; the squares of the roots, which commute with both."""


def in_g(expression: sympy.Expr) -> sympy.Expr:
    """An expression in N as one in g."""
    return sympy.expand(expression.xreplace({N: 1 / (g - 1)}))


def in_N(expression: sympy.Expr) -> sympy.Expr:
    """The reverse."""
    return sympy.expand(expression.xreplace({g: 1 + 1 / N}))


def square(letter: str, matrices: Matrices, rules: Rules = RULES) -> sympy.Expr:
    """`‖K‖²`, by the rules of this paper where no others are given."""
    return naming.square(letter, matrices, rules)
