"""The symbols of the paper, each declared once with its assumptions.

The κ's are the moments of `x_1` of Assumption 4.1: `κ1 = E[x_j⁴]`, `κ2 = E[x_j⁶]`, `κ3 = Σ_{r≠j} E[x_j² x_r⁴]`.
"""

from __future__ import annotations

import sympy

a = sympy.Symbol("a", real=True)
"""`W_KQ_32 = a I` on the line."""

b = sympy.Symbol("b", real=True)
"""`W_PV_12 = b I` on the line."""

a0 = sympy.Symbol("a_0", real=True)
b0 = sympy.Symbol("b_0", real=True)

kappa1 = sympy.Symbol("kappa_1", positive=True)
kappa2 = sympy.Symbol("kappa_2", positive=True)
kappa3 = sympy.Symbol("kappa_3", nonnegative=True)

sigma = sympy.Symbol("sigma", positive=True)
"""Standard deviation of a coordinate."""
