"""Sizes, letters and the iteration `X ← X(2I − AX)`, for matrices of all sizes.

A is m x n, X is n x m. S is m x n of rank r: `S = U D Vᵀ` with `UᵀU = VᵀV = 1` and D diagonal and positive, r x r. F is
diagonal too, so that it commutes with D. Q is the inverse of D. Letters that stand for any matrix are Z, n x m;
C, m x n; G, m x m; H, n x n; E, r x r.
"""

from __future__ import annotations

import sympy

from symbolic.algebra.rectangular import Rectangular, as_rules, eye, rectangular, symmetric, word_of
from symbolic.algebra.traces import Rules

m, n, r = sympy.symbols("m n r", integer=True, positive=True)
k = sympy.Symbol("k", integer=True, nonnegative=True)
"""How many steps."""

alpha = sympy.Symbol("alpha", real=True)
s = sympy.Symbol("s", positive=True)
"""A singular value of S; in a range of α the largest, `‖S‖`."""

A, X = rectangular("A", m, n), rectangular("X", n, m)
U, V = rectangular("U", m, r), rectangular("V", n, r)
D, F, Q = symmetric("D", r), symmetric("F", r), symmetric("Q", r, "D^{-1}")

S = U @ D @ V.T
INVERSE = V @ Q @ U.T
"""`S^†`."""

RULES: Rules = as_rules(
    {
        word_of(U.T @ U): eye(r),
        word_of(V.T @ V): eye(r),
        word_of(D @ Q): eye(r),
        word_of(Q @ D): eye(r),
        word_of(F @ D): D @ F,
    }
)


def newton(matrix: Rectangular, x: Rectangular) -> Rectangular:
    """`X(2I − AX)`, the same as `2X − XAX`."""
    return x @ (eye(matrix.rows) * 2 - matrix @ x)
