"""How far the trained point moves when a hypothesis is violated a little: derivatives by the size of the violation.

Two violations, each with the smallest family of parameters that the flow from the line then stays in.

**Skewed coordinates.** Independent, identically distributed coordinates with mean zero: of odd moments only `m3²`
enters the loss (a pattern of degree 6 without exponent 1 is 6, 4+2, 3+3 or 2+2+2). Permutations of coordinates and the
charges of the blocks keep the flow in `W_KQ_32 = a (I + xJ)`, `W_PV_12 = b (I + yJ)`, J being 1 off the diagonal and 0
on it. There the loss is a polynomial in `u = ab`, x, y that is affine in `m3²`; at `m3 = 0` it is even in (x, y).

**Coordinates that differ.** Independent symmetric coordinates: both matrices stay diagonal, with entries a_j and b_j. A
violation is a relative change of the moments of coordinate j. Its mean over coordinates and its deviation from the mean
act separately, since they belong to different representations of the permutations; deviations are spanned by those
in which one coordinate differs from all the others, which are alike.

A differentiable branch of critical points through the trained point has the derivative that the linear equations here
have as their solution. Both are put back into the gradient: what is left over starts at second order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import prod

import sympy

from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model.loss import cross, quadratic
from proofs.zheng2024.notation import H, a, b, e, m2, m4, m6, n, u, x, y
from proofs.zheng2024.ones.exchangeable import alpha, beta, family_loss
from symbolic.algebra.equality import normal
from symbolic.algebra.notation import T, d
from symbolic.algebra.partitions import Blocks, set_partitions
from symbolic.expectation.moments import Pattern, falling, moment, moments_in
from symbolic.expectation.summation import TimeSum

m3 = sympy.Symbol("m_3", real=True)
MOMENTS = {0: sympy.Integer(1), 1: sympy.Integer(0), 2: m2, 3: m3, 4: m4, 5: sympy.Symbol("m_5", real=True), 6: m6}
"""Moments of a coordinate with mean zero."""


@cache
def skewed_loss() -> sympy.Expr:
    """The loss on the family `a (I + xJ)`, `b (I + yJ)` at `u = ab`, less its value at zero; T and d are symbols."""
    on_family = family_loss().subs({a: u, b: 1, alpha: u * x, beta: y}, simultaneous=True)
    return for_independent(sympy.expand(on_family - on_family.subs(u, 0)))


def trained_product() -> sympy.Expr:
    """Where the loss of unskewed coordinates is least on the line."""
    at_line = sympy.Poly(skewed_loss().subs({m3: 0, x: 0, y: 0}), u)
    return sympy.cancel(-at_line.coeff_monomial(u) / (2 * at_line.coeff_monomial(u**2)))


def for_independent(expression: sympy.Expr) -> sympy.Expr:
    """Formal moments of independent, identically distributed coordinates with mean zero, as products of `MOMENTS`.

    >>> from symbolic.expectation.moments import Pattern, moment
    >>> for_independent(moment(Pattern((3, 3)))), for_independent(moment(Pattern((2,), (4,))))
    (m_3**2, m_2*m_4*(d - 1))
    """
    return expression.xreplace({moment(p): _of_pattern(p) for p in moments_in(expression)})


def _of_pattern(pattern: Pattern) -> sympy.Expr:
    ways = sympy.sympify(falling(d - len(pattern.free), len(pattern.summed)))
    return ways * sympy.Mul(*(MOMENTS[power] for power in pattern.exponents))


@dataclass(frozen=True)
class Response:
    """What the trained point does per `m3²`, to first order in it: x and y; and u, per its square, relative to u.

    `curvatures` are the second derivatives of the loss by xx, xy and yy over `d (d − 1) u²`, without skewness.
    """

    x: sympy.Expr
    y: sympy.Expr
    product: sympy.Expr
    curvatures: tuple[sympy.Expr, sympy.Expr, sympy.Expr]


@cache
def skewed_response() -> Response:
    """The linear response to skewness; raises ArithmeticError where the loss is not of the form that it is read off.

    With `x, y, m3²` of first order the loss is, to second order, its part on the line and `d (d − 1) u²/2` times
    `xx x² + 2 xy xy + yy y² + 2 m3² (f x + g y)`. The product moves at second order, by the slope of this part by u.
    """
    scale = d * (d - 1) * u**2 / 2
    near = sympy.Poly(sympy.expand(skewed_loss()).subs({x: e * x, y: e * y, m3: m3 * sympy.sqrt(e)}), e)
    at_line, part = near.coeff_monomial(1), sympy.Poly(near.coeff_monomial(e**2), x, y, m3)
    xx, xy, yy, f, g = (
        sympy.factor(part.coeff_monomial(monomial) / scale / share)
        for monomial, share in ((x**2, 1), (x * y, 2), (y**2, 1), (x * m3**2, 2), (y * m3**2, 2))
    )
    form = xx * x**2 + 2 * xy * x * y + yy * y**2 + 2 * m3**2 * (f * x + g * y)
    if near.coeff_monomial(e) != 0 or normal(part.as_expr() - scale * form) != 0 or xx.has(u) or f.has(u):
        raise ArithmeticError("the loss has other terms of first or second order")
    determinant = xx * yy - xy**2
    moved = ((xy * g - yy * f) / determinant, (xy * f - xx * g) / determinant)
    height = scale * (f * moved[0] + g * moved[1])
    return Response(*moved, -height.diff(u) / at_line.diff(u, 2) / u, (xx, xy, yy))


a1, a0, b1, b0 = sympy.symbols("a_1 a_0 b_1 b_0", positive=True)
"""Diagonal entries at the first coordinate and at all the others."""

CHANGES = {n: sympy.Symbol(f"delta_{n}", real=True) for n in (2, 4, 6)}
"""Relative changes of the moments of a coordinate, per size of the violation."""


@cache
def differing_loss() -> sympy.Expr:
    """The loss on diagonal matrices, one coordinate differing from the others; moments as `_moment` has them."""
    quadratics = _sum(3, lambda p: quadratic(ON_LINE, ON_LINE, (p[0], p[1], p[1], p[0], p[2], p[2])), 2)
    crosses = _sum(2, lambda p: cross(ON_LINE, (p[0], p[0], p[1], p[1])), 1)
    return quadratics / 2 - crosses


def _sum(size: int, times: Callable[[Blocks], TimeSum], power: int) -> sympy.Expr:
    """Over labels j, l, … (each twice in a moment): `b_j^power Π a_l` times moments and time sums."""
    terms = []
    for labels in set_partitions(size):
        blocks, count = max(labels) + 1, times(labels)
        for first in (None, *range(blocks)) if count else ():
            ways = falling(d - 1, blocks - (first is not None))
            factors = [(b1 if labels[0] == first else b0) ** power, *(a1 if n == first else a0 for n in labels[1:])]
            moments = [_moment(2 * labels.count(n), n == first) for n in range(blocks)]
            terms.append(prod((*factors, *moments), start=ways * count.expression(T)))
    return sympy.Add(*terms)


def _moment(order: int, first: bool) -> sympy.Expr:
    """Changed by `e (d − 1) δ` at the first coordinate and by `−e δ` at the others."""
    return MOMENTS[order] * (1 + e * CHANGES[order] * ((d - 1) if first else -1))


@cache
def differing_response() -> tuple[sympy.Expr, sympy.Expr]:
    """Relative derivatives of a_j and b_j where coordinate j deviates from the mean over coordinates by δ's.

    Raises ArithmeticError where the solution of two equations does not solve the other two.
    """
    p, k, v = sympy.symbols("p k v", positive=True)
    first, others = 1 + e * (d - 1) * k, 1 - e * k
    q = trained_product() / p
    at = {a1: p * first, a0: p * others, b1: q * (first.subs(k, v)), b0: q * others.subs(k, v)}
    slopes = [_simple(differing_loss().diff(one).xreplace(at).diff(e).subs(e, 0)) for one in (a0, b0, a1, b1)]
    solved = sympy.solve(slopes[:2], [k, v], dict=True)[0]
    if any(sympy.cancel(slope.subs(solved)) != 0 for slope in slopes):
        raise ArithmeticError("the response does not solve the linear equations")
    return solved[k].subs(_NAMED), solved[v].subs(_NAMED)


_HARMONIC = sympy.Symbol("H", positive=True)
_NAMED = {n: T - 2, _HARMONIC: H}


def _simple(expression: sympy.Expr) -> sympy.Expr:
    """The numerator, the harmonic number and T − 2 being symbols."""
    named = expression.replace(sympy.harmonic, lambda *_: _HARMONIC).subs(T, n + 2)
    return sympy.numer(sympy.cancel(named))
