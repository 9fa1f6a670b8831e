"""Independent coordinates of one law with mean 0, skewed or not: their mixed moments, and sums of these."""

from __future__ import annotations

from itertools import combinations

from proofs.zheng2024.formal.lemmas.independent_starts import COORDINATE, START, of_coordinate
from proofs.zheng2024.formal.on_line.line_formulas import T, d
from symbolic.core.expressions import Expression, Node, nodes, opened, written
from symbolic.core.rules.entries import independent_mean, independent_moments
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import equal, integers_from, member, negation
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, belonging, modulo, turned_round
from symbolic.tactics.sums.counted_sums import counted_sum

SIZES = member(d, integers_from(2)), member(T, integers_from(3))
CENTRED = equal(of_coordinate(1), 0)
"""`E y = 0`."""
FACTS = assumed(*SIZES)


def given() -> Facts:
    """The sizes and the law of starts, as the model takes them."""
    return belonging(d, integers_from(1), FACTS), assume(SIZES[1]), independent_moments(assume(COORDINATE))


def value(term: Expression, known: Facts) -> Theorem:
    """A mixed moment of coordinates that are known to differ, as a product of moments of one; 0 with a first power."""
    factors = parts(opened(parts(term, "mean")[1], (SEQUENCE,)), "multiply")
    powers = tuple((parts(parts(each, "power")[0], "entry")[1], _order(each)) for each in factors)
    belong = tuple(belonging(place, integers_from(1), (*FACTS, *known)) for place, _ in powers)
    apart = tuple(_differ(one, other, known) for one, other in combinations((place for place, _ in powers), 2))
    found = independent_mean(term, assume(COORDINATE), belong, apart)
    orders = tuple(order for _, order in powers)
    product = written(0) if 1 in orders else Node("multiply", tuple(map(of_coordinate, orders)))
    return modulo(equal(term, product), (found, assume(CENTRED)))


def _order(power: Expression) -> int:
    assert isinstance(power, Node)
    assert isinstance(power.value, int)
    return power.value


def _differ(one: Expression, other: Expression, known: Facts) -> Theorem:
    goals = negation(equal(one, other)), negation(equal(other, one))
    found = next(each for each in known if each.conclusion in goals)
    return found if found.conclusion == goals[0] else turned_round(found)


def moments_in(term: Expression, known: Facts = ()) -> Facts:
    """What the sums over coordinates, and the moments in no sum, are that stand in a term."""
    found: list[Theorem] = []
    for each in nodes(term):
        if not isinstance(each, Node) or each.loose:
            continue
        if each.head == "total" and each.parts[1] == d:
            found.append(counted_sum(each, (*FACTS, *known), value))
        elif each.head == "mean" and each.parts[0] == START:
            found.append(value(each, known))
    return tuple(dict.fromkeys(found))
