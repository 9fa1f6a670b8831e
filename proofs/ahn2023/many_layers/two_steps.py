"""What is derived of two layers with `A_l = a_l Σ⁻¹`, and the step sizes at which their loss is least.

With `S = (1/n) Σ x_i x_iᵀ` for covariates N(0, I) let `m_k = E tr S^k / d`. The loss is d times the mean of
`(1 − a_0 s)² (1 − a_1 s)²` where that of `s^k` is m_k: a quadratic function of `e_1 = a_0 + a_1` and `e_2 = a_0 a_1`.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.ahn2023.many_layers.two_layer_model import MOVING, TWO
from proofs.ahn2023.notation import n
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter, substituted, trace
from symbolic.model.derived_model import Derived
from symbolic.model.traced import Letters, in_traces

LETTERS: Letters = {
    "Σ": Letter("Σ", r"\Sigma", symmetric=True),
    "Ω": Letter("Ω", r"\Sigma^{-1}", symmetric=True),
}
Σ, Ω = (of_letter(letter) for letter in LETTERS.values())
Z = of_letter(Letter("Z"))

INVERSE: Rules = {
    (LETTERS["Σ"], LETTERS["Ω"]): IDENTITY,
    (LETTERS["Ω"], LETTERS["Σ"]): IDENTITY,
}

STEPS = a_0, a_1 = sympy.symbols("a_0 a_1", real=True)

m_2 = 1 + (d + 1) / n
m_3 = (n**2 + 3 * n * (d + 1) + d**2 + 3 * d + 4) / n**2
m_4 = (n**3 + 6 * n**2 * (d + 1) + n * (6 * d**2 + 17 * d + 21) + d**3 + 6 * d**2 + 21 * d + 20) / n**3
m_5 = (
    n**4
    + 10 * n**3 * (d + 1)
    + n**2 * (20 * d**2 + 55 * d + 65)
    + n * (10 * d**3 + 55 * d**2 + 175 * d + 160)
    + (d**4 + 10 * d**3 + 65 * d**2 + 160 * d + 148)
) / n**4

DETERMINANT = sympy.factor(m_2 * m_4 - m_3**2)
SUM = sympy.factor((m_4 - m_2 * m_3) / DETERMINANT)
PRODUCT = sympy.factor((m_3 - m_2**2) / DETERMINANT)
"""e_1 and e_2 at the minimum, from `e_1 m_2 − e_2 m_3 = 1` and `e_1 m_3 − e_2 m_4 = m_2`."""

LEAST = sympy.factor(d * (1 - SUM + PRODUCT * m_2))
"""The loss there."""


def loss_of(total: sympy.Expr, product: sympy.Expr) -> sympy.Expr:
    """The loss as a function of e_1 and e_2."""
    square = (total**2 + 2 * product) * m_2 - 2 * total * product * m_3 + product**2 * m_4
    return sympy.expand(d * (1 - 2 * total + square))


def _on_multiples(expression: sympy.Expr, names: tuple[str, str]) -> sympy.Expr:
    """At `A_l = a_l Σ⁻¹`."""
    steps = {name: Ω * step for name, step in zip(names, STEPS, strict=True)}
    return substituted(expression, steps, INVERSE)


@cache
def loss() -> sympy.Expr:
    """The derived loss there."""
    return _on_multiples(in_traces(Derived(TWO).terms, LETTERS), ("A_0", "A_1"))


@cache
def slope(layer: int) -> sympy.Expr:
    """`tr(Zᵀ ∂L/∂A_l)`, derived by all entries of A_l, there."""
    return _on_multiples(in_traces(Derived(TWO).gradient[f"A_{layer}"], LETTERS, "Z"), ("A_0", "A_1"))


@cache
def value_slope() -> sympy.Expr:
    """`tr(Zᵀ ∂L/∂B_0)`, derived by all entries of the first block of P_0, there."""
    derived = Derived(MOVING).on(MOVING.families["sparse"]).derivative("B_0")
    return _on_multiples(in_traces(derived, LETTERS, "Z"), ("F", "G"))


def at_best(expression: sympy.Expr) -> sympy.Expr:
    """Where a_0 and a_1 are the two roots of `a² − e_1 a + e_2`, as a polynomial of degree 1 in a_0."""
    first = second = sympy.Integer(0)
    for (i, j), coefficient in sympy.Poly(expression, *STEPS).terms():
        constant, linear = _of_roots(i, j)
        first, second = first + coefficient * constant, second + coefficient * linear
    return sympy.factor(first) + a_0 * sympy.factor(second)


@cache
def _of_roots(i: int, j: int) -> tuple[sympy.Expr, sympy.Expr]:
    """`a_0^i a_1^j` of the two roots as `c + c' a_0`."""
    if (i, j) == (0, 0):
        return sympy.Integer(1), sympy.Integer(0)
    constant, linear = _of_roots(i - 1, j) if i else _of_roots(i, j - 1)
    times = -linear * PRODUCT, constant + linear * SUM
    found = times if i else (SUM * constant - times[0], SUM * linear - times[1])
    return sympy.factor(found[0]), sympy.factor(found[1])


def paired(coefficient: sympy.Expr) -> sympy.Expr:
    """`tr(Zᵀ Σ)` times a number."""
    return sympy.expand(coefficient * trace(Z.T @ Σ))
