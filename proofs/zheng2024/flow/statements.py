"""Statements about where the reduced flow goes, and how: rows of a condition on the start with closed forms.

A closed form is written in the start (a, b), the constants c1 and c2 and the time τ. It is settled against the
solution that `flow_solution` has verified by substitution: first at exact points, where a ball that excludes zero
refutes it, then as an identity in the coordinates of each part of the plane.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

import sympy

from proofs.zheng2024.flow.line_flow import Reduced
from proofs.zheng2024.flow.solution import Cell, E, NotASolution, decay, p, q, s, verified, x
from proofs.zheng2024.notation import a, b, c1, c2
from symbolic.algebra.enclosure import NotEnclosed, excludes_zero
from symbolic.algebra.equality import normal
from symbolic.algebra.notation import tau
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.typeset.naming import spelled_out

RATE = sympy.sqrt(4 * c1**2 + c2**2 * (a**2 - b**2) ** 2)
"""k, the rate at which ab approaches its limit, from a start (a, b)."""

SIDE = sympy.sign(a + b)

LIMIT = (
    SIDE * sympy.sqrt((RATE + c2 * (a**2 - b**2)) / (2 * c2)),
    SIDE * sympy.sqrt((RATE - c2 * (a**2 - b**2)) / (2 * c2)),
)
"""Where the flow takes (a, b), on the whole plane."""

_FADING = sympy.exp(-RATE * tau)
_FAR = (2 * c1 + RATE) / c2
_WEIGHT = c2 * (a + b) ** 2 + RATE - 2 * c1

SUM_SQUARED = _FAR + ((a + b) ** 2 - _FAR) * 2 * RATE * _FADING / (_WEIGHT * (1 - _FADING) + 2 * RATE * _FADING)
"""`(a + b)²` at time τ after a start off the line a + b = 0: between its limit and its start."""

PRODUCT = (SUM_SQUARED - (a**2 - b**2) ** 2 / SUM_SQUARED) / 4
"""ab at time τ after such a start."""

_SLOW = sympy.exp(-2 * c1 * tau)
PRODUCT_ON_ANTIDIAGONAL = -(a**2) * c1 * _SLOW / (c1 + c2 * a**2 * (1 - _SLOW))
"""ab at time τ after a start with a + b = 0."""

DECAY = RATE**2 * (c2 * (a + b) ** 2 - 2 * c1 - RATE) / (c2 * (2 * c1 + RATE) * _WEIGHT)
"""`lim exp(kτ) (ab − c1/c2)` after a start off the line a + b = 0; it vanishes at equilibria only."""

Row = tuple[sympy.Basic, tuple[sympy.Expr, ...]]
"""A condition on the start, and closed forms that hold where it does."""

Derived = tuple[Cell, tuple[sympy.Expr, ...]]
"""A part of the plane with what is derived for it, in its coordinates."""

STARTS = tuple(product((0, 1, -1, sympy.Rational(1, 2), -2, sympy.Rational(5, 3)), repeat=2))
CONSTANTS = ((1, 2), (3, 2))
TIME = sympy.Rational(1, 5)


@dataclass(frozen=True)
class Point:
    """An exact start with constants, and the part of the plane it lies in."""

    values: Mapping[sympy.Symbol, sympy.Expr]

    def __str__(self) -> str:
        return ", ".join(f"{symbol} = {value}" for symbol, value in self.values.items())

    def of(self, expression: sympy.Basic) -> sympy.Basic:
        return expression.xreplace(dict(self.values))

    @property
    def sign(self) -> int:
        return int(sympy.sign(self.of(a + b)))

    def coordinates(self, cell: Cell) -> dict[sympy.Symbol, sympy.Expr]:
        """The cell's coordinates, algebraic numbers, and the value of E."""
        conserved, ratio = self.of(a**2 - b**2), self.of(c1 / c2)
        width = sympy.sqrt(conserved**2 + 4 * ratio**2)
        found = {p: sympy.sqrt((width + conserved) / 2), q: sympy.sqrt((width - conserved) / 2)}
        found |= {s: abs(self.of(a + b)), x: self.values[a], c1: self.values[c1], c2: self.values[c2]}
        return found | {E: sympy.exp(-cell.rate.xreplace(found) * self.values[tau])}


def points() -> Iterator[Point]:
    """Exact points at which statements are tried."""
    for (one, other), (first, second) in product(STARTS, CONSTANTS):
        numbers = (one, other, first, second, TIME)
        yield Point(dict(zip((a, b, c1, c2, tau), map(sympy.Rational, numbers), strict=True)))


