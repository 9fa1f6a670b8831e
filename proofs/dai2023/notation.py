"""Letters: demonstrations X (m x n) and the tokens of the query's own text Y (m x t), keys and values, the query q."""

from __future__ import annotations

import sympy

from symbolic.algebra.rectangular import rectangular

m, n, t, k = sympy.symbols("m n t k", integer=True, positive=True)

X, Y = rectangular("X", m, n), rectangular("Y", m, t)
V, K = rectangular("V", k, m, "W_V"), rectangular("K", k, m, "W_K")
F, q = rectangular("F", k, k), rectangular("q", k, 1)
E = rectangular("E", k, n)
"""Errors, one column a demonstration; F is any matrix."""
