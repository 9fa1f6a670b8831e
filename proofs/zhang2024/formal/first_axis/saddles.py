"""Where the loss is smaller as near to the point as one likes: along a line on which it bends down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.first_axis.first_covariate import COLUMN, ROW, SCALAR, SQUARE, FirstCovariate, j, k, ε
from proofs.zhang2024.formal.first_axis.nearby import entries, scaled, whole_loss
from proofs.zhang2024.formal.first_axis.values_there import at_blocks, value_at
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.rules.logic import apply, conjoin, parts, reflexive, rewrite, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    at_most,
    conjunction,
    equal,
    exists,
    function,
    indicator,
    less,
    matrix,
    member,
    multiple,
    real,
    sum_of_matrices,
)
from symbolic.tactics.near_zero import products_of
from symbolic.tactics.signs import identity, positive, signed
from symbolic.tactics.small_ranges import for_each, number_of
from symbolic.tactics.steps import assumed, at, belonging, quantified, replaced, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped

τ, hole = real("τ"), real("_hole")
Direction = Mapping[int, tuple[Fraction, ...]]
"""Changes of the entries of each block that the prediction depends on."""


def lower_somewhere(of: FirstCovariate) -> Expression:
    """As near as one likes there are blocks at which the loss is smaller."""
    found: Expression = conjunction(of.near(), less(of.loss(*of.stated.any_blocks), of.loss(*of.blocks(of.point))))
    for place in reversed(of.shapes):
        letter, domain = parts(place, "member")
        assert isinstance(letter, Variable)
        found = exists(letter, domain, found)
    return quantified(found, member(ε, POSITIVE))


@cache
def falling(of: FirstCovariate) -> Direction:
    """A direction along which the second derivative is negative; the first entry of p stays."""
    value = parts(whole_loss(of).conclusion, "equal")[1]
    for entry, other in scaled(of).items():
        value = replaced(value, entry, other)
    letters = [each.parts[0] if isinstance(each, Node) else each for each in list(scaled(of).values())[1:]]
    form = [[Fraction(0)] * len(letters) for _ in letters]
    for places, coefficient in products_of(value, letters):
        if len(places) == 2:
            one, other_ = places
            form[one][other_] += coefficient / 2
            form[other_][one] += coefficient / 2
    changes = dict(zip(list(scaled(of))[1:], _bending(form), strict=True))
    return {n: tuple(changes.get(each, Fraction(0)) for each in block) for n, block in entries(of).items()}


def _bending(form: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """Numbers at which a form is negative, the largest of them 1: the first pivot of the wrong sign is."""
    size = len(form)
    rows = [list(row) for row in form]
    taken = [[Fraction(m == n) for m in range(size)] for n in range(size)]
    for n in range(size):
        if rows[n][n] <= 0:
            widest = max(map(abs, taken[n]))
            return [each / widest for each in taken[n]]
        for m in range(n + 1, size):
            share = rows[m][n] / rows[n][n]
            rows[m] = [x - share * y for x, y in zip(rows[m], rows[n], strict=True)]
            taken[m] = [x - share * y for x, y in zip(taken[m], taken[n], strict=True)]
    raise ValueError("the form is nowhere negative")


def moved(of: FirstCovariate, step: Expression) -> tuple[Expression, ...]:
    """u, p, U and v, so many steps along the direction from the point."""
    _, *matrices = of.point
    changes = falling(of)
    shapes = {ROW: (1, of.size), SQUARE: (of.size, of.size), COLUMN: (1, of.size)}
    tables = (_table(changes[n], *shape) for n, shape in shapes.items())
    others = (sum_of_matrices(each, multiple(step, table)) for each, table in zip(matrices, tables, strict=True))
    return step * changes[SCALAR][0], *others


def _table(values: Sequence[Fraction], rows: int, columns: int) -> Node:
    """A matrix by its entries, row by row."""
    places = ((n // columns + 1, n % columns + 1, value) for n, value in enumerate(values) if value)
    hits = tuple(value * indicator(equal(j, row)) * indicator(equal(k, column)) for row, column, value in places)
    return matrix(j, k, (rows, columns), Node("add", hits) if len(hits) > 1 else hits[0] if hits else written(0))


def along(of: FirstCovariate) -> tuple[Theorem, Theorem, int]:
    """`L = c + τ² f(τ)` after τ steps, that f is negative for `0 < τ ≤ 1/M`, and M."""
    found = of.cells.valued(at_blocks(of, of.blocks(moved(of, τ))))
    left, value = parts(found.conclusion, "equal")
    powers = {len(places): c for places, c in products_of(value, (τ,))}
    bend, *others = (powers.get(n, Fraction(0)) for n in (2, 3, 4))
    widest = 2 + int(2 * max(map(abs, others)) / -bend)
    factor = Node("add", tuple(written(c) * τ**n if n else written(c) for n, c in enumerate((bend, *others))))
    sides = assumed(member(τ, POSITIVE), at_most(τ, Fraction(1, widest)))
    falls = signed(less(factor, 0), sides, degree=2)
    return identity(left, powers[0] + τ**2 * factor, using=((found, 1),)), falls, widest


def near(of: FirstCovariate) -> Theorem:
    """The blocks are near, `|c| ≤ 1` for all changes c."""
    sides = assumed(member(τ, POSITIVE), at_most(τ, ε))

    def entry(goal: Expression) -> Theorem:
        difference = parts(parts(goal, "at_most")[0], "power")[0]
        found = of.cells.valued(reflexive(difference))
        change = next((c for places, c in products_of(parts(found.conclusion, "equal")[1], (τ,)) if c), Fraction(0))
        same = identity(change * τ, difference, using=((found, -1),))
        small = signed(at_most((change * τ) ** 2, ε**2), sides, degree=2)
        return rewrite(function(hole, body=at_most(hole**2, ε**2)), same, small)

    def lines(goal: Expression) -> Theorem:
        if not isinstance(goal, Node) or goal.head != "for_all":
            return entry(goal)
        domain, body = parts(goal, "for_all")
        last = number_of(parts(domain, "integers_between")[1])
        return for_each(goal, *(lines(opened(body, (written(n),))) for n in range(1, last + 1)))

    return conjoin(*map(lines, parts(of.near(blocks=of.blocks(moved(of, τ))), "and")))


@cache
def somewhere_lower(of: FirstCovariate) -> Theorem:
    """As near as one likes there are blocks at which the loss is smaller."""
    loss, falls, widest = along(of)
    blocks = of.blocks(moved(of, τ))
    positive_step = assumed(member(τ, POSITIVE))[1]
    goal = less(of.loss(*blocks), of.loss(*of.blocks(of.point)))
    facts = loss, value_at(of, of.point), falls, positive_step
    lower = signed(goal, facts, products=((positive_step, positive_step, falls),))
    there = parts(lower_somewhere(of), "for_all")[1]
    found = _witnessed(opened(there, (ε,)), conjoin(near(of), lower), blocks)
    bounds = at_most(τ, ε), at_most(τ, Fraction(1, widest))
    of_steps = under(found, member(τ, POSITIVE), *bounds)
    given = assumed(member(ε, POSITIVE))
    wide = signed(less(0, widest * (1 + ε)), given)
    step = ε / (widest * (1 + ε))
    found = at(of_steps, belonging(step, POSITIVE, (positive(step, (*given, wide)),)))
    for bound in (ε, Fraction(1, widest)):
        found = apply(found, signed(at_most(step, bound), (*given, wide), degree=2))
    return under(found, member(ε, POSITIVE))


def _witnessed(goal: Expression, theorem: Theorem, blocks: Sequence[Expression]) -> Theorem:
    """Nested existences of matrices."""
    if not blocks:
        return theorem
    inner = opened(parts(goal, "exists")[1], (blocks[0],))
    return witness(goal, shaped(blocks[0], ()), _witnessed(inner, theorem, blocks[1:]))
