"""The field of the reduced flow: which polynomials it conserves, where it vanishes, its derivative there."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, a, b, c1, c2
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.logic import assume, conjoin, discharge, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    for_all,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, rewritten, under

DEGREE = 4


def powers(exponents: tuple[int, int]) -> Expression:
    """`aᵐ bⁿ`, without factors that are 1."""
    return Node("multiply", tuple(x**e for x, e in zip((a, b), exponents, strict=True) if e))


EXPONENTS = tuple((m, e - m) for e in range(1, DEGREE + 1) for m in range(e, -1, -1))
COEFFICIENTS = {(m, n): real(f"p{m}{n}") for m, n in EXPONENTS}
POLYNOMIAL = Node(
    "add", tuple(p * power for p, power in zip(COEFFICIENTS.values(), map(powers, EXPONENTS), strict=True))
)
"""A polynomial in a and b of degree 4 without a constant, its coefficients being variables."""
SPREAD = a**2 - b**2
ALONE = COEFFICIENTS[2, 0] * SPREAD + COEFFICIENTS[4, 0] * SPREAD**2
"""What it is where it is conserved."""
MULTIPLIERS: tuple[tuple[tuple[int, int], Expression], ...] = (
    ((0, 1), a),
    ((1, 0), b),
    ((2, 0), a * b),
    ((1, 1), b**2 / 2),
    ((2, 1), a**3 / 3),
    ((0, 3), a * b**2 - a**3 * Fraction(2, 3)),
    ((3, 0), a**2 * b - b**3 * Fraction(2, 3)),
    ((1, 2), b**3 / 3),
    ((4, 0), a**3 * b),
    ((3, 1), a**2 * b**2 / 2 - b**4 / 4),
    ((0, 4), a * b**3),
    ((1, 3), b**4 / 4),
)
"""By which coefficients of its derivative the polynomial differs from that."""
h, k, n = map(real, "hkn")
FIRST = integers_from(1)


def velocities(c1: Number, c2: Number, one: Expression, other: Expression) -> tuple[Expression, Expression]:
    """How fast the two scalars move at a point."""
    factor = written(c1) - written(c2) * one * other
    return other * factor, one * factor


def conserved_alone(c1: Number, c2: Number) -> Expression:
    """A polynomial of degree 4 whose derivative along the flow is 0 everywhere is one in `a² − b²`, and that one is."""
    moves = along_field(POLYNOMIAL, (a, b), velocities(c1, c2, a, b))
    formula: Expression = implies(everywhere(equal(moves, 0)), everywhere(equal(POLYNOMIAL, ALONE)))
    for coefficient in reversed(COEFFICIENTS.values()):
        formula = for_all(coefficient, REALS, formula)
    return conjunction(formula, everywhere(equal(along_field(SPREAD, (a, b), velocities(c1, c2, a, b)), 0)))


def everywhere(formula: Expression) -> Expression:
    """A formula at all points."""
    return for_all(a, REALS, for_all(b, REALS, formula))


def turn(i: int, j: int) -> Expression:
    """The coefficient of `aⁱ bʲ` in the derivative of the polynomial along `(b, a)`."""
    zero = written(0)
    return (i + 1) * COEFFICIENTS.get((i + 1, j - 1), zero) + (j + 1) * COEFFICIENTS.get((i - 1, j + 1), zero)


def weights(points: tuple[tuple[int, int], ...]) -> dict[tuple[int, int], tuple[Fraction, ...]]:
    """For each `aⁱ bʲ` numbers by which values at the points add up to its coefficient; degrees as in the points."""
    rows = [
        [Fraction(x**i * y**j) for i, j in points] + [Fraction(n == m) for m in range(len(points))]
        for n, (x, y) in enumerate(points)
    ]
    for place in range(len(rows)):
        pivot = next(n for n in range(place, len(rows)) if rows[n][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [entry / rows[place][place] for entry in rows[place]]
        for n in range(len(rows)):
            if n != place and (factor := rows[n][place]):
                rows[n] = [x - factor * y for x, y in zip(rows[n], rows[place], strict=True)]
    return {monomial: tuple(row[len(points) :]) for monomial, row in zip(points, rows, strict=True)}


@cache
def conserved_polynomials() -> Theorem:
    """`∀c1, c2 > 0: conserved_alone(c1, c2)`."""
    moves = along_field(POLYNOMIAL, (a, b), velocities(c1, c2, a, b))
    given = everywhere(equal(moves, 0))
    points = tuple((x, y) for x in range(DEGREE + 3) for y in range(DEGREE + 3 - x))
    values = tuple(at(assume(given), x, y) for x, y in points)
    _, positive = assumed(GIVEN[0])
    vanish: dict[tuple[int, int], Theorem] = {}
    found = weights(points)
    for i, j in EXPONENTS:
        before = vanish.get((i - 1, j - 1))
        left = c1 * turn(i, j) - (c2 * turn(i - 1, j - 1) if before else 0)
        using = [(value, weight) for value, weight in zip(values, found[i, j], strict=True) if weight]
        coefficient = identity(left, 0, using=using)
        more = ((before, c2 / c1),) if before else ()
        vanish[i, j] = identity(turn(i, j), 0, (positive,), ((coefficient, 1 / c1), *more))
    alone = identity(POLYNOMIAL, ALONE, using=tuple((vanish[place], factor) for place, factor in MULTIPLIERS))
    places = (member(p, REALS) for p in COEFFICIENTS.values())
    point = member(a, REALS), member(b, REALS)
    kept = identity(along_field(SPREAD, (a, b), velocities(c1, c2, a, b)), 0)
    return under(conjoin(under(under(alone, *point), *places, given), under(kept, *point)), *GIVEN[:2])


def speeds_up(
    component: int, point: tuple[Number, Number], by: tuple[Number, Number], value: Number, c1: Number, c2: Number
) -> Expression:
    """The derivative of a velocity at a point along a direction: `n (V(x + v/n) − V(x)) → value` for `n = 1, 2, …`."""
    (x, y), (u, v) = (tuple(map(written, pair)) for pair in (point, by))
    moved = velocities(c1, c2, x + u / n, y + v / n)[component]
    return tends(n, FIRST, n * (moved - velocities(c1, c2, x, y)[component]), value)


def eigenvalue(
    point: tuple[Number, Number], by: tuple[Number, Number], value: Number, c1: Number, c2: Number
) -> Expression:
    """The derivative of both velocities at a point along a direction is the direction times a value."""
    return conjunction(*(speeds_up(i, point, by, value * written(by[i]), c1, c2) for i in range(2)))


@cache
def inverse_tends() -> Theorem:
    """`1/n → 0` for `n = 1, 2, …`."""
    place = member(n, FIRST)
    facts = assumed(place)
    above = signed(less(0, n), facts)
    close = signed(at_most(n * (1 / n - 0) ** 2, 1), (above, *facts), products=((above,),))
    return comparison(tends(n, FIRST, 1 / n, 0), under(close, place))


def derivative(component: int) -> Theorem:
    """The derivative of a velocity at `(a, b)` along `(h, k)`."""
    (x, y), (u, v) = ((a, b), (h, k)) if component == 0 else ((b, a), (k, h))
    slope = c1 * v - c2 * (u * y**2 + 2 * x * y * v)
    second, third = -c2 * (x * v**2 + 2 * u * y * v), -c2 * u * v**2
    ratio = 1 / n
    limit = slope + second * 0 + third * written(0) ** 2
    reached = continuity(tends(n, FIRST, slope + second * ratio + third * ratio**2, limit), (inverse_tends(),), ())
    place = member(n, FIRST)
    above = signed(less(0, n), assumed(place))
    goal = speeds_up(component, (a, b), (h, k), limit, c1, c2)
    body = opened(parts(goal, "tends")[1], (n,))
    same = identity(slope + second * ratio + third * ratio**2, body, (above,))
    found = eventually(goal, reached, under(discharge(at_most(1, n), same), place))
    return rewritten(identity(limit, slope), found)


@cache
def derivatives() -> Theorem:
    """`∀c1, c2 > 0 ∀a, b, h, k`: the derivatives of both velocities at `(a, b)` along `(h, k)`."""
    places = (member(each, REALS) for each in (a, b, h, k))
    return under(conjoin(derivative(0), derivative(1)), *GIVEN[:2], *places)
