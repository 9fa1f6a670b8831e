"""Sums of one number over the places that are none of some others, one sum within another."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations

from symbolic.core.expressions import Expression, Node, Sort, Variable, free, fresh, opened, written
from symbolic.core.rules.entries import indicator_of_false, indicator_of_true
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, conjoin, contradict, deny, excluded_middle, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    equal,
    indicator,
    integers_between,
    integers_from,
    member,
    negation,
    real,
    total,
)
from symbolic.tactics.finite_sums import c, constant_sum, separate_sums, sum_of_others
from symbolic.tactics.signs import Facts, NotFound
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    rewritten,
    swapped,
    turned_round,
    under,
    whichever,
)

Valued = Callable[[Expression, Facts], Theorem]
"""An equation `summand = number`, from what is known where the summand counts."""


def counted_sum(term: Expression, facts: Facts, value_of: Valued) -> Theorem:
    """`Σ_{r=1}^{n} 1[r ≠ p₁, …, r ≠ pₘ] f(r) = (n − m) c`, or without an indicator; the pᵢ are different places.

    Facts say of each pᵢ that it is in `{1, …, n}`, of two of them that they differ, and that n is an integer from 0 on.
    What f(r) is, a sum of this kind or not, is told by `value_of` where it is none.
    """
    least, greatest, body = parts(term, "total")
    r = fresh(Sort.REAL, term, *(fact.conclusion for fact in facts))
    place = member(r, integers_between(least, greatest))
    summand = opened(body, (r,))
    counts, inner = _split(summand, r)
    known = (*facts, *assumed(place), *(assumed(counts) if counts else ()))
    value = counted_sum(inner, known, value_of) if _is_sum(inner) else value_of(inner, known)
    number = parts(value.conclusion, "equal")[1]
    if counts is None:
        same = equal_sums(under(modulo(equal(summand, number), (value,)), place))
        count = at(constant_sum(), number, belonging(greatest, integers_from(0), facts))
        return modulo(equal(term, greatest * number), (same, count))
    same = equal_sums(under(_where_counted(counts, inner, value), place))
    places = tuple(parts(parts(each, "not")[0], "equal")[1] for each in _alternatives(counts))
    count = count_apart(places, greatest, number, facts)
    return modulo(equal(term, (greatest - len(places)) * number), (same, count))


def _split(summand: Expression, r: Variable) -> tuple[Expression | None, Expression]:
    match summand:
        case Node(head="multiply", parts=(Node(head="indicator", parts=(counts,)), inner)) if r in free(counts):
            return counts, inner
    return None, summand


def _is_sum(term: Expression) -> bool:
    return isinstance(term, Node) and term.head == "total"


def _alternatives(counts: Expression) -> tuple[Expression, ...]:
    return parts(counts, "and") if isinstance(counts, Node) and counts.head == "and" else (counts,)


def _where_counted(counts: Expression, inner: Expression, value: Theorem) -> Theorem:
    """`1[A] f = 1[A] c` from `A ⊢ f = c`."""
    number = parts(value.conclusion, "equal")[1]
    goal = equal(indicator(counts) * inner, indicator(counts) * number)

    def not_counted(facts: Facts) -> Theorem:
        return modulo(goal, (indicator_of_false(facts[0]),))

    return whichever(goal, excluded_middle(counts), lambda facts: modulo(goal, (value,)), not_counted)


def count_apart(places: tuple[Expression, ...], end: Expression, value: Number, facts: Facts) -> Theorem:
    """`Σ_{r=1}^{n} 1[r ≠ p₁, …, r ≠ pₘ] c = (n − m) c`."""
    length = belonging(end, integers_from(0), facts)
    found = at(all_apart(len(places)), value, length, *(belonging(p, integers_between(1, end), facts) for p in places))
    for one, other in combinations(places, 2):
        found = apply(found, different(one, other, facts))
    return found


@cache
def all_apart(count: int) -> Theorem:
    """The same for all c, n and places, by `1[…] = 1[r ≠ p₁] + … + 1[r ≠ pₘ] − (m − 1)`."""
    r, end, one = real("r"), real("end"), written(1)
    places = tuple(real(f"p{m}") for m in range(count))
    given = member(end, integers_from(0)), *(member(p, integers_between(1, end)) for p in places)
    unlike = tuple(negation(equal(*pair)) for pair in combinations(places, 2))
    facts = assumed(*given, *unlike)
    alternatives = tuple(negation(equal(r, each)) for each in places)
    counts = alternatives[0] if count == 1 else Node("and", alternatives)
    singles = tuple(total(r, 1, end, indicator(each) * one) for each in alternatives)
    numbers = (*(c for _ in places), written(1 - count) * c)
    divided = at(separate_sums(numbers, (*singles, total(r, 1, end, one))), assume(given[0]))
    _, _, body = parts(parts(divided.conclusion, "equal")[0], "total")
    pointwise = by_places(equal(indicator(counts) * c, opened(body, (r,))), counts, r, places, facts)
    same = equal_sums(under(pointwise, member(r, integers_between(1, end))))
    others = tuple(_all_but(each, end, facts) for each in places)
    rest = at(constant_sum(), 1, assume(given[0]))
    whole = total(r, 1, end, indicator(counts) * c)
    found = modulo(equal(whole, (end - count) * c), (same, divided, *others, rest))
    return under(found, member(c, REALS), *given, *unlike)


def _all_but(place: Expression, end: Expression, facts: Facts) -> Theorem:
    """`Σ_{r=1}^{n} 1[r ≠ p] = n − 1`."""
    found = at(sum_of_others(), 1, belonging(place, integers_from(1), facts), belonging(end, integers_from(0), facts))
    within = next(fact for fact in facts if fact.conclusion == at_most(place, end))
    left, _ = parts(found.conclusion, "equal")
    return modulo(equal(left, end - 1), (found, indicator_of_true(within)))


def by_places(
    goal: Expression,
    counts: Expression,
    r: Variable,
    places: tuple[Expression, ...],
    facts: Facts,
    equations: Facts = (),
) -> Theorem:
    """An equation with `1[r ≠ p₁, …]` by cases: r is the first place, or the second one, …, or none.

    Facts say that the places differ; equations say what else stands in it.
    """

    def from_place(n: int, apart: Facts) -> Theorem:
        if n == len(places):
            every = conjoin(*apart) if len(apart) > 1 else apart[0]
            return modulo(goal, (indicator_of_true(every), *(x for each in apart for x in indicated(each)), *equations))

        def here(case: Facts) -> Theorem:
            return modulo(goal, (*_at_place(counts, case[0], n, places, facts), *equations))

        return whichever(
            goal, excluded_middle(equal(r, places[n])), here, lambda case: from_place(n + 1, (*apart, case[0]))
        )

    return from_place(0, ())


def _at_place(counts: Expression, case: Theorem, n: int, places: tuple[Expression, ...], facts: Facts) -> Facts:
    """What the indicators are where r is the n-th place."""
    r = parts(case.conclusion, "equal")[0]
    apart = [rewritten(swapped(case), different(places[n], other, facts)) for m, other in enumerate(places) if m != n]
    for each, other in zip(apart, (p for m, p in enumerate(places) if m != n), strict=True):
        assert each.conclusion == negation(equal(r, other)), each.conclusion
    all_apart = assume(counts)
    denied = part(n, all_apart) if len(places) > 1 else all_apart
    nowhere = indicator_of_false(deny(counts, contradict(case, denied)))
    return (nowhere, *indicated(case), *(x for each in apart for x in indicated(each)))


def different(one: Expression, other: Expression, facts: Facts) -> Theorem:
    """`¬ p = q` from facts, which may say `¬ q = p`; raises `NotFound`."""
    for fact in (each for known in facts for each in conjuncts(known)):
        if fact.conclusion == negation(equal(one, other)):
            return fact
        if fact.conclusion == negation(equal(other, one)):
            return turned_round(fact)
    raise NotFound("two places are not known to be different")
