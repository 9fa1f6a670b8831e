"""Which starts of the reduced flow share a limit: pairs that do, and all of them for a given limit.

The verified solution takes a start to a point that depends on the sign of a + b and on `C = a² − b²` alone, and both
can be read off the limit.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

import sympy

from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.flow.solution import CONSERVED, NotASolution, p, q, s, verified, x
from proofs.zheng2024.flow.statements import limits, settle_rows
from proofs.zheng2024.notation import a, a0, b, b0
from symbolic.algebra.equality import Same, normal, same
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown

Start = tuple[sympy.Expr, sympy.Expr]
FibreRow = tuple[int, Start]
"""The sign of the limit, and the starts that share it, by s = |a + b| (off the antidiagonal) or x = a (on it)."""

a0_PRIME, b0_PRIME = sympy.symbols("a_0' b_0'", real=True)
"""Another start."""

EIGHTHS = tuple(sympy.Rational(n, 8) for n in range(1, 9))


@cache
def settle_separation(flow: Reduced, statement: tuple[tuple[Start, ...], tuple[sympy.Expr, sympy.Expr]]) -> Answer:
    """Whether the limits, as functions of the start, never agree; the named starts are tried first.

    A pair with `a² ≠ b²` is looked for too, so that more than one orbit shows it.
    """
    named, stated = statement
    rows = ((a + b > 0, stated), (a + b < 0, stated), (sympy.Eq(a + b, 0), stated))
    known = settle_rows(flow, limits, rows)
    if not isinstance(known, Holds):
        return known
    uneven = tuple(start for start in product(EIGHTHS, repeat=2) if start[0] != start[1])
    found = (_meeting(named, stated), _meeting(uneven, stated))
    pairs = [pair for pair in found if pair]
    if not pairs:
        return Unknown("no two of the starts that were tried share a limit")
    point = zip((a0, b0, a0_PRIME, b0_PRIME), (*pairs[0][0], *pairs[0][1]), strict=True)
    witness = "; ".join(_written(*pair, stated) for pair in pairs)
    return Fails("two starts share a limit", witness, point=tuple(point))


@cache
def settle_fibres(flow: Reduced, statement: tuple[FibreRow, ...]) -> Answer:
    """Whether the rows are all starts that share a limit `(p, q)`, its mirror image, or the origin."""
    try:
        cells = {cell.sign: cell for cell in verified(flow)}
    except NotASolution as reason:
        return Unknown(str(reason))
    if missing := sorted(set(cells) - {side for side, _ in statement}):
        return Fails(f"no starts are given for the limit of sign {missing[0]}", f"sign {missing[0]}")
    for side, point in statement:
        if side not in cells:
            return Fails("a limit has no such sign", f"sign {side}")
        if answer := _off(side, point) or _elsewhere(side, point):
            return answer
    if len(statement) != len(cells):
        return Unknown("a limit is listed twice")
    return Holds("the limit fixes C and the sign of a + b, and these with the sum fix the start")


def _meeting(starts: tuple[Start, ...], stated: tuple[sympy.Expr, sympy.Expr]) -> tuple[Start, Start] | None:
    """The first two distinct starts whose stated limits are identical for all c1 and c2."""
    for one, other in combinations(starts, 2):
        alike = _at(a**2 - b**2, one) == _at(a**2 - b**2, other)
        if alike and all(isinstance(same(_at(limit, one), _at(limit, other)), Same) for limit in stated):
            return one, other
    return None


def _written(one: Start, other: Start, stated: tuple[sympy.Expr, sympy.Expr]) -> str:
    goal = ", ".join(str(_at(limit, one)) for limit in stated)
    return f"(a_0, b_0) = {one} and {other} both tend to ({goal})"


def _at(expression: sympy.Expr, start: Start) -> sympy.Expr:
    return expression.xreplace(dict(zip((a, b), start, strict=True)))


def _off(side: int, point: Start) -> Fails | None:
    """A start of the row, at simple coordinates, that has another limit."""
    for numbers in product((1, 2, 3), repeat=3):
        values = dict(zip((p, q, s), map(sympy.Integer, numbers), strict=True)) | {x: sympy.Integer(numbers[0])}
        one, other = (part.xreplace(values) for part in point)
        conserved = CONSERVED.xreplace(values) if side else sympy.Integer(0)
        if sympy.sign(one + other) != side or one**2 - other**2 != conserved:
            goal = f"{side} ({values[p]}, {values[q]})" if side else "the origin"
            return Fails(f"a start of the row has another limit than {goal}", f"(a_0, b_0) = ({one}, {other})")
    return None


def _elsewhere(side: int, point: Start) -> Unknown | None:
    """Whether the row is known to be all the starts there are: its sum is the parameter, its C that of the limit."""
    one, other = point
    left = (one + other - side * s, one**2 - other**2 - CONSERVED) if side else (one + other, one - x)
    return Unknown("the starts are not written by their sum") if any(normal(part) != 0 for part in left) else None
