"""Coordinates that take finitely many values: whether any weights of the values have the means that are fixed.

If none have, a polynomial whose mean the hypotheses fix to be negative takes no negative value (Farkas). It is found by
a small linear program in floating point, solved again in rationals, and checked at every value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from symbolic.algebra.rationals import to_sympy
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.atom_search import optimal_support
from symbolic.decide.search.exact_weights import exact_weights
from symbolic.decide.spans.echelon import Echelon
from symbolic.decide.spans.instances import ONE
from symbolic.decide.spans.span import exceptions
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern

MOST_POINTS = 64
"""Pairs of values beyond this number are not looked at."""

Polynomial = Mapping[Pattern, Fraction]
"""A polynomial in one coordinate or two, the constant at `ONE`."""


def without_weights(hypotheses: Hypotheses, size: int | None = None) -> str:
    """Why no weights of the values have the means that the hypotheses fix, in one coordinate or two; else empty.

    >>> from symbolic.decide.conditions import Equals
    >>> without_weights(Hypotheses("H", (Values((-1, 1, 2)), Equals(Pattern((2,)), Fraction(1, 2)))))
    'the hypotheses imply E[x_j^2 - 1] = -1/2, but x_j^2 - 1 >= 0 at all values'
    """
    values = hypotheses.of_kind(Values)
    rational = [x for x in (values.values if values else ()) if isinstance(x, Fraction)]
    for frame in (1, 2) if values and len(rational) == len(values.values) else ():
        points = list(product(rational, repeat=frame))
        if len(points) <= MOST_POINTS and (found := _positive(hypotheses, points, size)):
            return _reason(found, points)
    return ""


def _positive(hypotheses: Hypotheses, points: Sequence[tuple[Fraction, ...]], size: int | None) -> Polynomial | None:
    """A polynomial that the hypotheses give mean zero in every dimension, and that is positive at every point."""
    system = System(hypotheses, len(points[0]), size)
    fixed, covered = _scaled(_fixed(system), points), _scaled(_covered(system, points), points)
    rows = [[_value(polynomial, point) for polynomial in (*fixed, *covered)] for point in points]
    factors = _positive_combination(rows) if rows[0] else None
    if factors is None:
        return None
    by_equations = _sum(factors, fixed)
    total = _sum(factors, [*fixed, *covered])
    everywhere = exceptions(system, {pattern: to_sympy(c) for pattern, c in by_equations.items()}) == ()
    return total if everywhere and min(_value(total, point) for point in points) > 0 else None


def _fixed(system: System) -> Iterator[Polynomial]:
    """Polynomials in the frame's coordinates alone whose mean the equations make zero."""
    for row in Echelon.of(system.rows()).basis:
        inside = all(not pattern.summed and len(pattern.free) <= system.frame for pattern in row)
        if inside and all(c.is_Rational for c in row.values()):
            yield {pattern: Fraction(int(c.p), int(c.q)) for pattern, c in row.items()}


def _covered(system: System, points: Sequence[tuple[Fraction, ...]]) -> Iterator[Polynomial]:
    """Monomials that a family of equations or a symmetry forces to zero; higher powers say no more of the weights."""
    orders = range(2 * len({point[0] for point in points}))
    for powers in product(orders, repeat=system.frame):
        if system.hypotheses.covers(Pattern(tuple(power for power in powers if power))):
            yield {Pattern(powers): Fraction(1)}


def _scaled(polynomials: Iterator[Polynomial], points: Sequence[tuple[Fraction, ...]]) -> list[Polynomial]:
    """Each of size 1 at the points, without those that vanish at all of them."""
    sizes = ((polynomial, max(abs(_value(polynomial, point)) for point in points)) for polynomial in polynomials)
    return [{pattern: c / size for pattern, c in polynomial.items()} for polynomial, size in sizes if size]


def _sum(factors: Sequence[Fraction], polynomials: Sequence[Polynomial]) -> Polynomial:
    total: dict[Pattern, Fraction] = {}
    for factor, polynomial in zip(factors, polynomials, strict=False):
        for pattern, c in polynomial.items():
            total[pattern] = total.get(pattern, Fraction(0)) + factor * c
    return {pattern: c for pattern, c in total.items() if c}


def _value(polynomial: Polynomial, point: tuple[Fraction, ...]) -> Fraction:
    terms = (
        c * prod((x**n for x, n in zip(point, pattern.free, strict=False) if n), start=Fraction(1))
        for pattern, c in polynomial.items()
    )
    return sum(terms, Fraction(0))


def _positive_combination(rows: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    """Factors with `row · factors >= 1` for every row: differences of non-negative ones, with a slack for each row."""
    count, total = len(rows[0]), len(rows)
    table = [
        [*row, *(-entry for entry in row), *(Fraction(-int(n == m)) for m in range(total))]
        for n, row in enumerate(rows)
    ]
    ones, cost = [Fraction(1)] * total, [Fraction(-1)] * (2 * count) + [Fraction(0)] * total
    support = optimal_support(table, ones, cost)
    weights = None if support is None else exact_weights(table, ones, support)
    if weights is None:
        return None
    found = dict(zip(support or (), weights, strict=True))
    return [found.get(n, Fraction(0)) - found.get(count + n, Fraction(0)) for n in range(count)]


def _reason(polynomial: Polynomial, points: Sequence[tuple[Fraction, ...]]) -> str:
    """In words, the polynomial scaled so that it begins with ±1, and moved so that its smallest value is zero."""
    frame = len(points[0])
    terms = {p.free + (0,) * (frame - len(p.free)): c for p, c in polynomial.items() if p != ONE and c}
    if not terms:
        return "the hypotheses imply 1 = 0 at these values"
    lead = abs(terms[max(terms, key=lambda powers: (sum(powers), powers))])
    scaled = {Pattern(powers): terms[powers] / lead for powers in sorted(terms, key=lambda p: (-sum(p), p))}
    least = min(_value(scaled, point) for point in points)
    mean = -polynomial.get(ONE, Fraction(0)) / lead - least
    shown = Support(tuple(scaled.items()), least).difference
    return f"the hypotheses imply E[{shown}] = {mean}, but {shown} >= 0 at all values"
