"""The point of rest at d = 2, 3 and T = 4: polynomials of which α/a, β/b and ab are roots, and decimals."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from flint import fmpq, fmpq_poly

from proofs.zheng2024.formal.ones.curve.decimals_of_curve import AtSize, Triple, at_size, within
from proofs.zheng2024.formal.ones.curve.one_curve import BESIDE, RATIOS, x
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, implies
from symbolic.tactics.on_interval import coefficients
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import rewritten, swapped

Powers = tuple[int, ...]
"""Coefficients, that of the power 5 first."""

ROWS: dict[tuple[int, int], tuple[Powers, ...]] = {
    (2, 4): (
        (558, 2127, 3294, 2424, 766, 48),
        (403, -538, 858, -244, 31, 138),
        (4338224, -7709328, 362824, 4330568, -538563, -774566),
    ),
    (3, 4): (
        (25119, 53631, 45972, 19208, 3740, 236),
        (9889, -5173, 11634, -1954, 2173, 711),
        (7942090500, -9441222300, -1822493240, 4272845916, 467773833, -800405771),
    ),
}
"""By d and T, for α/a, β/b and ab."""
DECIMALS: dict[tuple[int, int], Triple] = {(2, 4): (-815, -4160, 7483), (3, 4): (-1137, -2195, 5723)}
"""`10^4` times these, rounded down."""


def stated_numbers(rows: dict[tuple[int, int], tuple[Powers, ...]] | None = None) -> Expression:
    """Polynomials that are 0 at α/a, β/b and ab, and between which decimals these are."""
    found = (ROWS if rows is None else rows).items()
    return conjunction(
        *(implies(at_size(*sizes), conjunction(*roots(row), within(DECIMALS[sizes]))) for sizes, row in found)
    )


def roots(rows: tuple[Powers, ...]) -> tuple[Expression, ...]:
    """The polynomials are 0 at the three numbers."""
    return tuple(equal(value_at(row, value), 0) for row, value in zip(rows, RATIOS, strict=True))


def value_at(row: Powers, at_: Expression) -> Expression:
    """A polynomial at a term."""
    constant, slope, *others = row[::-1]
    powers = (c * at_**n for n, c in enumerate(others, 2))
    return Node("add", (written(constant), slope * at_, *powers))


@cache
def numbers_known() -> Theorem:
    """All of them, from what is known of x."""
    return conjoin(*(_at(AtSize(*sizes), rows, DECIMALS[sizes]) for sizes, rows in ROWS.items()))


def _at(there: AtSize, rows: tuple[Powers, ...], decimals: Triple) -> Theorem:
    first, *others = (_zero(there, row, value) for row, value in zip(rows, map(there.here, RATIOS), strict=True))
    formula = conjunction(*roots(rows), within(decimals))
    return there.told(formula, conjoin(first, *others, there.bounds(decimals)))


def _zero(there: AtSize, row: Powers, value: Expression) -> Theorem:
    """A polynomial is 0 at x, or at a quotient of forms in x: it, or its numerator, is a multiple of R."""
    root = _polynomial(parts(there.root.conclusion, "equal")[0])
    if value == x:
        return identity(value_at(row, x), 0, using=((there.root, _written(_polynomial(value_at(row, x)) // root)),))
    same = tuple(there.polynomial(side) for side in parts(value, "divide"))
    p, q = (parts(each.conclusion, "equal")[1] for each in same)
    divisor = parts(value, "divide")[1]
    above = next(each for each in map(there.here, BESIDE) if parts(each, "less")[1] == divisor)
    top, bottom, degree = _polynomial(p), _polynomial(q), len(row) - 1
    whole = sum((c * top**n * bottom ** (degree - n) for n, c in enumerate(row[::-1])), fmpq_poly())
    factor = _written(whole // root) / q**degree
    found = identity(value_at(row, p / q), 0, (rewritten(same[1], assume(above)),), ((there.root, factor),))
    for each in same:
        found = rewritten(swapped(each), found)
    return found


def _polynomial(term: Expression) -> fmpq_poly:
    return fmpq_poly([fmpq(c.numerator, c.denominator) for c in coefficients(term, x)])


def _written(polynomial: fmpq_poly) -> Expression:
    powers = enumerate(Fraction(int(c.p), int(c.q)) for c in polynomial.coeffs())
    return Node("add", tuple(c * x**n if n else written(c) for n, c in powers if c))