@cache
def settle_rows(flow: Reduced, derived: Callable[[Cell], tuple[sympy.Expr, ...]], statement: tuple[Row, ...]) -> Answer:
    """Whether the rows divide the plane and state in each part what is derived for it."""
    statement = spelled_out(statement)
    try:
        cells = verified(flow)
    except NotASolution as reason:
        return Unknown(str(reason))
    found = tuple((cell, derived(cell)) for cell in cells)
    for point in points():
        if answer := _refuted(point, found, statement):
            return answer
    for cell, expected in found:
        rows = [row for row in statement if _on(row[0], cell) is True]
        if len(rows) != 1 or any(_on(row[0], cell) is None for row in statement):
            return Unknown(f"where {cell.relation}, it is not clear which row applies")
        if not _identical(cell, rows[0][1], expected):
            return Unknown(f"where {cell.relation}, the closed forms differ in form from the solution")
    return Holds("the rows divide the plane; each closed form is the solution that was put into the flow")


def limits(cell: Cell) -> tuple[sympy.Expr, ...]:
    """Where (a, b) goes."""
    return cell.limit


def course(cell: Cell) -> tuple[sympy.Expr, ...]:
    """`(a + b)²` and ab as functions of time."""
    return cell.sum_squared, cell.product


def rates(cell: Cell) -> tuple[sympy.Expr, ...]:
    """k and `lim exp(kτ) (ab − its limit)`."""
    return cell.rate, decay(cell)


@cache
def settle_signs(flow: Reduced, statement: tuple[tuple[int, int, int, int], ...]) -> Answer:
    """Whether the rows (signs of a, b, a + b, and of both limits) are all cases there are, each with its limit.

    Three lines through the origin cut the plane into six sectors, six rays and a point: thirteen cases.
    """
    try:
        goes = {cell.sign: int(sympy.sign(cell.limit[0])) for cell in verified(flow)}
    except NotASolution as reason:
        return Unknown(str(reason))
    every = {tuple(map(_sign, (m, n, m + n))): (m, n) for m, n in product(range(-2, 3), repeat=2)}
    expected = {(*signs, goes[signs[2]]) for signs in every}
    if wrong := [row for row in statement if row not in expected]:
        return Fails(f"the case {wrong[0]} does not occur", f"(a, b) = {every.get(wrong[0][:3], 'none')}")
    if missing := sorted(expected - set(statement)):
        return Fails(f"the case {missing[0]} is missing", f"(a, b) = {every[missing[0][:3]]}")
    if len(statement) != len(expected):
        return Unknown("a case is listed twice")
    return Holds(f"{len(expected)} sign cases, and no other; the sign of a + b decides each")


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _refuted(point: Point, found: tuple[Derived, ...], statement: tuple[Row, ...]) -> Fails | None:
    rows = [row for row in statement if point.of(row[0]) == sympy.true]
    if len(rows) != 1:
        return Fails(f"{len(rows)} rows apply to one start", str(point))
    cell, expected = next(one for one in found if one[0].sign == point.sign)
    coordinates = point.coordinates(cell)
    for stated, true in zip(rows[0][1], expected, strict=True):
        given, actual = point.of(stated), true.xreplace(coordinates)
        if certainly_differ(given, actual):
            return Fails(f"{sympy.N(given, 6)} is stated, {sympy.N(actual, 6)} is true", str(point))
    return None


def certainly_differ(one: sympy.Expr, other: sympy.Expr) -> bool:
    """Whether two closed numbers differ, in rigorous balls; a number that is undefined differs from every other."""
    difference = one - other
    if difference.has(sympy.nan, sympy.zoo, sympy.oo):
        return True
    try:
        return excludes_zero(difference)
    except NotEnclosed:
        return False


def _on(relation: sympy.Basic, cell: Cell) -> bool | None:
    """Whether a condition holds on the whole of a cell, on none of it, or neither is clear."""
    if relation in (sympy.true, sympy.false):
        return bool(relation)
    found = relation.func(sympy.expand((relation.lhs - relation.rhs).xreplace(dict(cell.start))), 0)
    if found == sympy.true:
        return True
    return False if found == sympy.false else None


def _identical(cell: Cell, stated: tuple[sympy.Expr, ...], derived: tuple[sympy.Expr, ...]) -> bool:
    pairs = zip(stated, derived, strict=True)
    return all(normal(cell.holds(one) - other) == 0 for one, other in pairs)
