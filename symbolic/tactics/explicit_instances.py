"""Statements about explicit integers: quantifiers over a few of them, premises that are decided, sums, indicators."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.entries import indicator_of_false, indicator_of_true
from symbolic.core.rules.logic import assume, cases, conjoin, contradict, deny, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.tactics.signs import Facts, NotFound
from symbolic.tactics.small_ranges import for_each, number_of, written_out
from symbolic.tactics.steps import conjuncts, modulo, proved, under

Values = Callable[[Expression], Facts]
"""Equations that say what means in an expression are, or the terms that these are made of."""


def held(goal: Expression, values: Values) -> Theorem:
    """A conjunction of equations for all of some explicit integers, some of them for different ones only."""
    match goal:
        case Node(head="and", parts=inside):
            return conjoin(*(held(each, values) for each in inside))
        case Node(head="for_all", parts=(domain, body)):
            first, last = map(number_of, parts(domain, "integers_between"))
            each = (held(opened(body, (written(n),)), values) for n in range(first, last + 1))
            return for_each(goal, *each)
        case Node(head="implies", parts=(premise, conclusion)):
            left, right = parts(parts(premise, "not")[0], "equal")
            if left != right:
                return under(held(conclusion, values), premise)
            return under(cases(conclusion, contradict(reflexive(left), assume(premise))), premise)
    return modulo(goal, computed(goal, values))


def computed(expression: Expression, values: Values) -> Facts:
    """What sums and indicators in an expression are, and what `values` says of its means."""
    sums = tuple(written_out(each) for each in found(expression, "total"))
    expressions = (expression, *(theorem.conclusion for theorem in sums))
    indicators = dict.fromkeys(each for e in expressions for each in found(e, "indicator"))
    means = dict.fromkeys(each for e in expressions for each in found(e, "mean"))
    return (*sums, *map(decided, indicators), *(fact for each in means for fact in values(each)))


def found(expression: Expression, head: str) -> list[Expression]:
    """The closed parts of an expression with a head."""
    if not isinstance(expression, Node):
        return []
    inside = [each for part in expression.parts for each in found(part, head)]
    return [expression, *inside] if expression.head == head and not expression.loose else inside


@cache
def decided(indicator: Expression) -> Theorem:
    """That an indicator of explicit integers being different is 1 or 0."""
    (formula,) = parts(indicator, "indicator")
    try:
        return indicator_of_true(proved(formula))
    except NotFound:
        return indicator_of_false(denied(formula))


def denied(formula: Expression) -> Theorem:
    """That integers are not different, one of which is another."""
    differences = tuple(conjuncts(assume(formula)))
    for each in differences:
        (same,) = parts(each.conclusion, "not")
        left, right = parts(same, "equal")
        if left == right:
            return deny(formula, contradict(reflexive(left), each))
    raise NotFound(f"no two of them are the same: {formula}")
