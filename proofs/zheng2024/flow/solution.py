"""Closed-form solution of the reduced flow, verified by substitution into it.

On the half plane `a + b > 0` everything is rational in four positive numbers: the limit (p, q), the start's sum
`s = a_0 + b_0` and c2. They determine `c1 = c2 p q`, the conserved `C = p² − q²` and the start, and every start and
every c1, c2 > 0 is met exactly once, because `x² − Cx − (c1/c2)²` has one positive root `x = p²`. With `v = (a + b)²`

    v = ((p + q)² m (1 − E) + s² w E) / (m (1 − E) + w E),   m = s² + (p − q)²,   w = 2 (p² + q²),   E = exp(−kτ),

a mean of the limit and the start with positive weights, and `k = c2 (p² + q²)`. The half plane `a + b < 0` is its
mirror image, and on `a + b = 0` the product itself is rational in `E = exp(−2 c1 τ)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import sympy

from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.notation import C, a, b, c1, c2
from symbolic.algebra.equality import normal
from symbolic.algebra.notation import tau

p, q, s = sympy.symbols("p q s", positive=True)
x = sympy.Symbol("x", real=True)
E = sympy.Symbol("E", positive=True)
"""`exp(−kτ)`, between 0 (the limit) and 1 (the start)."""

V = sympy.Symbol("v", positive=True)
"""The value of `(a + b)²`."""

CONSERVED = p**2 - q**2


class NotASolution(ValueError):
    """Substitution into the flow leaves something over."""


@dataclass(frozen=True)
class Cell:
    """A part of the (a, b)-plane in rational coordinates, with the solution that starts in it.

    `start` gives a, b and c1 in the coordinates; `limit` is where (a, b) goes; `sum_squared` and `product` are
    `(a + b)²` and ab as rational functions of `E = exp(−rate τ)`; `weights` are positive for `0 <= E <= 1`.
    """

    relation: sympy.Basic
    sign: int
    start: Mapping[sympy.Symbol, sympy.Expr]
    limit: tuple[sympy.Expr, sympy.Expr]
    sum_squared: sympy.Expr
    product: sympy.Expr
    rate: sympy.Expr
    weights: tuple[sympy.Expr, ...]

    def holds(self, expression: sympy.Expr) -> sympy.Expr:
        """An expression in a, b, c1, c2 and τ in the coordinates of the cell, square roots taken, `exp` as E."""
        return _with_exponential(rooted(expression.xreplace(dict(self.start))), self.rate)


def _half_plane(sign: int, relation: sympy.Basic) -> Cell:
    begin, end = s**2 + (p - q) ** 2, 2 * (p**2 + q**2)
    squared = ((p + q) ** 2 * begin * (1 - E) + s**2 * end * E) / (begin * (1 - E) + end * E)
    start = {a: sign * (s + CONSERVED / s) / 2, b: sign * (s - CONSERVED / s) / 2, c1: c2 * p * q}
    product = (squared - CONSERVED**2 / squared) / 4
    rate = c2 * (p**2 + q**2)
    return Cell(relation, sign, start, (sign * p, sign * q), squared, product, rate, (begin, end))


def _antidiagonal(relation: sympy.Basic) -> Cell:
    weights = (c1 + c2 * x**2, c1)
    product = -(x**2) * c1 * E / (weights[0] * (1 - E) + weights[1] * E)
    zero = sympy.Integer(0)
    return Cell(relation, 0, {a: x, b: -x}, (zero, zero), zero, product, 2 * c1, weights)


ABOVE, BELOW = _half_plane(1, a + b > 0), _half_plane(-1, a + b < 0)
ON = _antidiagonal(sympy.Eq(a + b, 0))
CELLS = (ABOVE, BELOW, ON)
"""The three parts: each point of the plane lies in one of them."""


def rooted(expression: sympy.Expr) -> sympy.Expr:
    """The expression with every square root taken that is one of a square, and with factored signs and sizes.

    >>> rooted(sympy.sqrt((p**2 - q**2) ** 2 + 4 * p**2 * q**2))
    p**2 + q**2
    """
    expression = expression.replace(sympy.sign, lambda inner: sympy.sign(sympy.factor(inner)))
    expression = expression.replace(sympy.Abs, lambda inner: sympy.Abs(sympy.factor(inner)))
    return expression.replace(_is_root, lambda power: sympy.sqrt(sympy.factor(power.base)) ** (2 * power.exp))


def _is_root(expression: sympy.Expr) -> bool:
    return bool(expression.is_Pow and expression.exp.is_Rational and expression.exp.q == 2)


def _with_exponential(expression: sympy.Expr, rate: sympy.Expr) -> sympy.Expr:
    """`exp(−n · rate · τ)` becomes `Eⁿ` where n is a whole number."""

    def power(exponent: sympy.Expr) -> sympy.Expr:
        times = sympy.cancel(-exponent / (rate * tau))
        return E**times if times.is_Integer else sympy.exp(exponent)

    return expression.replace(sympy.exp, power)


def residuals(flow: Reduced, cell: Cell) -> dict[str, sympy.Expr]:
    """What substituting the solution of a cell into the flow leaves over, by name; all zero for a solution."""
    return _on_antidiagonal(flow, cell) if cell.sign == 0 else _on_half_plane(flow, cell)


def _on_half_plane(flow: Reduced, cell: Cell) -> dict[str, sympy.Expr]:
    """`a = ±(√v + C/√v)/2`, `b = ±(√v − C/√v)/2`, v as a function of E, `dE/dτ = −kE`."""
    root = sympy.sqrt(V)
    point = {a: cell.sign * (root + CONSERVED / root) / 2, b: cell.sign * (root - CONSERVED / root) / 2}
    constants = {c1: cell.start[c1]}
    a_dot, b_dot = (v.xreplace(constants).xreplace(point) for v in (flow.a_dot, flow.b_dot))
    speed = flow.rate((a + b) ** 2).xreplace(constants).xreplace(point)
    in_time = -cell.rate * E * sympy.diff(cell.sum_squared, E)
    limit = dict(zip((a, b), cell.limit, strict=True))
    return {
        "a'": sympy.diff(point[a], V) * speed - a_dot,
        "b'": sympy.diff(point[b], V) * speed - b_dot,
        "v'": in_time - normal(speed).subs(V, cell.sum_squared),
        "v at the start": cell.sum_squared.subs(E, 1) - (cell.start[a] + cell.start[b]) ** 2,
        "side of the start": cell.start[a] + cell.start[b] - cell.sign * s,
        "C at the start": cell.start[a] ** 2 - cell.start[b] ** 2 - CONSERVED,
        "a + b at the limit": (a + b).xreplace(limit) - cell.sign * rooted(sympy.sqrt(cell.sum_squared.subs(E, 0))),
        "C at the limit": (a**2 - b**2).xreplace(limit) - CONSERVED,
        "ab": normal(point[a] * point[b]).subs(V, cell.sum_squared) - cell.product,
    }


def _on_antidiagonal(flow: Reduced, cell: Cell) -> dict[str, sympy.Expr]:
    """`a = ±√−ab = −b`: the sum stays zero, and `(ab)'` is a function of ab alone."""
    root = sympy.sqrt(V)
    point = {a: root, b: -root}
    speed = flow.rate(a * b).xreplace(point)
    in_time = -cell.rate * E * sympy.diff(cell.product, E)
    return {
        "a + b": cell.sum_squared - (cell.start[a] + cell.start[b]) ** 2,
        "(a + b)'": flow.rate(a + b).subs(b, -a),
        "a'": sympy.diff(root, V) * -speed - flow.a_dot.xreplace(point),
        "(ab)'": in_time - normal(speed).subs(V, -cell.product),
        "ab at the start": cell.product.subs(E, 1) - cell.start[a] * cell.start[b],
        "a² at the limit": cell.product.subs(E, 0) + cell.limit[0] ** 2,
        "a + b at the limit": cell.limit[0] + cell.limit[1],
    }


def coordinate_residuals() -> dict[str, sympy.Expr]:
    """That every start and every c1, c2 > 0 have coordinates: `p², q² = (w ± C)/2 > 0` with `w² = C² + 4 (c1/c2)²`."""
    ratio = c1 / c2
    width = sympy.sqrt(C**2 + 4 * ratio**2)
    larger, smaller = (width + C) / 2, (width - C) / 2
    return {"(pq)²": larger * smaller - ratio**2, "p² − q²": larger - smaller - C}


@cache
def verified(flow: Reduced) -> tuple[Cell, ...]:
    """The cells, after their solutions were put into the flow and their denominators found positive.

    Raises NotASolution where something is left over or a weight may vanish.
    """
    if any(normal(left) != 0 for left in coordinate_residuals().values()):
        raise NotASolution("the coordinates do not reach every start")
    for cell in CELLS:
        for name, left in residuals(flow, cell).items():
            if normal(left) != 0:
                raise NotASolution(f"on {cell.relation} substitution leaves something over in {name}")
        if not all(weight.is_positive for weight in cell.weights):
            raise NotASolution(f"on {cell.relation} a denominator may vanish: {cell.weights}")
    return CELLS


def decay(cell: Cell) -> sympy.Expr:
    """`lim exp(rate τ) (ab − its limit)`: the first coefficient of ab in E."""
    away = sympy.cancel(sympy.together(cell.product - cell.limit[0] * cell.limit[1]))
    return sympy.cancel(away / E).subs(E, 0)
