"""The loss of diagonal `W_KQ_32` and `W_PV_12` for exchangeable coordinates, in power sums, and its least value.

With `a_j`, `b_j` on the diagonals and `u_j = a_j b_j`, the part of the derived loss that is left on the diagonals is a
combination of `S2 = Σ_j u_j²`, `Q = Σ_{j≠k} b_j² a_k²` and `S1 = Σ_j u_j`. It is a sum of three squares and a constant:
`Q − S1² + S2 = ½ Σ_{j≠k} (b_j a_k − b_k a_j)²`, `S2 − S1²/d` is the sum of squares of the deviations of the `u_j`, and
`(S1 − d u)²` vanishes where their mean is the product u of the trained point.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sympy

from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.landscape.sectors import Key, energy, is_diagonal, moment_of, overlap
from proofs.zheng2024.notation import e, kappa1, kappa2
from symbolic.algebra.equality import Different, Undecided, same
from symbolic.algebra.notation import T, d
from symbolic.algebra.partitions import sizes
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.expectation.moments import Pattern, moment

S1, S2, Q = sympy.symbols("S_1 S_2 Q", real=True)
"""`Σ_j u_j`, `Σ_j u_j²`, `Σ_{j≠k} b_j² a_k²`."""

PAIR = Pattern((2, 4))
g = sympy.Symbol("g", nonnegative=True)
"""`E[x_j² x_k⁴]`, the same for every pair of coordinates."""

NAMES = {KAPPA1: kappa1, KAPPA2: kappa2, Pattern((4, 2)): g, PAIR: g}
ONE_COORDINATE = (0,) * 7


@cache
def on_diagonals(vanishing: tuple[Pattern, ...]) -> sympy.Expr:
    """The loss less that of predicting zero, T and d symbolic, for laws of which these moments are zero.

    Raises ArithmeticError where the cross term leaves the diagonals.
    """
    squares = (c.expression(T) * _sum(key) * NAMES[moment_of(key)] for key, c in energy().items() if is_diagonal(key))
    products = []
    for labels, c in overlap().items():
        pattern = Pattern(tuple(sorted(sizes(labels), reverse=True)))
        if labels == (0, 0, 0, 0):
            products.append(c.expression(T) * S1 * NAMES[pattern])
        elif pattern not in vanishing:
            raise ArithmeticError(f"the target meets {pattern.text} off the diagonals")
    return sympy.Add(*squares) / 2 - sympy.Add(*products)


def _sum(key: Key) -> sympy.Symbol:
    """On the diagonals a term has one coordinate, or two."""
    return S2 if key == ONE_COORDINATE else Q


def at_equal(expression: sympy.Expr, u: sympy.Expr) -> sympy.Expr:
    """Where all coordinates have `a_j = a`, `b_j = b`, `ab = u`."""
    return expression.subs({S1: d * u, S2: d * u**2, Q: d * (d - 1) * u**2})


@cache
def least_product(vanishing: tuple[Pattern, ...]) -> sympy.Expr:
    """Where the loss of equal coordinates, a parabola in u, is least."""
    u = sympy.Symbol("u")
    return sympy.cancel(sympy.solve(sympy.diff(at_equal(on_diagonals(vanishing), u), u), u)[0])


@cache
def bend(vanishing: tuple[Pattern, ...], u: sympy.Expr) -> sympy.Expr:
    """Second derivative at `a = b = √u` along `δa = δb = √u (1, −1, 0, …)`, from the loss of diagonals.

    Along it `u_1 = u (1 + e)²`, `u_2 = u (1 − e)²`.
    """
    squared = [(1 + e) ** 2, (1 - e) ** 2]
    first = u * (sum(squared) + d - 2)
    second = u**2 * (sum(x**2 for x in squared) + d - 2)
    mixed = u**2 * ((sum(squared) + d - 2) ** 2 - sum(x**2 for x in squared) - (d - 2))
    along = on_diagonals(vanishing).subs({S1: first, S2: second, Q: mixed})
    return sympy.cancel(sympy.diff(along, e, 2).subs(e, 0))


def expectation(polynomial: sympy.Expr, x: sympy.Symbol, y: sympy.Symbol) -> sympy.Expr:
    """The mean of a polynomial of degree 6 in two coordinates of an exchangeable law."""
    terms = sympy.Poly(sympy.expand(polynomial), x, y).terms()
    return sympy.Add(*(c * _moment(powers) for powers, c in terms))


def _moment(powers: tuple[int, ...]) -> sympy.Expr:
    pattern = Pattern(tuple(sorted((n for n in powers if n), reverse=True)))
    return NAMES.get(pattern, moment(pattern))


def settle_identities(derived: Sequence[sympy.Expr], statement: Sequence[sympy.Expr]) -> Answer:
    """Whether the stated expressions are those derived, one by one."""
    for one, other in zip(derived, statement, strict=True):
        match same(one, other):
            case Different() as found:
                return Fails(str(found), ", ".join(f"{name} = {value}" for name, value in found.point))
            case Undecided(reason):
                return Unknown(reason)
    return Holds(f"{len(statement)} expressions are identical to what is derived")
