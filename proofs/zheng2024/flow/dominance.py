"""Gradient dominance along the reduced flow: `|∇L|² = 2 c2 (a² + b²) (L − L*)`, and the least factor along an orbit.

L is the loss on the line, L* its minimum there, ∇L the gradient by all individual entries: d of each of the two blocks.
With the gradient by the two scalars a and b instead, the left side and so the constant is d times larger.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.flow.solution import ABOVE, CONSERVED, NotASolution, V, p, q, verified
from proofs.zheng2024.flow.statements import RATE, Point, certainly_differ, points
from proofs.zheng2024.notation import C, a, b, c2
from symbolic.algebra.equality import Same, normal, same
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown

LEAST = (
    (a * b < 0, c2 * sympy.Abs(a**2 - b**2)),
    (a * b >= 0, sympy.Min(c2 * (a**2 + b**2), RATE)),
)
"""`c2 · inf (a² + b²)` over the orbit of a start (a, b), by the sign of ab at the start."""

Row = tuple[sympy.Basic, sympy.Expr]


def loss(flow: Reduced, d: sympy.Expr) -> sympy.Expr:
    """The loss on the line less its value at the origin: its gradient by the d entries of each block is minus the flow.

    Raises ValueError where the velocities are not a gradient.
    """
    value = -d * sympy.integrate(sympy.expand(flow.b_dot), (b, 0, b))
    if normal(sympy.diff(value, a) + d * flow.a_dot) != 0:
        raise ValueError("the velocities are not minus a gradient")
    return value


def excess(flow: Reduced, d: sympy.Expr) -> sympy.Expr:
    """`L − L*`: the loss less its minimum on the line, which is at `ab = c1/c2`."""
    value = loss(flow, d)
    return sympy.factor(value - value.subs(b, flow.product / a))


def squared_gradient(flow: Reduced, d: sympy.Expr) -> sympy.Expr:
    """`|∇L|²` by all individual entries at a point of an invariant line."""
    return d * (flow.a_dot**2 + flow.b_dot**2)


def residuals(flow: Reduced, d: sympy.Expr) -> dict[str, sympy.Expr]:
    """Identities from which the least value of a² + b² along an orbit is read off; all must be zero.

    With `v = (a + b)²` and the conserved `C = a² − b²`: a² + b² is `(v + C²/v)/2`, which is at least |C|, equal to it
    at `v = |C|` only, and increases in v beyond; v is between its start and `(p + q)² > |C|`; ab < 0 means v < |C|.
    """
    root, other = sympy.sqrt(V), sympy.Symbol("v_2", positive=True)
    point = {a: (root + C / root) / 2, b: (root - C / root) / 2}
    size, beyond = (V + C**2 / V) / 2, (other + C**2 / other) / 2
    return {
        "dominance": squared_gradient(flow, d) - 2 * c2 * (a**2 + b**2) * excess(flow, d),
        "size": (a**2 + b**2).xreplace(point) - size,
        "from below": size.subs(C, other) - other - (V - other) ** 2 / (2 * V),
        "increase": beyond - size - (other - V) * (V * other - C**2) / (2 * V * other),
        "limit": (p + q) ** 4 - CONSERVED**2 - 4 * p * q * (p + q) ** 2,
        "sign": 4 * V * (a * b).xreplace(point) - (V**2 - C**2),
        "at the limit": c2 * (p**2 + q**2) - ABOVE.rate,
    }


@cache
def settle_dominance(flow: Reduced, d: sympy.Expr, statement: tuple[Row, ...]) -> Answer:
    """Whether the rows give the least `c2 (a² + b²)` along the orbit of every start."""
    try:
        verified(flow)
        wrong = [name for name, left in residuals(flow, d).items() if normal(left) != 0]
    except (NotASolution, ValueError) as reason:
        return Unknown(str(reason))
    if wrong:
        return Unknown(f"the identity {wrong[0]!r} fails")
    for point in points():
        if answer := _refuted(point, statement):
            return answer
    if len(statement) != len(LEAST) or not all(map(_identical, statement, LEAST)):
        return Unknown("the rows differ in form from what is derived")
    return Holds("|∇L|² = 2 c2 (a² + b²)(L − L*), with the least a² + b² along the orbit of every start")


def least(point: Point) -> sympy.Expr:
    """`c2 inf (a² + b²)` along an orbit: at |C| where v passes it, else at one of the two ends."""
    ratio, conserved, begin = point.of(c2), abs(point.of(a**2 - b**2)), point.of((a + b) ** 2)
    if begin == 0 or begin < conserved:
        return ratio * conserved
    return ratio * min((begin + conserved**2 / begin) / 2, point.of(RATE / c2), key=lambda value: value.evalf(30))


def _refuted(point: Point, statement: tuple[Row, ...]) -> Fails | None:
    rows = [row for row in statement if point.of(row[0]) == sympy.true]
    if len(rows) != 1:
        return Fails(f"{len(rows)} rows apply to one start", str(point))
    stated, true = point.of(rows[0][1]), least(point)
    if certainly_differ(stated, true):
        return Fails(f"{sympy.N(stated, 6)} is stated, {sympy.N(true, 6)} is true", str(point))
    return None


def _identical(one: Row, other: Row) -> bool:
    return bool(one[0] == other[0]) and isinstance(same(one[1], other[1]), Same)
