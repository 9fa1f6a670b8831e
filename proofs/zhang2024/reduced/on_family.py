"""What is derived on the family `W_PV_22 = u`, `W_KQ_11 = U`, all other blocks zero: in traces and `g = 1 + 1/N`."""

from __future__ import annotations

from functools import cache

import sympy

from proofs.zhang2024.notation import LETTERS, RULES, R, U, in_g, u
from proofs.zhang2024.setting import ZHANG
from symbolic.algebra.traces import Matrices, derivative, substituted, trace, unpaired
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.traced import in_traces

SCALAR, MATRIX = "W_PV_22", "W_KQ_11"
"""The blocks that are not zero on the family."""


@cache
def on_family() -> OnFamily:
    return Derived(ZHANG).on(ZHANG.families["reduced"])


@cache
def loss() -> sympy.Expr:
    """The population loss on the family."""
    return in_g(in_traces(on_family().terms, LETTERS))


@cache
def scalar_gradient() -> sympy.Expr:
    """`∂L/∂u`."""
    return in_g(in_traces(on_family().derivative(SCALAR), LETTERS))


@cache
def paired_gradient() -> sympy.Expr:
    """`tr(Zᵀ ∂L/∂U)` for any matrix Z."""
    return in_g(in_traces(on_family().derivative(MATRIX), LETTERS, "Z"))


@cache
def matrix_gradient() -> Matrices:
    """`∂L/∂U`."""
    return unpaired(paired_gradient(), "Z")


def rate(function: sympy.Expr) -> sympy.Expr:
    """The derivative of a function of u and traces in U along the gradient flow of all entries."""
    return sympy.expand(-sympy.diff(function, u) * scalar_gradient() - derivative(function, "U", matrix_gradient()))


@cache
def least() -> sympy.Expr:
    """The loss at `uU = Γ⁻¹`."""
    return substituted(loss(), {"U": R * (1 / u)}, RULES)


def norm() -> sympy.Expr:
    """`‖U‖²`."""
    return trace(U.T @ U)
