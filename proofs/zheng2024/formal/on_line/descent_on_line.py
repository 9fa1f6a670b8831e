"""One step of gradient descent of the model, from a point of the line: it leads to another point of the line."""

from __future__ import annotations

from proofs.zheng2024.formal.descent.descent_step import after, h
from proofs.zheng2024.formal.on_line.line_field import PLACES, field, gradient
from proofs.zheng2024.formal.on_line.line_flow import POINT
from proofs.zheng2024.formal.on_line.line_formulas import a, b, j, k, of_each, stated
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS, C1, C2
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import at, under

Point = tuple[Expression, Expression]


def entry_at(block: str, place: Point) -> Expression:
    """The entry `j, k` of a block at a point of the line."""
    return opened(stated().functions[BLOCKS.index(block)].parts[0], (*place, j, k))


def moves_to(one: Point, other: Point) -> Expression:
    """One step of size h along minus the gradient by all entries of all blocks leads from a point to another one."""
    return conjunction(*(of_each(moved(block, one, other), j, k) for block in BLOCKS))


def moved(block: str, one: Point, other: Point) -> Expression:
    """The same of the entry `j, k` of a block."""
    return equal(entry_at(block, other), entry_at(block, one) - h * gradient(block, j, k, one))


ONE_STEP = moves_to((a, b), after(C1, C2, h, a, b))
"""From a point of the line one step leads to the point that the reduced step leads to."""


def one_step() -> Theorem:
    """`∀h > 0 ∀a, b`: where one step leads."""
    here = at(field(), *map(assume, POINT))

    def of_block(number: int) -> Theorem:
        slope = at(part(number, here), *map(assume, PLACES))
        left, right = parts(moved(BLOCKS[number], (a, b), after(C1, C2, h, a, b)), "equal")
        return under(identity(left, right, using=((slope, h),)), *PLACES)

    return conjoin(*map(of_block, range(len(BLOCKS))))
