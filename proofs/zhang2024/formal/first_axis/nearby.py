"""Where the loss is nowhere smaller near the point.

With `p = p₁ (1, s)`, `u = p₁ t` and K for `p₁` times the other blocks the loss is a polynomial in s, t and what K is
off by, and its second derivatives at 0 are a definite form: it no longer moves along the curve `(c p, v/c)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.first_axis.first_covariate import COLUMN, REACHED, ROW, SCALAR, SQUARE, FirstCovariate, ε
from proofs.zhang2024.formal.first_axis.values_there import at_blocks, value_at
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, part, parts, reflexive, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, REALS, at_most, cell, exists, implies, less, member, real
from symbolic.tactics.explicit_means import number
from symbolic.tactics.near_zero import not_negative_near
from symbolic.tactics.signs import Facts, NotFound, identity, signed
from symbolic.tactics.small_ranges import number_of
from symbolic.tactics.steps import at, belonging, quantified, replaced, rewritten, under

WIDTHS = tuple(Fraction(1, 2 * 4**n) for n in range(1, 12))


def no_lower(of: FirstCovariate) -> Expression:
    """At all blocks near enough the loss is not smaller."""
    lower = at_most(of.loss(*of.blocks(of.point)), of.loss(*of.stated.any_blocks))
    return exists(ε, POSITIVE, quantified(implies(of.near(), lower), *of.shapes))


def entries(of: FirstCovariate) -> Mapping[int, tuple[Expression, ...]]:
    """The entries of each block that the prediction depends on, row by row."""
    found = {}
    for n in REACHED:
        _, domain = parts(of.shapes[n], "member")
        rows, columns = map(number_of, parts(domain, "matrices"))
        block = of.stated.any_blocks[n]
        found[n] = tuple(cell(block, row + 1, column + 1) for row in range(rows) for column in range(columns))
    return found


def scaled(of: FirstCovariate) -> dict[Expression, Expression]:
    """What stands for each entry in s, t and K, by the entry: the first of p is 1, and of v it is off by a letter."""
    by_block = entries(of)
    first, *others = by_block[ROW]
    letters = {each: real(f"z{n}") for n, each in enumerate((*others, *(e for n in REACHED[1:] for e in by_block[n])))}
    start = by_block[COLUMN][0]
    return {first: written(1), **letters, start: letters[start] + 1 / of.gamma[0]}


def off(of: FirstCovariate) -> dict[Expression, Expression]:
    """What each of these letters is, by the entry that it stands for."""
    by_block = entries(of)
    first, *others = by_block[ROW]
    start = by_block[COLUMN][0]
    found = {each: each / first for each in (*others, *by_block[SCALAR])}
    found |= {each: first * each for each in (*by_block[SQUARE], *by_block[COLUMN])}
    return {**found, start: first * start - 1 / of.gamma[0]}


@cache
def whole_loss(of: FirstCovariate) -> Theorem:
    """The loss in the entries of all blocks."""
    return at_blocks(of, of.stated.any_blocks, tuple(map(assume, of.shapes)))


@cache
def in_a_box(of: FirstCovariate) -> tuple[Theorem, Fraction]:
    """For all s, t and K in some box: the loss is not smaller than at the point; and how wide that is."""
    value = parts(whole_loss(of).conclusion, "equal")[1]
    for entry, scaled_ in scaled(of).items():
        value = replaced(value, entry, scaled_)
    letters = [each.parts[0] if isinstance(each, Node) else each for each in list(scaled(of).values())[1:]]
    goal = at_most(parts(value_at(of, of.point).conclusion, "equal")[1], value)
    for width in WIDTHS:
        bounds = [(at_most(-written(width), each), at_most(each, width)) for each in letters]
        try:
            found = not_negative_near(goal, [(assume(low), assume(high)) for low, high in bounds])
        except NotFound:
            continue
        premises = (each for bound in bounds for each in bound)
        return under(found, *(member(each, REALS) for each in letters), *premises), width
    raise NotFound("the point is no local minimum, or a smaller box is needed")


def bounds_of(of: FirstCovariate, near: Theorem, width: Fraction) -> dict[Expression, Facts]:
    """How far entries are from those of the point."""
    found = {}
    for count, (n, block) in enumerate(entries(of).items()):
        columns = of.size if n in (ROW, SQUARE, COLUMN) else 1
        for place, entry in enumerate(block):
            square = at(part(count, near), place // columns + 1, place % columns + 1)
            apart = parts(parts(square.conclusion, "at_most")[0], "power")[0]
            middle = Fraction(0)
            if apart != entry:
                centre = of.cells.valued(reflexive(parts(parts(apart, "add")[1], "negate")[0]))
                square = rewritten(centre, square)
                middle = number(parts(centre.conclusion, "equal")[1])
            found[entry] = tuple(
                signed(goal, (square,), degree=2)
                for goal in (at_most(-written(width), entry - middle), at_most(entry - middle, width))
            )
    return found


def stays_in_box(of: FirstCovariate, bounds: Mapping[Expression, Facts]) -> Iterator[Facts]:
    """That s, t and K are in the box."""
    first = entries(of)[ROW][0]
    _, width = in_a_box(of)
    positive = signed(less(0, first), bounds[first])
    for entry, term in off(of).items():
        facts = (positive, *bounds[first], *bounds[entry])
        products = ((positive,), *((positive, each) for each in bounds[entry]))
        yield tuple(
            signed(goal, facts, products=products) for goal in (at_most(-written(width), term), at_most(term, width))
        )


@cache
def nowhere_lower(of: FirstCovariate) -> Theorem:
    """At all blocks near enough the loss is not smaller."""
    box, width = in_a_box(of)
    distance = width / 3
    near = assume(of.near(written(distance)))
    bounds = bounds_of(of, near, distance)
    found = at(box, *off(of).values())
    for each in (bound for pair in stays_in_box(of, bounds) for bound in pair):
        found = apply(found, each)
    positive = signed(less(0, entries(of)[ROW][0]), bounds[entries(of)[ROW][0]])
    same, there = whole_loss(of), value_at(of, of.point)
    _, high = parts(found.conclusion, "at_most")
    equation = identity(parts(same.conclusion, "equal")[1], high, (positive,))
    goal = at_most(of.loss(*of.blocks(of.point)), of.loss(*of.stated.any_blocks))
    lower = signed(goal, (found, same, there, equation, positive))
    return witness(no_lower(of), belonging(distance, POSITIVE), under(lower, *of.shapes, near.conclusion))
