"""Sums that are polynomials in their length, or other terms with the right differences, by induction."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Variable, bound, opened, written
from symbolic.core.rules.integers import empty_sum, induction, next_sum
from symbolic.core.rules.logic import parts
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    at_most,
    equal,
    function,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, modulo, under

n = real("n")

Beside = tuple[Callable[[], Facts], Callable[[Facts], Facts]]
"""Equations at the start of an induction, and in its step."""


def closed_sum(
    index: Variable, least: int, term: Expression, value: Expression, facts: Facts = (), beside: Beside | None = None
) -> Theorem:
    """`∀n ∈ {l − 1, l, …}: Σ_{i=l}^{n} f(i) = F(n)`, given f(i) and, in the same variable i, `F(i)`.

    `beside` gives equations for what stands in F beside n: of `F(l − 1)`, and from what is known of n of `F(n + 1)`.

    >>> t = real("t")
    >>> closed_sum(t, 1, t, t * (t + 1) / 2).hypotheses
    frozenset()
    """

    def says(count: Expression) -> Expression:
        return equal(total(index, least, count, term), opened(bound(value, (index,)), (count,)))

    first = written(least - 1)
    nothing = empty_sum(_sum(says(first)), signed(less(first, least)))
    at_first, later = beside or (lambda: (), lambda known: ())
    base = modulo(says(first), (nothing, *at_first()), facts)
    belongs = member(n, integers_from(least - 1))
    known = assumed(belongs, says(n))
    integer = next(fact for fact in known if fact.conclusion == member(n, INTEGERS))
    added = next_sum(_sum(says(n)), integer, signed(at_most(least, n + 1), known))
    ahead = later(known[:-1])
    step = modulo(says(n + 1), (added, known[-1], *ahead), (*facts, *known[:-1]))
    return induction(function(n, body=says(n)), integral(first), base, under(step, belongs, says(n)))


def _sum(equation: Expression) -> Expression:
    return parts(equation, "equal")[0]
