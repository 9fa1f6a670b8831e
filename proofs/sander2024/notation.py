"""The symbols of the paper: six scalars, the products that the loss depends on, and sums of powers of t.

Blocks are `A_22 = a_1 I`, `A_23 = a_2 I`, `A_32 = a_3 I`, `A_33 = a_4 I`, `B_12 = b_1 I`, `B_13 = b_2 I`. A prediction
is bilinear in the a and the b; `product_of` names the products in which the loss is a polynomial. T is the paper's
`T_max`, t its T.
"""

from __future__ import annotations

import sympy

from symbolic.algebra.notation import T, d, t

LETTERS = a1, a2, a3, a4, b1, b2 = sympy.symbols("a_1 a_2 a_3 a_4 b_1 b_2", real=True)

PRODUCTS = p, q, u, r, v, w = sympy.symbols("p q u r v w", real=True)
"""`p = a_3 b_1` makes the target; q and u, r and v, w belong to states one, two, three steps before it."""

SPELLED = {p: a3 * b1, q: (a1 + a4) * b1, u: a3 * b2, r: a2 * b1, v: (a1 + a4) * b2, w: a2 * b2}
"""The products where every token has a predecessor: a_1 and a_4 enter by their sum."""


def power_sum(k: int) -> sympy.Expr:
    """`Σ_{t=2}^{T} t^k`, left as a sum."""
    return sympy.Sum(t**k, (t, 2, T))


STEP = power_sum(1) / sympy.Sum(t**2 + (d - 1) * t, (t, 2, T))
"""The product `a_3 b_1` that is printed."""

FIRST_STEP = sympy.Sum(t - 1, (t, 2, T)) / sympy.Sum((t - 1) ** 2 + (d - 1) * (t - 1), (t, 2, T))
"""The best product where the first token has no predecessor: a prompt of t tokens holds t − 1 pairs."""

FIRST_LEAST = d * (T - 1 - sympy.Sum(t - 1, (t, 2, T)) * FIRST_STEP)

LEAST = d * (T - 1 - power_sum(1) * STEP)
"""The loss there, all other products that it punishes being zero."""

from_two = sympy.Symbol("m", integer=True, nonnegative=True)
"""What T is beyond the first of a region."""

from_one = sympy.Symbol("n", integer=True, nonnegative=True)
"""What d is beyond the first of a region."""


a, b = sympy.symbols("a b", real=True)
"""`A_32 = aI`, `B_12 = bI`."""

SUMMED, SQUARED = sympy.symbols("S_1 S_2", real=True)
"""`Σ α_r β_r` and `Σ α_r² β_r²` over the coordinates of two diagonals."""

FIRST_SQUARES, SECOND_SQUARES = sympy.symbols("N_1 N_2", nonnegative=True)
"""`|α|²` and `|β|²`."""
