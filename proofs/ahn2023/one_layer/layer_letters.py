"""The letters of one layer: its parameters, the covariance, and the inverses and roots of matrices that are fixed.

`Γ = g Σ + (tr Σ)/n`, with `g = κ + (2 − κ)/n` where each sample is kept with probability κ: 1 in linear attention. Its
inverse, R for κ = 1 and K for κ = ½, is known by `R Γ = Γ R = 1`; the roots `B² = Σ` and `H² = Γ Σ` are known by their
squares, and all commute. `Σ = V D Vᵀ` with `V Vᵀ = Vᵀ V = 1`, and `E Γ_D = 1` for the Γ of D. Z is any matrix: an
equation between matrices is paired with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.ahn2023.notation import n
from symbolic.algebra.affine_inverses import inverse_rules, root_rules
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, of_letter, trace
from symbolic.model.traced import Letters

u = sympy.Symbol("u", real=True)
"""`P_22`."""

g = sympy.Symbol("g", positive=True)

LETTERS: Letters = {
    "Σ": Letter("Σ", r"\Sigma", symmetric=True),
    "R": Letter("R", r"\Gamma^{-1}", symmetric=True),
    "K": Letter("K", r"\Gamma^{-1}", symmetric=True),
    "B": Letter("B", r"\Sigma^{1/2}", symmetric=True),
    "H": Letter("H", r"(\Gamma\Sigma)^{1/2}", symmetric=True),
    "D": Letter("D", symmetric=True),
    "E": Letter("E", r"\Gamma_D^{-1}", symmetric=True),
}
"""Letters that are symmetric; all others are any matrices."""

Σ, R, K, B, H, D, E = (of_letter(LETTERS[name]) for name in ("Σ", "R", "K", "B", "H", "D", "E"))
U, Z, V = (of_letter(Letter(name)) for name in ("U", "Z", "V"))
p, v = (of_letter(Letter(name, vector=True)) for name in ("p", "v"))

t = trace(Σ)


@dataclass(frozen=True)
class Kept:
    """What follows from the probability with which a sample is kept; `letter` names the inverse of Γ."""

    kept: sympy.Rational
    letter: str

    @property
    def share(self) -> sympy.Expr:
        """`1/n` as a polynomial in g."""
        return (g - self.kept) / (2 - self.kept)

    def in_g(self, expression: sympy.Expr) -> sympy.Expr:
        """An expression in n as one in g."""
        return sympy.expand(expression.xreplace({n: 1 / self.share}))

    def in_n(self, expression: sympy.Expr) -> sympy.Expr:
        """The reverse."""
        return sympy.expand(expression.xreplace({g: self.kept + (2 - self.kept) / n}))

    def gamma(self, of: Matrices = Σ) -> Matrices:
        """Γ of a covariance."""
        found: Matrices = of * g + IDENTITY * (self.share * trace(of, DIAGONAL))
        return found

    @property
    def inverse(self) -> Matrices:
        """`Γ⁻¹`."""
        return of_letter(LETTERS[self.letter])

    @property
    def rules(self) -> Rules:
        """Of R, the roots, and of the letters in which Σ is diagonal."""
        of, inverse, root, mixed, axes, in_axes = (LETTERS[name] for name in ("Σ", self.letter, "B", "H", "D", "E"))
        of_gamma = inverse_rules(of, g, self.share * trace(Σ), inverse)
        of_axes = inverse_rules(axes, g, self.share * trace(D), in_axes)
        return DIAGONAL | of_gamma | of_axes | root_rules(of, self.gamma(), inverse, root, mixed)


_V = Letter("V")

DIAGONAL: dict[tuple[Letter, ...], Matrices] = {
    (_V, _V.transposed): IDENTITY,
    (_V.transposed, _V): IDENTITY,
}
"""`V Vᵀ = Vᵀ V = 1`."""
