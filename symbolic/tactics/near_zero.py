"""Polynomials that are not negative where all terms are small: a positive definite form, and products of three or four.

A product `x y z` is above `−½ δ (y² + z²)` where `|x| ≤ δ`, and `x y z w` above `−½ δ² (x² + w²)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.arithmetic import Summand, sign, with_denial
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import Known, Quotients
from symbolic.core.theorems import Theorem
from symbolic.tactics.explicit_means import number
from symbolic.tactics.signs import NotFound

Box = Sequence[tuple[Theorem, Theorem]]
"""`−δ ≤ x` and `x ≤ δ` for each term."""

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def not_negative_near(goal: Expression, box: Box) -> Theorem:
    """`p ≤ q` for polynomials in some terms, where these are small; raises `NotFound`.

    >>> from symbolic.core.rules.logic import assume
    >>> from symbolic.core.vocabulary import at_most, real
    >>> x, y = real("x"), real("y")
    >>> box = [(assume(at_most(-Fraction(1, 9), each)), assume(at_most(each, Fraction(1, 9)))) for each in (x, y)]
    >>> goal = at_most(x**2 * y, x**2 + x * y + y**2)
    >>> not_negative_near(goal, box).conclusion == goal
    True
    """
    bounds = tuple(chain.from_iterable(box))
    (denied, _), *_ = reversed(with_denial(goal, bounds)[0])
    terms = [parts(upper.conclusion, "at_most")[0] for _, upper in box]
    widths = [number(parts(upper.conclusion, "at_most")[1]) for _, upper in box]
    form = [[Fraction(0)] * len(terms) for _ in terms]
    summands: list[Summand] = [(Fraction(1), written(1), (len(bounds),))]
    for places, coefficient in products_of(-denied, terms):
        summands += _above(places, coefficient, terms, widths, form)
    summands += ((c, square, ()) for c, square in _squares(form, terms))
    return sign(goal, bounds, tuple(summands), (), (), ())


def products_of(polynomial: Expression, terms: Sequence[Expression]) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    """The places of the factors of each product, with its coefficient."""
    ring = Quotients(Known(), polynomial, *terms)
    whole, *variables = ring.over_one_denominator([polynomial, *terms])
    number = {variable.degrees().index(1): n for n, variable in enumerate(variables)}
    scale = variables[0].leading_coefficient()
    for exponents, coefficient in whole.to_dict().items():
        if any(n and k not in number for k, n in enumerate(exponents)):
            raise NotFound("there is something else than small terms in it")
        places = tuple(sorted(number[k] for k, n in enumerate(exponents) for _ in range(n)))
        value = coefficient / scale
        yield places, Fraction(int(value.p), int(value.q))


def _above(
    places: tuple[int, ...],
    coefficient: Fraction,
    terms: Sequence[Expression],
    widths: Sequence[Fraction],
    form: list[list[Fraction]],
) -> Iterator[Summand]:
    """Summands whose sum, with what is added to the form, is a product."""
    c, side = abs(coefficient), 1 if coefficient > 0 else -1
    match places:
        case (x, y):
            form[x][y] += coefficient / 2
            form[y][x] += coefficient / 2
        case (x, y, z):
            for end in (y, z):
                form[end][end] -= c * widths[x] / 2
            yield c * QUARTER, terms[y] + side * terms[z], (2 * x,)
            yield c * QUARTER, terms[y] - side * terms[z], (2 * x + 1,)
        case (x, y, z, w):
            yield c * HALF, terms[x] * terms[y] + side * terms[z] * terms[w], ()
            for one, other in ((x, y), (w, z)):
                form[one][one] -= c * widths[other] ** 2 / 2
                yield c * HALF, terms[one], (2 * other, 2 * other + 1)
        case _:
            raise NotFound(f"a product of {len(places)} terms is not small")


def _squares(form: list[list[Fraction]], terms: Sequence[Expression]) -> Iterator[tuple[Fraction, Expression]]:
    """A positive definite form as a sum of squares; raises `NotFound` for another one."""
    rows = [list(row) for row in form]
    for n, row in enumerate(rows):
        if row[n] <= 0:
            raise NotFound("the form is not definite, or terms are not small enough")
        yield row[n], Node("add", tuple(x / row[n] * term for x, term in zip(row[n:], terms[n:], strict=True) if x))
        for k in range(n + 1, len(rows)):
            rows[k] = [x - row[k] / row[n] * y for x, y in zip(rows[k], row, strict=True)]
