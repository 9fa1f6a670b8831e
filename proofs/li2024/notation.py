"""Letters and sizes, and what is derived of a design."""

from __future__ import annotations

from functools import cache

import sympy

from proofs.li2024.setting import Design
from symbolic.algebra.traces import Letter, of_letter, substituted
from symbolic.model.derived_model import Derived
from symbolic.model.traced import Letters, in_traces
from symbolic.setting import Setting

N = sympy.Symbol("N", integer=True, positive=True)
sigma, u, alpha, beta = sympy.symbols("sigma u alpha beta", real=True)

LETTERS: Letters = {
    "Λ": Letter("Λ", r"\Lambda", symmetric=True),
    "V": Letter("V", symmetric=True),
}
Λ, V = (of_letter(LETTERS[name]) for name in ("Λ", "V"))
A, U, D = (of_letter(Letter(name)) for name in ("A", "U", "D"))
p, v = (of_letter(Letter(name, vector=True)) for name in ("p", "v"))

OF_UNIT = {beta: sympy.sqrt(1 - alpha**2)}
"""Retrieved samples of unit variance."""


@cache
def derived(setting: Setting) -> sympy.Expr:
    """The loss, of a layer at all that it depends on."""
    family = setting.families.get("reaching")
    model = Derived(setting)
    return in_traces(model.on(family).terms if family else model.terms, LETTERS)


@cache
def steps(design: Design) -> sympy.Expr:
    """The loss of one step with A."""
    return derived(design.step())


def rest(design: Design) -> sympy.Expr:
    """The loss of a layer less the mean square of its even part, less that of the step with `A = uU + p vᵀ`."""
    whole, even = derived(design.attention()), derived(design.even())
    return sympy.expand(whole - even - substituted(steps(design), {"A": U * u + p @ v.T}))


def even_without(design: Design) -> sympy.Expr:
    """The even part where p and v are zero."""
    return substituted(derived(design.even()), {"p": p * 0, "v": v * 0})
