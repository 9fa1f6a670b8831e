"""The baseline of `derivation`: the gradient on the line as one would get it in a notebook, with SymPy's `expand`.

At one d and one T. The model is written with symbols `x_j` and `λ_j`, the conjugate of `λ_j` being `1/λ_j`. One entry
of one block is moved off the line by w; the loss is differentiated at w = 0 and expanded, and of its terms those
without any `λ_j` are the mean over the torus. Coordinates being interchangeable names, the entries `[1, 1]` and
`[1, 2]` of each of the six blocks say everything: the twelve kinds of entries that `proofs.zheng2024.line.line` derives
for every d and T.
"""

from __future__ import annotations

from itertools import product

import sympy

from proofs.zheng2024.notation import a, b

BLOCKS = ("W_PV_12", "W_PV_13", "W_KQ_22", "W_KQ_23", "W_KQ_32", "W_KQ_33")
PLACES = ((0, 0), (0, 1))
w = sympy.Symbol("w", real=True)


def starts(d: int) -> tuple[sympy.Symbol, ...]:
    """The coordinates of `x_1`."""
    return tuple(sympy.Symbol(f"x{j}", real=True) for j in range(1, d + 1))


def line_gradient(d: int, T: int) -> dict[tuple[str, tuple[int, int]], sympy.Expr]:
    """The gradient's entries before the mean over `x_1`, as polynomials in a, b and the coordinates of `x_1`."""
    return {(block, place): entry(d, T, block, place) for block, place in product(BLOCKS, PLACES)}


def entry(d: int, T: int, block: str, place: tuple[int, int]) -> sympy.Expr:
    """One entry of the gradient on the line."""
    eigenvalues = sympy.symbols(f"lambda1:{d + 1}")
    slope = sympy.expand(loss(d, T, moved(d, block, place), eigenvalues).diff(w).subs(w, 0))
    return sympy.Add(*(term for term in sympy.Add.make_args(slope) if not term.has(*eigenvalues)))


def moved(d: int, block: str, place: tuple[int, int]) -> dict[str, sympy.Matrix]:
    """The parameters on the line, with w added to one entry."""
    parameters = {name: sympy.zeros(d, d) for name in BLOCKS}
    parameters["W_KQ_32"], parameters["W_PV_12"] = a * sympy.eye(d), b * sympy.eye(d)
    parameters[block][place] += w
    return parameters


def loss(d: int, T: int, W: dict[str, sympy.Matrix], eigenvalues: tuple[sympy.Symbol, ...]) -> sympy.Expr:
    """`Σ_{t=2}^{T-1} ½ ‖ŷ_t − x_{t+1}‖²` of one sequence."""
    inverses = tuple(1 / value for value in eigenvalues)
    forward, conjugate = states(d, T, eigenvalues), states(d, T, inverses)
    residuals = (
        (prediction(t, W, forward, conjugate) - forward[t + 1], prediction(t, W, conjugate, forward) - conjugate[t + 1])
        for t in range(2, T)
    )
    return sympy.Add(*((one.T * other)[0] for one, other in residuals)) / 2


def states(d: int, T: int, eigenvalues: tuple[sympy.Expr, ...]) -> list[sympy.Matrix]:
    """`x_0 = 0, x_1, …, x_T`."""
    known = [sympy.zeros(d, 1), sympy.Matrix(starts(d))]
    while len(known) <= T:
        known.append(sympy.Matrix([value * x for value, x in zip(eigenvalues, known[-1], strict=True)]))
    return known


def prediction(t: int, W: dict[str, sympy.Matrix], x: list[sympy.Matrix], bar: list[sympy.Matrix]) -> sympy.Matrix:
    """`ŷ_t`, the conjugates of the states being given as `bar`."""
    newer = W["W_KQ_22"] * x[t] + W["W_KQ_23"] * x[t - 1]
    older = W["W_KQ_32"] * x[t] + W["W_KQ_33"] * x[t - 1]
    total = sympy.zeros(len(x[1]), 1)
    for i in range(1, t + 1):
        attention = (bar[i].T * newer + bar[i - 1].T * older)[0]
        total += (W["W_PV_12"] * x[i] + W["W_PV_13"] * x[i - 1]) * attention
    return total / (t - 1)
