"""The limits of best products for independent standard normal coordinates, as numbers in d"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations
from math import prod

from proofs.variants.formal.coordinate_sums import S22, S222, SIZE
from proofs.variants.formal.remainder_classes import Class
from proofs.zheng2024.formal.lemmas.line_loss import S4, S6, S42
from proofs.zheng2024.formal.on_line.line_formulas import d, μ
from symbolic.core.expressions import Expression, Node, nodes, opened, written
from symbolic.core.rules.entries import independent_mean
from symbolic.core.rules.facts import normal_moment, normal_moments
from symbolic.core.rules.logic import cases, parts
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    equal,
    independent,
    integers_from,
    less,
    moments,
    normal,
)
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    belonging,
    modulo,
    replaced,
    rewritten,
    whichever,
)
from symbolic.tactics.sums.counted_sums import counted_sum, different

NORMAL = independent(normal(1))


def of_normal(term: Expression) -> Expression:
    """A term about the law μ for independent standard normal coordinates."""
    return replaced(term, μ, NORMAL)


def normal_numbers(order: int) -> Expression:
    """The limit for these."""
    return (3 + (d - 1) / order) / (15 + 9 * (d - 1) / order + (d - 1) * (d - 2) / order**2)


def normal_limit(order: int, numbers: Callable[[int], Expression]) -> Expression:
    """That the limit is some term for these."""
    return equal(of_normal(Class(order, 0).limit), numbers(order))


@cache
def normal_sums() -> Facts:
    """The sums over coordinates for independent standard normal ones, as numbers in d."""
    facts = assumed(SIZE)
    return tuple(counted_sum(of_normal(each), facts, normal_mean) for each in (S4, S22, S6, S42, S222))


def normal_mean(term: Expression, facts: Facts) -> Theorem:
    """`E x_jⁿ x_kᵐ ⋯` for different coordinates, as a number."""
    powers = parts(opened(parts(term, "mean")[1], (SEQUENCE,)), "multiply")
    places = tuple(parts(parts(power, "power")[0], "entry")[1] for power in powers)
    belong = tuple(belonging(place, integers_from(1), facts) for place in places)
    apart_ = tuple(different(*pair, facts) for pair in combinations(places, 2))
    assert isinstance(term, Node)
    found = independent_mean(term, normal_moments(moments(6), written(1)), belong, apart_)
    product = parts(found.conclusion, "equal")[1]
    each = tuple(normal_moment(node) for node in nodes(product) if node.head == "mean")
    value = prod({2: 1, 4: 3, 6: 15}[parts_of_power(power)] for power in powers)
    return modulo(equal(term, value), (found, *each))


def parts_of_power(power: Expression) -> int:
    """The exponent of a power."""
    assert isinstance(power, Node)
    assert isinstance(power.value, int)
    return power.value


@cache
def normal_divisors(order: int) -> Facts:
    """What is divided by in the limit for these, as sums and as numbers, is positive."""
    facts = assumed(SIZE)
    size, wide = signed(at_most(0, d - 1), facts), signed(less(0, d), facts)
    left, right = parts(normal_limit(order, normal_numbers), "equal")
    bottom = signed(less(0, parts(right, "divide")[1]), (size, not_less_than_two()))
    top = signed(less(0, parts(left, "divide")[1]), (*normal_sums(), bottom, wide), products=((wide, bottom),))
    return top, bottom


def at_normal(order: int) -> Theorem:
    """The limit for independent standard normal coordinates."""
    top, bottom = normal_divisors(order)
    in_numbers = top
    for each in normal_sums():
        in_numbers = rewritten(each, in_numbers)
    return modulo(normal_limit(order, normal_numbers), normal_sums(), (bottom, in_numbers))


@cache
def not_less_than_two() -> Theorem:
    """`0 ≤ (d − 1)(d − 2)`, as d is an integer."""
    integer, low = assumed(SIZE)[1:]
    goal = at_most(0, (d - 1) * (d - 2))

    def one(facts: Facts) -> Theorem:
        return signed(goal, (facts[0],), scales=(1, d))

    def more(facts: Facts) -> Theorem:
        two = next_integer(integral(written(1)), integer, facts[0])
        return signed(goal, (two, low), products=((two, low), (two, two)))

    def none(facts: Facts) -> Theorem:
        return cases(goal, signed(FALSE, (facts[0], low)))

    return whichever(goal, trichotomy(d, written(1)), none, one, more)
