"""On matrices with one value on the diagonal and one off it, the gradient at skewed coordinates is such a matrix."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.independent_starts import START
from proofs.zheng2024.formal.on_line.line_formulas import KEY, d, j, k, μ
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS, KEY_BLOCK, VALUE_BLOCK
from proofs.zheng2024.formal.robustness.skewed_starts import given, moments_in
from symbolic.core.expressions import Expression, Node, free, nodes, written
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    conjunction,
    equal,
    exists,
    indicator,
    integers_between,
    member,
    negation,
    real,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import (
    assumed,
    at,
    indicated,
    modulo,
    quantified,
    replaced,
    substituted,
    under,
    whichever,
    witnessed,
)

FAMILY = ModelOnFamily(KEY, "exchangeable")
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
VALUES = real("g0"), real("g1")
SAME = equal(j, k)


def gradient(block: str) -> Expression:
    """An entry of the gradient by a block."""
    stated = FAMILY.stated
    return replaced(cell(stated.model.gradient(block, *stated.given, *stated.blocks), j, k), μ, START)


def along(block: str) -> Expression:
    """That it has one value on the diagonal and one off it, or for other blocks than the two that it is 0."""
    if block not in (KEY_BLOCK, VALUE_BLOCK):
        return quantified(equal(gradient(block), 0), *PLACES)
    value = indicator(SAME) * VALUES[0] + indicator(negation(SAME)) * VALUES[1]
    found: Expression = quantified(equal(gradient(block), value), *PLACES)
    for each in reversed(VALUES):
        found = exists(each, REALS, found)
    return found


def tangent() -> Expression:
    """The same of all blocks, at all points of the family."""
    return quantified(conjunction(*map(along, BLOCKS)), *FAMILY.point)


@cache
def theorem() -> Theorem:
    """It."""
    return under(conjoin(*map(_of_block, BLOCKS)), *FAMILY.point)


def _of_block(block: str) -> Theorem:
    derived = derived_gradient(KEY, "exchangeable", block)
    entry = at(derived, *given(), *map(assume, (*FAMILY.point, *PLACES)))
    left, right = parts(entry.conclusion, "equal")
    if block not in (KEY_BLOCK, VALUE_BLOCK):
        return under(modulo(equal(left, 0), (entry,)), *PLACES)
    known = tuple(_known(right, each) for each in (SAME, negation(SAME)))
    values = tuple(_value(right, each) for each in known)
    goal = equal(left, indicator(SAME) * values[0] + indicator(negation(SAME)) * values[1])

    def case(facts: Facts) -> Theorem:
        number = 0 if facts[0].conclusion == SAME else 1
        return modulo(goal, (entry, *known[number]))

    found = under(whichever(goal, excluded_middle(SAME), case, case), *PLACES)
    return witnessed(along(block), found, *values)


def _value(term: Expression, known: Facts) -> Expression:
    """An entry by equations; the sums that are left over stand beside an indicator that is 0."""
    found = substituted(term, *known)
    for each in _summed(found):
        found = replaced(found, each, written(0)) if {j, k} & free(each) else found
    return found


def _known(term: Expression, case: Expression) -> Facts:
    """What stands in an entry on the diagonal, or in one off it."""
    facts = assumed(*PLACES, case)
    beside = (each for each in _summed(term) if case != SAME or not {j, k} <= free(each))
    equations = tuple(each for one in beside for each in moments_in(one, facts))
    return (*equations, *indicated(assume(case)))


def _summed(term: Expression) -> tuple[Expression, ...]:
    """The sums over coordinates and the moments that stand in no sum."""
    found = (each for each in nodes(term) if isinstance(each, Node) and not each.loose)
    return tuple(each for each in found if (each.head == "total" and each.parts[1] == d) or each.head == "mean")
