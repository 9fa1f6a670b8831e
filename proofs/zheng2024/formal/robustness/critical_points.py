"""Which points of the family are critical: where both derivatives by x and y vanish, and ab is what these leave it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from proofs.zheng2024.formal.lemmas.independent_starts import COORDINATE
from proofs.zheng2024.formal.on_line.line_formulas import d, j, k
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS, KEY_BLOCK, ONE, VALUE_BLOCK
from proofs.zheng2024.formal.robustness.branch import by_x, by_y
from proofs.zheng2024.formal.robustness.kept_family import PLACES
from proofs.zheng2024.formal.robustness.product_there import function_at
from proofs.zheng2024.formal.robustness.skewed_family import FAMILY, STAYS, block_of_family, values
from proofs.zheng2024.formal.robustness.skewed_starts import FACTS
from symbolic.core.expressions import Expression, Variable, bound, opened, written
from symbolic.core.rules.entries import indicator_of_false
from symbolic.core.rules.logic import assume, both_ways, conjoin, deny, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    conjunction,
    equal,
    indicator,
    integers_between,
    member,
    negation,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, quantified, under

a, b, v, w = map(real, ("a", "b", "v", "w"))
ANY = tuple(member(each, REALS) for each in (a, b, v, w))
MOVES = negation(equal(a * b, 0))
POINT = a, a * v, b, b * w


def at_point(expression: Expression) -> Expression:
    """What is said of a point of the family, said of `a (I + vJ)` and `b (I + wJ)`."""
    letters = tuple(each for each in FAMILY.stated.letters if isinstance(each, Variable))
    return opened(bound(expression, letters), POINT)


CRITICAL = at_point(conjunction(*(quantified(equal(STAYS.gradient(block), 0), *PLACES) for block in BLOCKS)))
"""The gradient by all blocks is 0."""


def conditions(letters: Mapping[Variable, Expression], first: Expression, last: Expression) -> Expression:
    """Both derivatives are 0, and `ab (D + (d − 1) R) = (T − 2) E y⁴`, with what letters stand for."""
    names = tuple(letters)
    inside = (by_x(v, w), by_y(v, w), first + (d - 1) * function_at(v, w))
    one, other, bottom = (opened(bound(each, names), tuple(letters.values())) for each in inside)
    return conjunction(equal(one, 0), equal(other, 0), equal(a * b * bottom, last))


@cache
def _blocks() -> tuple[Facts, tuple[Expression, ...]]:
    """The gradient by all blocks at the point, and the entries on and off the diagonal of the two that it has."""
    letters = (*values(KEY_BLOCK), *values(VALUE_BLOCK))
    of_gradient = tuple(at(under(block_of_family(block, letters), *FAMILY.point), *POINT) for block in BLOCKS)
    return of_gradient, tuple(map(at_point, letters))


def entries(letters: Mapping[Variable, Expression], first: Expression, last: Expression) -> Facts:
    """What the two blocks have on and off the diagonal, by the three terms that are 0 at a critical point."""
    said = conditions(letters, first, last)
    one, other, product = (parts(each, "equal")[0] for each in parts(said, "and"))
    _, (key, key_off, value, value_off) = _blocks()
    finite = assume(COORDINATE)
    rest = product - last
    right = (
        b * rest - (d - 1) * a * b**2 * v * one,
        a * b**2 * one,
        a * rest - (d - 1) * a**2 * b * w * other,
        a**2 * b * other,
    )
    found = zip((key, key_off, value, value_off), right, strict=True)
    return tuple(identity(entry, expected, (finite,)) for entry, expected in found)


def critical(letters: Mapping[Variable, Expression], first: Expression, last: Expression) -> Theorem:
    """`∀a, b, v, w: ab ≠ 0 ⇒ (critical ⇔ conditions)`, for a law of a coordinate with mean 0."""
    said = conditions(letters, first, last)
    known = entries(letters, first, last)
    there, back = _gives(said, known), _follows(said, known)
    return under(under(both_ways(under(there, CRITICAL), under(back, said)), MOVES), *ANY)


def _gives(said: Expression, known: Facts) -> Theorem:
    """The conditions at a critical point: entries 1, 1 and 1, 2 of the two blocks are 0."""
    of_gradient, on_and_off = _blocks()
    moves, all_0 = assume(MOVES), assume(CRITICAL)
    off = indicator_of_false(deny(equal(written(1), 2), signed(FALSE, (assume(equal(written(1), 2)),))))
    first, second = (belonging(n, integers_between(1, d), FACTS) for n in (1, 2))
    zeros = []
    for n, block in enumerate((KEY_BLOCK, VALUE_BLOCK)):
        number = BLOCKS.index(block)
        for place, column, fact in ((0, first, ONE), (1, second, off)):
            entry, nothing = (at(theorem, first, column) for theorem in (of_gradient[number], part(number, all_0)))
            there = on_and_off[2 * n + place]
            _, right = parts(entry.conclusion, "equal")
            plain = modulo(equal(right, there), (fact,))
            zeros.append(identity(there, 0, using=((nothing, 1), (entry, -1), (plain, -1))))
    one, other, product = (parts(each, "equal") for each in parts(said, "and"))
    share = 1 / (a * b)
    key, key_off, _, value_off = known
    of_x = identity(one[0], 0, (moves,), ((zeros[1], a * share * share), (key_off, -(a * share * share))))
    of_y = identity(other[0], 0, (moves,), ((zeros[3], b * share * share), (value_off, -(b * share * share))))
    using = (zeros[0], a * share), (key, -(a * share)), (of_x, (d - 1) * a * b * v)
    return conjoin(of_x, of_y, identity(product[0], product[1], (moves,), using))


def _follows(said: Expression, known: Facts) -> Theorem:
    """A point with the conditions is critical."""
    of_gradient, on_and_off = _blocks()
    of_x, of_y, product = conjuncts(assume(said))
    key, key_off, value, value_off = known
    zeros = (
        identity(on_and_off[0], 0, using=((key, 1), (product, b), (of_x, -((d - 1) * a * b**2 * v)))),
        identity(on_and_off[1], 0, using=((key_off, 1), (of_x, a * b**2))),
        identity(on_and_off[2], 0, using=((value, 1), (product, a), (of_y, -((d - 1) * a**2 * b * w)))),
        identity(on_and_off[3], 0, using=((value_off, 1), (of_y, a**2 * b))),
    )
    found = []
    for number, block in enumerate(BLOCKS):
        entry = at(of_gradient[number], *map(assume, PLACES))
        gradient, _ = parts(entry.conclusion, "equal")
        using: tuple[tuple[Theorem, Expression | int], ...] = ((entry, 1),)
        if block in (KEY_BLOCK, VALUE_BLOCK):
            on, off = zeros[:2] if block == KEY_BLOCK else zeros[2:]
            same = indicator(equal(j, k))
            using = (*using, (on, same), (off, 1 - same))
        found.append(under(identity(gradient, 0, using=using), *PLACES))
    return conjoin(*found)
