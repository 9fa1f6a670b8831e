"""Sums that are polynomials in their length, or other terms with the right differences, by induction."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Variable, bound, opened, written
from symbolic.core.rules.integers import empty_sum, induction, next_sum
from symbolic.core.rules.logic import parts
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    at_most,
    equal,
    function,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, under

n = real("n")


def closed_sum(index: Variable, least: int, term: Expression, value: Expression, facts: Facts = ()) -> Theorem:
    """`∀n ∈ {l − 1, l, …}: Σ_{i=l}^{n} f(i) = F(n)`, given f(i) and, in the same variable i, `F(i)`.

    >>> t = real("t")
    >>> closed_sum(t, 1, t, t * (t + 1) / 2).hypotheses
    frozenset()
    """

    def says(count: Expression) -> Expression:
        return equal(total(index, least, count, term), opened(bound(value, (index,)), (count,)))

    first = written(least - 1)
    nothing = empty_sum(_sum(says(first)), signed(less(first, least)))
    base = _equation(says(first), facts, (nothing, 1))
    belongs = member(n, integers_from(least - 1))
    known = assumed(belongs, says(n))
    integer = next(fact for fact in known if fact.conclusion == member(n, INTEGERS))
    added = next_sum(_sum(says(n)), integer, signed(at_most(least, n + 1), known))
    step = _equation(says(n + 1), facts, (added, 1), (known[-1], 1))
    return induction(function(n, body=says(n)), integral(first), base, under(step, belongs, says(n)))


def _sum(equation: Expression) -> Expression:
    return parts(equation, "equal")[0]


def _equation(goal: Expression, facts: Facts, *using: tuple[Theorem, Number]) -> Theorem:
    left, right = parts(goal, "equal")
    return identity(left, right, facts, using)
