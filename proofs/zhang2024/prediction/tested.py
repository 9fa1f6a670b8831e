"""Errors of the trained model that are derived of the settings of `prompts`, in traces and quadratic forms."""

from __future__ import annotations

from functools import cache

import sympy

from proofs.zhang2024.notation import LETTERS, RULES, Λ, R
from proofs.zhang2024.prediction.prompts import ATTENTION, GENERAL, TASK
from symbolic.algebra.traces import Letter, Matrices, Rules, Trace, of_letter, substituted, trace
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Setting

_X, _Y = Letter("X"), Letter("Y", vector=True)
_Z = Letter("E[z zᵀ]", r"\mathbb{E}[zz^{\top}]", symmetric=True)
_S = Letter("S", r"\Sigma", symmetric=True)

w, b = (of_letter(Letter(name, vector=True)) for name in ("w", "b"))
"""The weights of a task, and those of the best linear predictor."""

S = of_letter(_S)
"""`Σ = Cov(x y)`."""

sigma = sympy.Symbol("sigma", real=True)
"""Standard deviation of the noise."""

SQUARE = sympy.Symbol("m_y", nonnegative=True)
"""`E y²`."""

OF_QUERY: Rules = {
    (_X, _Z, _X.transposed): Λ,
    (_X, _Z, _Y): Λ @ b,
    (_Y.transposed, _Z, _X.transposed): b.T @ Λ,
}
"""`E x xᵀ = Λ` and `E x y = Λ b`."""


@cache
def _error(setting: Setting, family: str) -> sympy.Expr:
    return in_traces(Derived(setting).on(setting.families[family]).terms, {**LETTERS, _Z.name: _Z})


def attention_error() -> sympy.Expr:
    """`E (attention − formula)²` where the formula has `V = uU`."""
    u, U = sympy.Symbol("u", real=True), of_letter(Letter("U"))
    return substituted(_error(ATTENTION, "reduced"), {"V": U * u})


def general_error() -> sympy.Expr:
    """`E (ŷ − y)²` for labels of any law, M samples in the prompt."""
    seconds: dict[str, Matrices] = {"E[v]": Λ @ b, "E[v vᵀ]": S + Λ @ b @ b.T @ Λ}
    found = substituted(_error(GENERAL, "trained"), seconds, {**RULES, **OF_QUERY})
    return found.xreplace({Trace((_Y.transposed, _Z, _Y)): SQUARE})


def task_error() -> sympy.Expr:
    """The same for one task w with noise."""
    return substituted(_error(TASK, "trained"), {}, RULES)


def form(power: int) -> sympy.Expr:
    """`‖b‖²` in the norm of `Γ⁻² Λ^power`."""
    return _form(b, power)


def task_form(power: int) -> sympy.Expr:
    """The same of w."""
    return _form(w, power)


def _form(vector: Matrices, power: int) -> sympy.Expr:
    middle = R @ R
    for _ in range(power):
        middle = middle @ Λ
    return trace(vector.T @ middle @ vector, RULES)
