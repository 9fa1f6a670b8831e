"""An instance of the conditions for an invariant line: two independent standard normal coordinates."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, d, μ
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.entries import independent_mean, independent_moments, indicator_of_false, indicator_of_true
from symbolic.core.rules.facts import normal_moment, normal_moments
from symbolic.core.rules.logic import assume, cases, conjoin, contradict, deny, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    equal,
    independent,
    integers_from,
    moments,
    negation,
    normal,
)
from symbolic.tactics.signs import Facts, NotFound, signed
from symbolic.tactics.small_ranges import for_each, number_of, written_out
from symbolic.tactics.steps import belonging, conjuncts, modulo, proved, under

SIZE = written(2)
LAW = independent(normal(1))


@cache
def moments_exist() -> Theorem:
    """The law has moments of order 6."""
    return independent_moments(one_coordinate())


@cache
def one_coordinate() -> Theorem:
    """The law of one coordinate has moments of order 6."""
    return normal_moments(moments(6), written(1))


def here(formula: Expression) -> Expression:
    """A formula about d and μ, of this size and law."""
    return opened(bound(formula, (d, μ)), (SIZE, LAW))


@cache
def conditions_hold() -> Theorem:
    """The conditions for an invariant line."""
    return held(here(LINE_CONDITIONS))


@cache
def signal() -> Theorem:
    """`0 < κ1`, which is 3."""
    goal = here(SIGNAL)
    fourth = parts(goal, "less")[1]
    return signed(goal, (modulo(equal(fourth, 3), values(fourth)),))


def held(goal: Expression) -> Theorem:
    """A conjunction of equations for all coordinates, some of them for different ones only."""
    match goal:
        case Node(head="and", parts=inside):
            return conjoin(*map(held, inside))
        case Node(head="for_all", parts=(domain, body)):
            first, last = map(number_of, parts(domain, "integers_between"))
            return for_each(goal, *(held(opened(body, (written(n),))) for n in range(first, last + 1)))
        case Node(head="implies", parts=(premise, conclusion)):
            try:
                absurd = contradict(proved(parts(premise, "not")[0]), assume(premise))
            except NotFound:
                return under(held(conclusion), premise)
            return under(cases(conclusion, absurd), premise)
    return modulo(goal, values(goal))


def values(expression: Expression) -> Facts:
    """What sums, indicators and moments in an expression are."""
    sums = tuple(written_out(each) for each in found(expression, "total"))
    expressions = (expression, *(theorem.conclusion for theorem in sums))
    indicators = dict.fromkeys(each for e in expressions for each in found(e, "indicator"))
    means = dict.fromkeys(each for e in expressions for each in found(e, "mean"))
    products = tuple(value for each in means if (value := mean_of_product(each)))
    normal = dict.fromkeys(
        each for theorem in products for each in found(parts(theorem.conclusion, "equal")[1], "mean")
    )
    return (*sums, *map(decided, indicators), *products, *map(normal_moment, normal))


def found(expression: Expression, head: str) -> list[Expression]:
    """The closed parts of an expression with a head."""
    if not isinstance(expression, Node):
        return []
    inside = [each for part in expression.parts for each in found(part, head)]
    return [expression, *inside] if expression.head == head and not expression.loose else inside


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


def mean_of_product(mean: Expression) -> Theorem | None:
    """The mean of a product of powers of different coordinates; None where two are the same."""
    factors = parts(parts(mean, "mean")[1], "multiply")
    places = [parts(parts(factor, "power")[0], "entry")[1] for factor in factors]
    if len(set(places)) < len(places):
        return None
    apart = tuple(signed(negation(equal(one, other))) for one, other in combinations(places, 2))
    belong = tuple(belonging(place, integers_from(1)) for place in places)
    return independent_mean(mean, one_coordinate(), belong, apart)
