"""Sizes and letters: t keys in n dimensions with values in m.

K is n x t, its columns the keys, V is m x t, and k, v are one more key and its value; q is a query. Φ is any m x n
matrix, λ the inverse strength of the ridge. `R = (KKᵀ + 1/λ)⁻¹` is symmetric, and so is `Q = (KᵀK + 1/λ)⁻¹`. Letters
that stand for any matrix are Z, m x n; G, n x n; F, t x n; z, n x 1.
"""

from __future__ import annotations

import sympy

from symbolic.algebra.rectangular import Rectangular, eye, inverse_rules, rectangular, symmetric
from symbolic.algebra.traces import Rules

m, n, t = sympy.symbols("m n t", integer=True, positive=True)
lam = sympy.Symbol("lambda", positive=True)
gamma = sympy.Symbol("gamma", positive=True)
"""The forget factor."""

K, V = rectangular("K", n, t), rectangular("V", m, t)
k, v, q = rectangular("k", n, 1), rectangular("v", m, 1), rectangular("q", n, 1)
PHI = rectangular("Phi", m, n, r"\Phi")

R, Q = symmetric("R", n), symmetric("Q", t)
M = K @ K.T + eye(n) * (1 / lam)
"""What R is the inverse of."""

DUAL = K.T @ K + eye(t) * (1 / lam)
"""What Q is the inverse of."""

OF_R: Rules = inverse_rules(R, M, K @ K.T)
OF_Q: Rules = inverse_rules(Q, DUAL, K.T @ K)


def squares(matrix: Rectangular) -> Rectangular:
    """`Aᵀ A`."""
    return matrix.T @ matrix
