"""Long sums of numbers, added up one after another."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Node, Sort, fresh, opened, written
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import parts, rewrite
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, equal, function, less
from symbolic.tactics.explicit_means import number
from symbolic.tactics.signs import identity, signed


@cache
def sum_of_numbers(term: Node) -> Theorem:
    """What a sum over the integers between two numbers is, where each summand is a number.

    >>> from symbolic.core.vocabulary import real, total
    >>> i = real("i")
    >>> print(sum_of_numbers(total(i, 1, 3, 1 / i)).conclusion.parts[1])
    11/6
    """
    least, greatest, body = term.parts
    first, last = int(number(least)), int(number(greatest))

    def until(end: int) -> Node:
        return Node("total", (least, written(end), body), None, term.hints)

    value, found = number(written(0)), empty_sum(until(first - 1), signed(less(first - 1, least)))
    for place in range(first, last + 1):
        before = written(place - 1)
        more = next_sum(until(place - 1), integral(before), signed(at_most(least, before + 1)))
        value += number(opened(body, (written(place),)))
        hole = fresh(Sort.REAL, term)
        longer = Node("total", (least, hole, body), None, term.hints)
        reached = identity(parts(more.conclusion, "equal")[0], value, using=((more, 1), (found, 1)))
        found = rewrite(function(hole, body=equal(longer, value)), identity(before + 1, place), reached)
    hole = fresh(Sort.REAL, term)
    ended = equal(Node("total", (least, hole, body), None, term.hints), value)
    return rewrite(function(hole, body=ended), identity(last, greatest), found)
