"""The letters of one layer on noisy prompts: `Γ = g Λ + (g − 1)(tr Λ + ρ)`, `g = 1 + 1/n` for prompts of n samples.

ρ is the ratio of the variances of noise and weights. R is `Γ⁻¹`, which says that it commutes with Λ; `B² = Λ` and
`H² = ΓΛ` are known by their squares and commute with both. Z is any matrix: an equation between matrices is paired
with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from symbolic.algebra.affine_inverses import inverse_rules, root_rules
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, of_letter, trace
from symbolic.model.traced import Letters

N = sympy.Symbol("N", integer=True, positive=True)
M = sympy.Symbol("M", integer=True, positive=True)
"""Samples in a prompt of the training, and in one of the test."""

sigma, psi = sympy.symbols("sigma psi", real=True)
g = sympy.Symbol("g", positive=True)
"""`1 + 1/n`, in which everything is a polynomial: `1/n = g − 1`."""

LETTERS: Letters = {
    "Λ": Letter("Λ", r"\Lambda", symmetric=True),
    "R": Letter("R", r"\Gamma^{-1}", symmetric=True),
    "B": Letter("B", r"\Lambda^{1/2}", symmetric=True),
    "H": Letter("H", r"(\Gamma\Lambda)^{1/2}", symmetric=True),
}
"""Letters that are symmetric; all others are any matrices."""

Λ, R, B, H = (of_letter(LETTERS[name]) for name in ("Λ", "R", "B", "H"))
A, U, Z = (of_letter(Letter(name)) for name in ("A", "U", "Z"))
p, v = (of_letter(Letter(name, vector=True)) for name in ("p", "v"))

t = trace(Λ)


@dataclass(frozen=True)
class Prompts:
    """Prompts of n samples with the ratio ρ."""

    n: sympy.Symbol
    ratio: sympy.Expr

    @property
    def gamma(self) -> Matrices:
        """Γ."""
        found: Matrices = Λ * g + IDENTITY * self.shift
        return found

    @property
    def shift(self) -> sympy.Expr:
        """`(tr Λ + ρ)/n`."""
        return (g - 1) * (t + self.ratio)

    @property
    def rules(self) -> Rules:
        """`R Γ = Γ R = 1`, solved; the squares of the roots, which commute with Λ and R."""
        of, inverse, root, mixed = (LETTERS[name] for name in ("Λ", "R", "B", "H"))
        return inverse_rules(of, g, self.shift, inverse) | root_rules(of, self.gamma, inverse, root, mixed)

    def in_g(self, expression: sympy.Expr) -> sympy.Expr:
        """An expression in n as one in g."""
        return sympy.expand(expression.xreplace({self.n: 1 / (g - 1)}))

    def in_n(self, expression: sympy.Expr) -> sympy.Expr:
        """The reverse."""
        return sympy.expand(expression.xreplace({g: 1 + 1 / self.n}))
