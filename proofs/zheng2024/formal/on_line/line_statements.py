"""Statements about the model on the line, of all sizes and laws: what holds under conditions, what invariance is."""

from __future__ import annotations

from proofs.zheng2024.formal.on_line.line_flow import PLACES, POINT, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import KEY, a0, b0, j, k, stated
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number, cell, conjunction, equal, for_all, implies, indicator
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, belonging, finite, quantified

KEY_BLOCK, VALUE_BLOCK = "W_KQ_32", "W_PV_12"
"""The blocks that are not zero on the line, aI and bI."""

BLOCKS = tuple(stated().setting.blocks)


def from_all_starts(hypotheses: Expression, conclusion: Expression) -> Node:
    """For all sizes, laws with conditions and a signal, and starts `(a0, b0)` on the line: a conclusion."""
    starts = for_all(a0, REALS, for_all(b0, REALS, conclusion))
    found = quantified(implies(hypotheses, implies(SIGNAL, starts)), *SIZES)
    assert isinstance(found, Node)
    return found


def gradient(block: str, row: Number = j, column: Number = k) -> Expression:
    """An entry of the gradient by a block, at the point `(a, b)` of the line."""
    return cell(stated().gradient(block), row, column)


def along_line(block: str) -> Node:
    """That the entry `j, k` of the gradient by a block is one of a multiple of the identity, or zero."""
    on_line = indicator(equal(j, k)) * gradient(block, 1, 1) if block in (KEY_BLOCK, VALUE_BLOCK) else 0
    return equal(gradient(block), on_line)


INVARIANT = quantified(conjunction(*(quantified(along_line(block), *PLACES) for block in BLOCKS)), *POINT)
"""The line is invariant: on it the gradient points along it."""


def regular(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss is regular at the point `(a, b)` or `(a0, b0)` of the line, for sizes and a law that facts know."""
    if not isinstance(formula, Node) or formula.head != "regular":
        return None
    _, dimensions, length, law, *_ = formula.parts
    sizes = belonging(dimensions, SIZES[0].parts[1], facts), belonging(length, SIZES[1].parts[1], facts)
    found = at(derived_regularity(KEY, "line"), *sizes, finite(law, 6, facts))
    at_points = (at(found, *map(assume, POINT)), at(found, a0, b0))
    return next((each for each in at_points if each.conclusion == formula), None)
