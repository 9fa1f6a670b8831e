"""Every symbol of the papers, declared once with its assumptions.

Time and size are integers, parameters are real, the κ's are the moments of `x_1` of Zheng et al. 2024, Assumption 4.1
(arXiv 2405.16845): `κ1 = E[x_j⁴]`, `κ2 = E[x_j⁶]`, `κ3 = Σ_{r≠j} E[x_j² x_r⁴]`.
"""

from __future__ import annotations

import sympy

T = sympy.Symbol("T", integer=True, positive=True)
"""Length of the training sequence; the loss sums over `t = 2, …, T-1`, so `T >= 3`."""

T_MIN = 3

d = sympy.Symbol("d", integer=True, positive=True)
"""Dimension of the state."""

t = sympy.Symbol("t", integer=True, positive=True)
"""A time of the loss."""

a = sympy.Symbol("a", real=True)
"""`W_KQ_32 = a I` on the line."""

b = sympy.Symbol("b", real=True)
"""`W_PV_12 = b I` on the line."""

a0 = sympy.Symbol("a_0", real=True)
b0 = sympy.Symbol("b_0", real=True)

tau = sympy.Symbol("tau", real=True, nonnegative=True)
"""Time of the gradient flow."""

kappa1 = sympy.Symbol("kappa_1", positive=True)
kappa2 = sympy.Symbol("kappa_2", positive=True)
kappa3 = sympy.Symbol("kappa_3", nonnegative=True)

sigma = sympy.Symbol("sigma", positive=True)
"""Standard deviation of a coordinate."""

FREE_INDICES = ("j", "k", "l", "m")
SUMMED_INDICES = ("r", "s", "u", "v")

LOWEST = {"T": T_MIN, "d": 1, "t": 2}
"""Smallest value at which an integer symbol is meant, by name; witness points start here."""
