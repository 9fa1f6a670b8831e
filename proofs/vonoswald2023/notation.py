"""Sizes and letters: N tokens `(x_i, y_i)`, x in d dimensions, y in m.

X is d x N, its columns the x_i, and Y is m x N. W₀ is any m x d matrix. Letters that stand for any matrix are Z, m x N;
C, d x N; G, m x d; D, d x d; z, m x 1.
"""

from __future__ import annotations

import sympy

from symbolic.algebra.rectangular import rectangular

d, m, N = sympy.symbols("d m N", integer=True, positive=True)
eta = sympy.Symbol("eta", real=True)
"""The step."""

gamma = sympy.Symbol("gamma", real=True)
"""The rate at which GD++ changes the inputs."""

X, Y = rectangular("X", d, N), rectangular("Y", m, N)
W0 = rectangular("W_0", m, d)
q = rectangular("q", d, 1)
