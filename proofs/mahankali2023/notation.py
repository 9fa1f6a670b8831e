"""Letters: Λ and its inverse V, the root `B² = Λ`, and the parameters of a layer."""

from __future__ import annotations

import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter
from symbolic.model.traced import Letters

N = sympy.Symbol("N", integer=True, positive=True)
sigma, u = sympy.symbols("sigma u", real=True)

LETTERS: Letters = {
    "Λ": Letter("Λ", r"\Lambda", symmetric=True),
    "V": Letter("V", r"\Lambda^{-1}", symmetric=True),
    "B": Letter("B", r"\Lambda^{1/2}", symmetric=True),
}
Λ, V, B = (of_letter(LETTERS[name]) for name in ("Λ", "V", "B"))
U = of_letter(Letter("U"))
p, v = (of_letter(Letter(name, vector=True)) for name in ("p", "v"))

RULES: Rules = {
    (LETTERS["Λ"], LETTERS["V"]): IDENTITY,
    (LETTERS["V"], LETTERS["Λ"]): IDENTITY,
    (LETTERS["B"], LETTERS["B"]): Λ,
}

STEP = 1 / (N + d + 1 + sigma**2)
"""η."""
