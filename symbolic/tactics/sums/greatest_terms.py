"""Of finitely many numbers one is the greatest."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.integers import induction
from symbolic.core.rules.logic import (
    assume,
    cases,
    choose,
    parts,
    rewrite,
)
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    at_most,
    equal,
    exists,
    for_all,
    function,
    integers_between,
    integers_from,
    member,
    real,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    proved,
    swapped,
    under,
    whichever,
    witnessed,
)

m, r, l = map(real, ("_m", "_r", "_l"))
At = Callable[[Expression], Expression]
"""A number at a place."""


def greatest(value: At, length: Expression) -> Expression:
    """`∃r ∈ {1, …, n} ∀l ∈ {1, …, n}: f(l) ≤ f(r)`."""
    places = integers_between(1, length)
    return exists(r, places, for_all(l, places, at_most(value(l), value(r))))


def has_greatest(value: At, positive: Theorem) -> Theorem:
    """`∃r ∈ {1, …, n} ∀l ∈ {1, …, n}: f(l) ≤ f(r)`, from `n ∈ {1, 2, …}`, by induction over n."""

    def says(last: Expression) -> Expression:
        return greatest(value, last)

    known = assumed(member(m, integers_from(1)))
    before = opened(parts(says(m), "exists")[1], (r,))
    of_place = member(r, integers_between(1, m))
    inside = (*known, *assumed(of_place))
    new = value(m + 1)

    def every(best: Expression, earlier: Theorem, last: Theorem) -> Theorem:
        """`∃r …`, from `∀l ∈ {1, …, m}: f(l) ≤ f(b)` and `f(m + 1) ≤ f(b)`."""
        place = member(l, integers_between(1, m + 1))
        facts = (*inside, *assumed(place))
        goal, hole = at_most(value(l), value(best)), real("_hole")

        def sooner(order: Facts) -> Theorem:
            near = next_integer(_integer(l, facts), integral(m + 1, _integer(m, facts)), order[0])
            return at(earlier, belonging(l, integers_between(1, m), (*facts, near)))

        def here(same: Facts) -> Theorem:
            return rewrite(function(hole, body=at_most(value(hole), value(best))), swapped(same[0]), last)

        def later(order: Facts) -> Theorem:
            return cases(goal, signed(FALSE, (*order, *facts)))

        each = whichever(goal, trichotomy(l, m + 1), sooner, here, later)
        return witnessed(says(m + 1), under(each, place), best, facts=inside)

    def kept(order: Facts) -> Theorem:
        return every(r, assume(before), signed(at_most(new, value(r)), order))

    def replaced_(order: Facts) -> Theorem:
        below = signed(at_most(value(l), new), (at(assume(before), assume(member(l, integers_between(1, m)))), *order))
        return every(m + 1, under(below, member(l, integers_between(1, m))), signed(at_most(new, new)))

    chosen = whichever(says(m + 1), trichotomy(new, value(r)), kept, kept, replaced_)
    step = choose(r, assume(says(m)), chosen)
    following = under(step, member(m, integers_from(1)), says(m))
    alone = member(l, integers_between(1, 1))
    only = proved(equal(l, 1), assumed(alone))
    hole = real("_hole")
    first = signed(at_most(value(written(1)), value(written(1))))
    first = rewrite(function(hole, body=at_most(value(hole), value(written(1)))), swapped(only), first)
    base = witnessed(says(written(1)), under(first, alone), 1)
    every_ = induction(function(m, body=says(m)), integral(written(1)), base, following)
    return at(every_, positive)


def _integer(of: Expression, facts: Facts) -> Theorem:
    return next(fact for fact in facts if fact.conclusion == member(of, INTEGERS))
