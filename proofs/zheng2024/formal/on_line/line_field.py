"""The gradient of the loss on the line, under the conditions for an invariant one, and its mirror images."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_flow import FACTOR, POINT, SYSTEM, slope
from proofs.zheng2024.formal.on_line.line_formulas import a, a0, b, b0, d, j, k, of_each, stated
from proofs.zheng2024.formal.on_line.trained_line import (
    BLOCKS,
    KEY_BLOCK,
    TIME,
    VALUE_BLOCK,
    at_the_constants,
    followed,
    regular_at,
    trained,
    τ,
)
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow_exists
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    cell,
    conjunction,
    equal,
    for_all,
    function,
    indicator,
    integers_between,
    member,
)
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import at, under

PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
VELOCITIES = {KEY_BLOCK: b * FACTOR, VALUE_BLOCK: a * FACTOR}
"""How fast the diagonal entries of the two blocks move at the point `(a, b)` of the line."""


def gradient(block: str, row: Number, column: Number, point: tuple[Expression, ...] = (a, b)) -> Node:
    """An entry of the gradient of the loss by a block, at a point of the line."""
    line = stated()
    return cell(line.model.gradient(block, *line.given, *line.blocks_at(*point)), row, column)


def opposite_at(block: str) -> Expression:
    """That an entry of the gradient by a block is opposite to the reduced flow, at the point `(a, b)` of the line."""
    velocity = -(indicator(equal(j, k)) * VELOCITIES[block]) if block in VELOCITIES else 0
    return equal(gradient(block, j, k), velocity)


def opposite(block: str) -> Expression:
    """That the gradient by a block is opposite to the reduced flow, at the point `(a, b)` of the line."""
    return of_each(opposite_at(block), j, k)


FIELD = for_all(a, REALS, for_all(b, REALS, conjunction(*map(opposite, BLOCKS))))
"""On the line, minus the gradient by the entries of all blocks is the velocity of the reduced flow."""


def entry_of_gradient(number: int, *point: Number) -> Theorem:
    """An entry of the gradient by a block at a point of the line, as `slope` has it."""
    return at(slope(number), *point, *map(assume, PLACES))


@cache
def field() -> Theorem:
    """On the line, minus the gradient by the entries of all blocks is the velocity of the reduced flow."""

    def of_block(number: int) -> Theorem:
        left, right = parts(opposite_at(BLOCKS[number]), "equal")
        return under(identity(left, right, using=((entry_of_gradient(number, a, b), 1),)), *PLACES)

    return under(conjoin(*map(of_block, range(len(BLOCKS)))), *POINT)


MIRRORED = (*stated().given, *stated().blocks_at(-a0, -b0))
"""The start `(−a0, −b0)`."""


def mirrored(block: str) -> Expression:
    """That a block from the start `(−a0, −b0)` is the negative of what it is from `(a0, b0)`, at the time τ."""
    return of_each(equal(trained(block, j, k, start=MIRRORED), -trained(block, j, k)), j, k)


MIRROR = for_all(τ, NONNEGATIVE, conjunction(*map(mirrored, BLOCKS)))


@cache
def mirror_flow() -> Theorem:
    """From `(−a0, −b0)` there is one gradient flow, and it is the line along the negative of the reduced flow."""
    bodies = (opened(each.parts[0], (-a, -b, j, k)) for each in stated().functions)
    functions = tuple(function(a, b, j, k, body=body) for body in bodies)

    def slope_at(number: int) -> Theorem:
        here = entry_of_gradient(number, -a, -b)
        body = opened(functions[number].parts[0], (a, b, j, k))
        velocity = -along_field(body, (a, b), SYSTEM.velocities)
        gradient, _ = parts(here.conclusion, "equal")
        return under(identity(gradient, velocity, using=((here, 1),)), *POINT, *PLACES)

    goal = stated().model.flows(*MIRRORED)
    exists = at_the_constants(reduced_flow_exists(), a0, b0)
    slopes = tuple(map(slope_at, range(len(BLOCKS))))
    return flow_on_family(goal, functions, regular_at(-a0, -b0), exists, slopes)


@cache
def mirror() -> Theorem:
    """From `(−a0, −b0)` the blocks are the negatives of what they are from `(a0, b0)`, at all times."""

    def of_block(number: int) -> Theorem:
        places = tuple(map(assume, PLACES))
        there = at(part(number, at(part(1, mirror_flow()), assume(TIME))), *places)
        here = followed(BLOCKS[number], *places)
        left, right = trained(BLOCKS[number], j, k, start=MIRRORED), -trained(BLOCKS[number], j, k)
        return under(identity(left, right, using=((there, 1), (here, 1))), *PLACES)

    return under(conjoin(*map(of_block, range(len(BLOCKS)))), TIME)
