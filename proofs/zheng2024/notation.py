"""The symbols of the paper, each declared once with its assumptions.

The κ's are the moments of `x_1` of Assumption 4.1: `κ1 = E[x_j⁴]`, `κ2 = E[x_j⁶]`, `κ3 = Σ_{r≠j} E[x_j² x_r⁴]`.
"""

from __future__ import annotations

import sympy

from symbolic.algebra.notation import PARAMETERS, T

a, b = PARAMETERS
"""`W_KQ_32 = a I` and `W_PV_12 = b I` on the line."""

a0 = sympy.Symbol("a_0", real=True)
b0 = sympy.Symbol("b_0", real=True)

kappa1 = sympy.Symbol("kappa_1", positive=True)
kappa2 = sympy.Symbol("kappa_2", positive=True)
kappa3 = sympy.Symbol("kappa_3", nonnegative=True)

EXCHANGED = ((kappa1, kappa2), (kappa2, kappa3), (kappa1, kappa3))
"""Letters that a wrong formula may have exchanged."""

sigma = sympy.Symbol("sigma", positive=True)
"""Standard deviation of a coordinate."""

H = sympy.harmonic(T - 2)
H2 = sympy.harmonic(T - 2, 2)
"""`Σ_{t=2}^{T−1} 1/(t−1)` and `Σ_{t=2}^{T−1} 1/(t−1)²`."""

n, h = sympy.symbols("n h", positive=True)
"""`T − 2` and `H_{T−2}` where a sign or a limit needs them positive."""

c1, c2 = sympy.symbols("c_1 c_2", positive=True)
"""The two constants of the reduced flow, `c1 = (T − 2) κ1` and `c2 = (T − 2) κ2 + κ3 H_{T−2}`, as symbols."""

C = sympy.Symbol("C", real=True)
"""What the reduced flow conserves, `a² − b²`."""

w = sympy.Symbol("w", positive=True)
"""A value of `(a + b)²` on the way."""

u, x, y = sympy.symbols("u x y", real=True)
"""The product ab, and the entries off the diagonal relative to those on it, of `W_KQ_32` and of `W_PV_12`."""

e = sympy.Symbol("e", real=True)
"""A distance from the best step, or the size of a violation: what a derivative at 0 is taken in."""

m2, m4, m6 = sympy.symbols("m_2 m_4 m_6", positive=True)
"""`E x_j²`, `E x_j⁴` and `E x_j⁶`."""
