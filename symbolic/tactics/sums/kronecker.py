"""Sums over a place that one summand is left of: `Σ_l 1[l = j] f(l) = f(j)`."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, Variable, bound, opened, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import assume, excluded_middle, parts, reflexive, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    equal,
    function,
    indicator,
    integers_between,
    integers_from,
    member,
    negation,
    real,
    total,
)
from symbolic.tactics.finite_sums import constant_sum, separate_sums, sum_of_others, where_counted
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, under, whichever

c, i, j, n = map(real, "cijn")


@cache
def one_place() -> Theorem:
    """`∀n ∈ {0, 1, …} ∀j ∈ {1, …, n} ∀c: Σ_{i=1}^{n} 1[i = j] c = c`: all places, less the others."""
    count, place, value = member(n, integers_from(0)), member(j, integers_between(1, n)), member(c, REALS)
    here, others = (indicator(each) * c for each in (equal(i, j), negation(equal(i, j))))
    split = Node("add", (1 * c, -1 * others))

    def case(facts: Facts) -> Theorem:
        return modulo(equal(here, split), indicated(facts[0]))

    each = whichever(equal(here, split), excluded_middle(equal(i, j)), case, case)
    summed = equal_sums(under(each, member(i, integers_between(1, n))))
    separated = at(separate_sums((1, -1), (total(i, 1, n, c), total(i, 1, n, others))), assume(count))
    known = assumed(count, place)
    whole = at(constant_sum(), c, assume(count))
    rest = at(sum_of_others(), c, belonging(j, integers_from(1), known), assume(count))
    within = indicator_of_true(next(fact for fact in known if fact.conclusion == at_most(j, n)))
    found = modulo(equal(total(i, 1, n, here), c), (summed, separated, whole, rest, within))
    return under(found, count, place, value)


def selected(count: Theorem, place: Theorem, index: Variable, term: Expression) -> Theorem:
    """`Σ_{l=1}^{n} 1[l = j] f(l) = f(j)`, given `n ∈ {0, 1, …}`, `j ∈ {1, …, n}`, l and f(l)."""
    where, domain = parts(place.conclusion, "member")
    _, length = parts(domain, "integers_between")
    value = opened(bound(term, (index,)), (where,))
    whole = total(index, 1, length, indicator(equal(index, where)) * term)

    def same(summand: Expression, known: Facts) -> Facts:
        here = next(fact for fact in known if _is_about(fact, where))
        at_place, _ = parts(here.conclusion, "equal")
        hole = real("_hole")
        left, right = (opened(bound(term, (index,)), (each,)) for each in (at_place, hole))
        return (rewrite(function(hole, body=equal(left, right)), here, reflexive(summand)),)

    counted = where_counted(whole, value, same)
    return modulo(equal(whole, value), (counted, at(one_place(), count, place, value)))


def _is_about(fact: Theorem, where: Expression) -> bool:
    match fact.conclusion:
        case Node(head="equal", parts=(_, right)):
            return right == where
    return False


def pulled(numbers: Number, summed: Expression, count: Theorem) -> Theorem:
    """`Σ_i c f(i) = c Σ_i f(i)`, given c and `Σ_i f(i)`."""
    return at(separate_sums((written(numbers),), (summed,)), count)


Counted = tuple[Variable, Theorem]
"""An index, and that its length is one of `{0, 1, …}`."""


def associated(first: Expression, second: Expression, third: Expression, outer: Counted, inner: Counted) -> Theorem:
    """`Σ_l f(l) Σ_p g(l, p) h(p) = Σ_p (Σ_l f(l) g(l, p)) h(p)`, given f, g, h and the indices l and p."""
    (l, count_l), (p, count_p) = outer, inner
    length_l, length_p = (parts(each.conclusion, "member")[0] for each in (count_l, count_p))
    places = member(l, integers_between(1, length_l)), member(p, integers_between(1, length_p))
    all_three = Node("add", (first * (second * third),))
    apart = Node("add", (third * (first * second),))
    inside = pulled(first, total(p, 1, length_p, second * third), count_p)
    left, _ = parts(inside.conclusion, "equal")
    within = equal_sums(under(modulo(equal(first * total(p, 1, length_p, second * third), left), (inside,)), places[0]))
    turned = exchanged_sums(total(l, 1, length_l, total(p, 1, length_p, all_three)))
    same = equal_sums(under(identity(all_three, apart), places[0]))
    outside = pulled(third, total(l, 1, length_l, first * second), count_l)
    gathered = total(l, 1, length_l, first * second) * third
    each = modulo(equal(parts(same.conclusion, "equal")[0], gathered), (same, outside))
    return modulo(
        equal(parts(within.conclusion, "equal")[0], total(p, 1, length_p, gathered)),
        (within, turned, equal_sums(under(each, places[1]))),
    )
