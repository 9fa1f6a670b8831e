"""What is said of given numbers and of laws made of points, decided: sums, indicators and means are worked out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeGuard

from symbolic.core.expressions import Expression, Node, Sort, free, fresh, loose, opened, written
from symbolic.core.rules.entries import indicator_of_false, indicator_of_true
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import assume, cases, conjoin, contradict, deny, discharge, part, parts, rewrite
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, at_most, equal, function, less, member, negation, real
from symbolic.tactics.explicit_means import mean_of_points, number
from symbolic.tactics.signs import Facts, NotFound, identity, signed
from symbolic.tactics.steps import assumed, conjuncts, modulo, proved, replaced, swapped, under, whichever


def equations(*terms: Expression, facts: Facts = ()) -> Facts:
    """What the parts of terms are equal to, each to be used after those before it, as `modulo` does."""
    return tuple(found for term in terms for found in _equations(term, facts))


def _equations(term: Expression, facts: Facts) -> Iterator[Theorem]:
    if not isinstance(term, Node) or loose(term):
        return
    found = _equation(term, facts)
    if term.head == "multiply" and (nothing := _zero(term, facts)):
        yield nothing
        return
    inside = term.parts if found is None else parts(found.conclusion, "equal")[1:]
    yield from () if found is None else (found,)
    for each in inside:
        yield from _equations(each, facts)


def _zero(product: Node, facts: Facts) -> Theorem | None:
    """That an indicator in a product is 0, so that its other factors do not count."""
    indicators = (_equation(factor, facts) for factor in product.parts if _is_indicator(factor))
    return next((each for each in indicators if each and parts(each.conclusion, "equal")[1] == written(0)), None)


def _is_indicator(term: Expression) -> TypeGuard[Node]:
    return isinstance(term, Node) and term.head == "indicator" and not loose(term)


def evaluated(term: Expression) -> Theorem:
    """What a term about given numbers and laws made of points is as a number."""
    found, value = equations(term), term
    for equation in found:
        value = replaced(value, *parts(equation.conclusion, "equal"))
    return modulo(equal(term, number(value)), found)


def _equation(term: Node, facts: Facts) -> Theorem | None:
    match term:
        case Node(head="total"):
            return _sum(term)
        case Node(head="indicator", parts=(formula,)):
            holds, theorem = decided(formula)
            return indicator_of_true(theorem) if holds else indicator_of_false(theorem)
        case Node(head="mean", parts=(Node(head="mixture" | "point"), _)):
            return mean_of_points(term, facts)
    return None


@cache
def _sum(term: Node) -> Theorem:
    """A sum over the integers between two numbers, summand by summand."""
    least, greatest, body = term.parts
    first, last = int(number(least)), int(number(greatest))
    until = Node("total", (least, written(first - 1), body), None, term.hints)
    found = empty_sum(until, signed(less(first - 1, least)))
    summands: tuple[Expression, ...] = ()
    for place in range(first, last + 1):
        before = written(place - 1)
        order = signed(at_most(least, before + 1))
        more = next_sum(parts(found.conclusion, "equal")[0], integral(before), order)
        more = rewrite(_next(term, before), identity(before + 1, place), more)
        summands += (opened(body, (written(place),)),)
        left, _ = parts(more.conclusion, "equal")
        found = identity(left, Node("add", summands), using=((more, 1), (found, 1)))
    hole = fresh(Sort.REAL, term)
    until = Node("total", (least, hole, body), None, term.hints)
    goal = equal(until, parts(found.conclusion, "equal")[1])
    return rewrite(function(hole, body=goal), identity(last, greatest), found)


def _next(term: Node, before: Expression) -> Node:
    """What a sum to the next place is, as a predicate of that place: it may stand in the summands as well."""
    least, _, body = term.parts
    place = fresh(Sort.REAL, term)
    until, longer = (Node("total", (least, end, body), None, term.hints) for end in (before, place))
    return function(place, body=equal(longer, until + opened(body, (place,))))


@cache
def decided(formula: Expression) -> tuple[bool, Theorem]:
    """Whether a formula about numbers holds, with the theorem that it does or that its denial does."""
    match formula:
        case Node(head="equal", parts=(left, right)):
            if number(left) == number(right):
                return True, identity(left, right)
            return False, signed(negation(formula))
        case Node(head="at_most" | "less" as head, parts=(left, right)):
            holds = number(left) < number(right) or (head == "at_most" and number(left) == number(right))
            return holds, signed(formula) if holds else deny(formula, signed(FALSE, (assume(formula),)))
        case Node(head="not", parts=(inside,)):
            holds, theorem = decided(inside)
            return (False, deny(formula, contradict(theorem, assume(formula)))) if holds else (True, theorem)
        case Node(head="and", parts=inside):
            found = tuple(map(decided, inside))
            wrong = next((n for n, (holds, _) in enumerate(found) if not holds), None)
            if wrong is None:
                return True, conjoin(*(theorem for _, theorem in found))
            return False, deny(formula, contradict(part(wrong, assume(formula)), found[wrong][1]))
    raise NotFound(f"it is not about numbers: {formula}")


def worked_out(goal: Expression, facts: Facts = ()) -> Theorem:
    """A goal about given numbers and laws made of points, place by place; facts tell of free exponents."""
    if vacuous := _vacuous(goal):
        return vacuous
    match goal:
        case Node(head="and", parts=inside):
            return conjoin(*(worked_out(each, facts) for each in inside))
        case Node(head="for_all", parts=(Node(head="integers_between"), _)):
            return _at_each_place(goal, facts)
        case Node(head="for_all", parts=(domain, body), hints=hints):
            variable = real(hints[0])
            membership = member(variable, domain)
            return under(worked_out(opened(body, (variable,)), (*facts, *assumed(membership))), membership)
        case Node(head="implies", parts=(premise, conclusion)):
            return discharge(premise, worked_out(conclusion, facts))
        case Node(head="equal", parts=sides):
            return modulo(goal, equations(*sides, facts=facts))
        case Node(head="less", parts=(left, right)):
            return signed(goal, (evaluated(left), evaluated(right)))
    return proved(goal)


def _vacuous(goal: Expression) -> Theorem | None:
    """A goal with a premise of which one part is about numbers, and false."""
    memberships: tuple[Expression, ...] = ()
    while isinstance(goal, Node) and goal.head == "for_all":
        variable = fresh(Sort.REAL, goal, *memberships)
        memberships += (member(variable, goal.parts[0]),)
        goal = opened(goal.parts[1], (variable,))
    if not isinstance(goal, Node) or goal.head != "implies":
        return None
    premise, conclusion = goal.parts
    for each in conjuncts(assume(premise)):
        if not free(each.conclusion) and not decided(each.conclusion)[0]:
            wrong = contradict(each, decided(each.conclusion)[1])
            return under(discharge(premise, cases(conclusion, wrong)), *memberships)
    return None


def _at_each_place(goal: Node, facts: Facts) -> Theorem:
    """What holds at each integer between two numbers, from these integers one by one."""
    domain, body = goal.parts
    variable = fresh(Sort.REAL, goal)
    place = member(variable, domain)
    here, (_, integer, low, high) = opened(body, (variable,)), assumed(place)
    least, greatest = map(number, parts(domain, "integers_between"))

    def nothing(*orders: Theorem) -> Theorem:
        return cases(here, signed(FALSE, orders))

    def beginning(value: int, low: Theorem) -> Theorem:
        def there(equality: Facts) -> Theorem:
            hole = function(variable, body=here)
            return rewrite(hole, swapped(equality[0]), worked_out(opened(body, (written(value),)), facts))

        def after(order: Facts) -> Theorem:
            later = next_integer(integral(written(value)), integer, order[0])
            return beginning(value + 1, signed(at_most(value + 1, variable), (later,)))

        if value > greatest:
            return nothing(low, high)
        return whichever(here, trichotomy(variable, written(value)), lambda order: nothing(order[0], low), there, after)

    return under(beginning(int(least), low), place)
