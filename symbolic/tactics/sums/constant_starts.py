"""Sums of moments over different places where all numbers of a sequence are 1: they count places."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, Sort, Variable, fresh, nodes, opened, written
from symbolic.core.rules.entries import entry_of_vector, indicator_of_false, indicator_of_true
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, conjoin, contradict, deny, excluded_middle, part, parts
from symbolic.core.rules.means import point_mean
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    indicator,
    integers_between,
    integers_from,
    listed,
    member,
    negation,
    point,
    real,
    total,
)
from symbolic.tactics.finite_sums import constant_sum, separate_sums, sum_of_others, where_counted
from symbolic.tactics.signs import Facts, NotFound, identity
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    turned_round,
    under,
    whichever,
    with_meaning,
)

i, j, k, n = map(real, "ijkn")


def all_ones(length: Expression) -> Node:
    """The law of the sequence of ones, of which so many matter."""
    return point(listed(i, length, 1))


def moment_is_one(moment: Expression) -> Theorem:
    """`E x_j³ x_k³ = 1` and the like, for the law of the sequence of ones."""
    means = point_mean(moment)
    entries = (entry_of_vector(node) for node in nodes(means.conclusion) if node.head == "entry" and not node.loose)
    return modulo(equal(moment, 1), (means, *entries))


def moments_are_one(term: Expression) -> Facts:
    """That the moments in a term are 1, for that law."""
    return tuple(moment_is_one(node) for node in nodes(term) if node.head == "mean" and not node.loose)


@cache
def places_beside_two() -> Theorem:
    """`∀n ∈ {0, 1, …} ∀j, k ∈ {1, …, n}: ¬ j = k ⇒ Σ_{i=1}^{n} 1[¬ i = j ∧ ¬ i = k] · 1 = n − 2`."""
    count = member(n, integers_from(0))
    places = tuple(member(place, integers_between(1, n)) for place in (j, k))
    apart = assume(negation(equal(j, k)))
    ones = tuple(indicator(negation(equal(i, place))) * 1 for place in (j, k))
    value = Node("add", (1 * ones[0], 1 * ones[1], -1 * written(1)))
    each = equal_sums(under(_beside_two(value, apart), member(i, integers_between(1, n))))
    sums = (*(total(i, 1, n, one) for one in ones), total(i, 1, n, written(1)))
    separated = at(separate_sums((1, 1, -1), sums), assume(count))
    counted = tuple(
        _others(place, assume(membership), written(1), assume(count), assumed(count, membership))
        for place, membership in zip((j, k), places, strict=True)
    )
    whole = at(constant_sum(), 1, assume(count))
    left, _ = parts(each.conclusion, "equal")
    found = modulo(equal(left, n - 2), (each, separated, *counted, whole))
    return under(found, count, *places, apart.conclusion)


def _beside_two(value: Expression, apart: Theorem) -> Theorem:
    """`1[¬ i = j ∧ ¬ i = k] = 1[¬ i = j] + 1[¬ i = k] − 1`, where j and k differ."""
    both = conjunction(*(negation(equal(i, place)) for place in (j, k)))
    goal = equal(indicator(both) * 1, value)

    def at_place(number: int) -> Theorem:
        here = assume(equal(i, (j, k)[number]))
        wrong = deny(both, contradict(here, part(number, assume(both))))
        return modulo(
            goal, (indicator_of_false(wrong), *indicated(here), *indicated(_other_place(number, here, apart)))
        )

    def at_second(facts: Facts) -> Theorem:
        return whichever(
            goal, excluded_middle(equal(i, k)), lambda found: at_place(1), lambda found: neither(facts, found)
        )

    def neither(one: Facts, other: Facts) -> Theorem:
        together = conjoin(one[0], other[0])
        return modulo(goal, (indicator_of_true(together), *indicated(one[0]), *indicated(other[0])))

    return whichever(goal, excluded_middle(equal(i, j)), lambda facts: at_place(0), at_second)


def _other_place(number: int, here: Theorem, apart: Theorem) -> Theorem:
    """`¬ i = k` where `i = j`, or the other way round."""
    other = equal(i, (k, j)[number])
    same = identity(j, k, using=((here, -1), (assume(other), 1)) if number == 0 else ((assume(other), -1), (here, 1)))
    return deny(other, contradict(same, apart))


def sum_over_places(moments: Expression, size: Theorem) -> Theorem:
    """`Σ_r E … = d`, `Σ_r Σ_{s ≠ r} E … = d (d − 1)`, and over three different places `d (d − 1)(d − 2)`.

    Given is that d is a size, `d ∈ {1, 2, …}`.
    """
    low, length, body = parts(moments, "total")
    r = fresh(Sort.REAL, moments)
    label = member(r, integers_between(low, length))
    each = _evaluated(opened(body, (r,)), (*assumed(size.conclusion), *assumed(label)), length)
    value = parts(each.conclusion, "equal")[1]
    whole = at(constant_sum(), value, belonging(length, integers_from(0), assumed(size.conclusion)))
    return modulo(equal(moments, value * length), (equal_sums(under(each, label)), whole))


def _evaluated(term: Expression, facts: Facts, length: Expression) -> Theorem:
    """A moment, or a sum of such over the places that are none of those before, as a number in d."""
    if isinstance(term, Node) and term.head == "mean":
        return moment_is_one(term)
    _, _, body = parts(term, "total")
    r = fresh(Sort.REAL, term)
    where, summand = parts(opened(body, (r,)), "multiply")
    value = _value(summand, len(_taken(where, r)), length)
    replaced = where_counted(term, value, lambda inner, known: (_evaluated(inner, (*facts, *known), length),))
    return modulo(
        equal(term, (length - len(_taken(where, r))) * value), (replaced, _number(where, r, value, facts, length))
    )


def _value(summand: Expression, taken: int, length: Expression) -> Expression:
    if isinstance(summand, Node) and summand.head == "mean":
        return written(1)
    return (length - (taken + 1)) * written(1)


def _taken(where: Expression, r: Variable) -> tuple[Expression, ...]:
    """The places that r is none of."""
    (apart,) = parts(where, "indicator")
    each = apart.parts if isinstance(apart, Node) and apart.head == "and" else (apart,)
    return tuple(parts(parts(one, "not")[0], "equal")[1] for one in each)


def _number(where: Expression, r: Variable, value: Expression, facts: Facts, length: Expression) -> Theorem:
    """`Σ_r 1[r is none of the places] c` as a number in d."""
    taken = _taken(where, r)
    within = tuple(belonging(place, integers_between(1, length), facts) for place in taken)
    count = belonging(length, integers_from(0), facts)
    if len(taken) == 1:
        return _others(taken[0], within[0], value, count, facts)
    apart = _apart(taken, facts)
    return apply(at(places_beside_two(), count, *within), apart)


def _apart(taken: tuple[Expression, ...], facts: Facts) -> Theorem:
    """That the first of two places is not the second one, from one of the facts."""
    for fact in facts:
        if fact.conclusion == negation(equal(*taken)):
            return fact
        if fact.conclusion == negation(equal(*reversed(taken))):
            return turned_round(fact)
    raise NotFound(f"it is not known that {taken} differ")


def _others(place: Expression, within: Theorem, value: Expression, count: Theorem, facts: Facts) -> Theorem:
    """`Σ_{i=1}^{n} 1[¬ i = j] c = (n − 1) c` for a place j."""
    length, _ = parts(count.conclusion, "member")
    found = at(sum_of_others(), value, belonging(place, integers_from(1), facts), count)
    is_within = indicator_of_true(
        next(each for each in with_meaning(within) if each.conclusion == at_most(place, length))
    )
    left, _ = parts(found.conclusion, "equal")
    return modulo(equal(left, (length - 1) * value), (found, is_within))
