"""Sums of which one term is left, `Σ_{k=1}^{n} 1[j = k] c = c` for j from 1 to n; and that one is below the sum."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Sort, fresh, opened
from symbolic.core.rules.integers import empty_sum, next_sum, ordered_sums
from symbolic.core.rules.logic import assume, deny, excluded_middle, parts
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    REALS,
    Number,
    at_most,
    equal,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, rewritten, under, whichever
from symbolic.tactics.sums.kronecker import selected

c, j, k = map(real, "cjk")
PLACE = member(j, integers_from(1))


def picked(place: Expression, count: Number, term: Expression) -> Expression:
    """`Σ_{k=1}^{n} 1[j = k] c`."""
    return total(k, 1, count, indicator(equal(place, k)) * term)


def up_to() -> Theorem:
    """`∀c ∈ ℝ ∀j ∈ {1, 2, …} ∀n ∈ {0, 1, …}: Σ_{k=1}^{n} 1[j = k] c = 1[j ≤ n] c`."""
    integer, least = assumed(PLACE)[1:]

    def says(m: Expression) -> Expression:
        return equal(picked(j, m, c), indicator(at_most(j, m)) * c)

    def base(goal: Expression) -> Theorem:
        none = empty_sum(picked(j, 0, c), signed(less(0, 1)))
        return modulo(goal, (none, *indicated(signed_not(at_most(j, 0), least))))

    def step(goal: Expression, facts: Facts) -> Theorem:
        counted = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        added = next_sum(picked(j, n, c), counted, signed(at_most(1, n + 1), facts))

        def ends(one: bool, last: bool, more: bool, given: Facts) -> Theorem:
            known = (at_most(j, n), one), (equal(j, n + 1), last), (at_most(j, n + 1), more)
            signs = (signed(f, given) if true else signed_not(f, *given) for f, true in known)
            found = [each for sign in signs for each in indicated(sign)]
            return modulo(goal, (added, facts[-1], *found))

        def below(given: Facts) -> Theorem:
            following = integral(n + 1, counted)
            nearer = next_integer(integer, following, given[0])
            return ends(True, False, True, (*given, nearer))

        cases = below, lambda given: ends(False, True, True, given), lambda given: ends(False, False, False, given)
        return whichever(goal, trichotomy(j, n + 1), *cases)

    return under(by_induction(says, base, step), member(c, REALS), PLACE)


def signed_not(formula: Expression, *facts: Theorem) -> Theorem:
    """`¬A` for an order or an equation A, from signs that contradict it."""
    return deny(formula, signed(FALSE, (*facts, assume(formula))))


def one_term() -> Theorem:
    """`∀c ∈ ℝ ∀n ∈ {1, 2, …} ∀j ∈ {1, …, n}: Σ_{k=1}^{n} 1[j = k] c = c`."""
    count, place = member(n, integers_from(1)), member(j, integers_between(1, n))
    facts = assumed(count, place)
    found = at(up_to(), c, belonging(j, integers_from(1), facts), belonging(n, integers_from(0), facts))
    inside = indicated(signed(at_most(j, n), facts))
    goal = equal(picked(j, n, c), c)
    return under(modulo(goal, (found, *inside)), member(c, REALS), count, place)


def below_sum(whole: Expression, signs: Theorem, count: Theorem, place: Theorem) -> Theorem:
    """`f(j) ≤ Σ_{k=1}^{n} f(k)` from `∀k ∈ {1, …, n}: 0 ≤ f(k)`, `n ∈ {0, 1, …}` and `j ∈ {1, …, n}`."""
    low, high, body = parts(whole, "total")
    where, _ = parts(place.conclusion, "member")
    index = fresh(Sort.REAL, whole, where)
    label, here = member(index, integers_between(low, high)), opened(body, (index,))
    counts = equal(index, where)
    goal, sign = at_most(indicator(counts) * here, here), at(signs, assume(label))

    def case(facts: Facts) -> Theorem:
        return signed(goal, (sign, indicated(facts[0])[0]), scales=(here,))

    each = whichever(goal, excluded_middle(counts), case, case)
    ordered = ordered_sums(under(each, label))
    return rewritten(selected(count, place, index, here), ordered)
