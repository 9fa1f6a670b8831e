"""The loss on the line and its gradient: `|∇L|² = 2 c2 (a² + b²) (L − M)`, where M is the least loss on the line."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_field import PLACES, field, gradient
from proofs.zheng2024.formal.on_line.line_flow import FACTS, POINT, SIZES, given, total_of
from proofs.zheng2024.formal.on_line.line_formulas import KEY, a, b, d, j, k, kappa1, kappa2, kappa3, stated
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS, C1, C2, KEY_BLOCK, VALUE_BLOCK
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    for_all,
    indicator,
    integers_from,
    less,
    total,
)
from symbolic.goals.engine import derived_loss
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import one_term
from symbolic.tactics.steps import at, belonging, indicated, modulo, under, whichever

LENGTH, SLACK = a**2 + b**2, C1 - C2 * a * b
SPEEDS = {KEY_BLOCK: (b * SLACK) ** 2, VALUE_BLOCK: (a * SLACK) ** 2}


def loss(*point: Number) -> Node:
    """The loss at a point of the line."""
    line = stated()
    return line.model.loss(*line.given, *line.blocks_at(*map(written, point)))


def squares(block: str) -> Expression:
    """The sum of the squares of all entries of the gradient by a block, at the point `(a, b)`."""
    return total(j, 1, d, total(k, 1, d, gradient(block, j, k) ** 2))


SQUARED_GRADIENT = Node("add", tuple(map(squares, BLOCKS)))
LEAST = loss(C1 / C2, 1)
"""The loss at a point of the hyperbola."""
DOMINANCE = conjunction(
    equal(SQUARED_GRADIENT, 2 * C2 * LENGTH * (loss(a, b) - LEAST)),
    at_most(LEAST, loss(a, b)),
)
DOMINATED = for_all(a, REALS, for_all(b, REALS, DOMINANCE))


@cache
def loss_on_line() -> Theorem:
    """`∀a ∀b: L = L(0) − d c1 ab + d c2 (ab)²/2`, where `L(0) = (T − 2)/2 Σ_j E x_j²`."""
    derived = at(derived_loss(KEY, "line"), *map(given, SIZES), *map(assume, POINT))
    left, right = parts(derived.conclusion, "equal")
    *_, origin = parts(right, "add")
    value = origin - d * C1 * a * b + d * C2 / 2 * a**2 * b**2
    totals = total_of(kappa2, 1), total_of(kappa3, 2), total_of(kappa1, 0)
    return under(modulo(equal(left, value), (derived, *totals)), *POINT)


def excess() -> Theorem:
    """`L − M = d (c1 − c2 ab)²/(2 c2)`."""
    here, there = at(loss_on_line(), *map(assume, POINT)), at(loss_on_line(), C1 / C2, 1)
    value = d * SLACK**2 / (2 * C2)
    return identity(loss(a, b) - LEAST, value, constants(), ((here, 1), (there, -1)))


def squares_of(number: int) -> Theorem:
    """The sum of the squares of a block's entries: d times a square of the reduced flow's speed, or 0."""
    block = BLOCKS[number]
    here = at(part(number, at(field(), *map(assume, POINT))), *map(assume, PLACES))
    speed = SPEEDS.get(block, written(0))
    term = indicator(equal(j, k)) * speed

    def case(facts: Facts) -> Theorem:
        return modulo(equal(gradient(block, j, k) ** 2, term), (here, *indicated(facts[0])))

    each = whichever(equal(gradient(block, j, k) ** 2, term), excluded_middle(equal(j, k)), case, case)
    inner = equal_sums(under(each, PLACES[1]))
    count = belonging(d, integers_from(1), FACTS)
    single = at(one_term(), speed, count, assume(PLACES[0]))
    row = identity(parts(inner.conclusion, "equal")[0], speed, using=((inner, 1), (single, 1)))
    rows = equal_sums(under(row, PLACES[0]))
    all_rows = at(constant_sum(), speed, belonging(d, integers_from(0), FACTS))
    return identity(squares(block), d * speed, using=((rows, 1), (all_rows, 1)))


@cache
def dominated() -> Theorem:
    """Gradient dominance at all points of the line, with equality, and that M is the least loss there."""
    sums = tuple(map(squares_of, range(len(BLOCKS))))
    over = excess()
    ones: list[tuple[Theorem, Number]] = [(each, 1) for each in sums]
    using = (*ones, (over, -(2 * C2 * LENGTH)))
    equation = identity(SQUARED_GRADIENT, 2 * C2 * LENGTH * (loss(a, b) - LEAST), constants(), using)
    length = signed(less(0, d), FACTS)
    second = constants()[1]
    value = d * SLACK**2 / (2 * C2)
    above = signed(
        at_most(0, value), (length, second), products=((length,), (length, second)), squares=(SLACK, SLACK / C2)
    )
    least = signed(at_most(LEAST, loss(a, b)), (above, over, second))
    return under(conjoin(equation, least), *POINT)
