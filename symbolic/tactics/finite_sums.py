"""What proofs need of finite sums beside harmonic ones."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import indicator_of_false, indicator_of_true
from symbolic.core.rules.integers import empty_sum, equal_sums, induction, next_sum, separate_sums
from symbolic.core.rules.logic import excluded_middle, parts, reflexive
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    REALS,
    at_most,
    equal,
    function,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    total,
)
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, rewritten, under, whichever

c, i, j = map(real, "cij")


def constant_sum() -> Theorem:
    """`∀c ∈ ℝ ∀n ∈ {0, 1, …}: Σ_{i=1}^{n} c = n c`."""

    def base(goal: Expression) -> Theorem:
        left, right = parts(goal, "equal")
        return identity(left, right, using=((empty_sum(left, signed(less(0, 1))), 1),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        added = next_sum(total(i, 1, n, c), integer, signed(at_most(1, n + 1), facts))
        left, right = parts(goal, "equal")
        return identity(left, right, using=((added, 1), (facts[-1], 1)))

    return under(by_induction(lambda m: equal(total(i, 1, m, c), m * c), base, step), member(c, REALS))


def here(count: Expression) -> Expression:
    """`Σ_{i=1}^{n} 1[i = j]`."""
    return total(i, 1, count, indicator(equal(i, j)))


def one_place() -> Theorem:
    """`∀j ∈ {1, 2, …} ∀n ∈ {j, j + 1, …}: Σ_{i=1}^{n} 1[i = j] = 1`."""
    place = member(j, integers_from(1))
    belongs, integer, least = assumed(place)
    later = member(n, integers_from(j))
    premises = assumed(later, equal(here(n), 1))
    more = next_sum(here(n), premises[1], signed(at_most(1, n + 1), (*premises, least)))
    away = indicator_of_false(signed(negation(equal(n + 1, j)), premises))
    step = under(modulo(equal(here(n + 1), 1), (more, away, premises[-1])), later, equal(here(n), 1))
    found = induction(function(n, body=equal(here(n), 1)), integer, first_place(belongs, integer, least), step)
    return under(found, place)


def first_place(belongs: Theorem, integer: Theorem, least: Theorem) -> Theorem:
    """`Σ_{i=1}^{j} 1[i = j] = 1`."""
    label = member(i, integers_between(1, j - 1))
    away = indicator_of_false(signed(negation(equal(i, j)), assumed(label)))
    before = next_sum(here(j - 1), integral(j - 1, integer), signed(at_most(1, j - 1 + 1), (least,)))
    last = rewritten(identity(j - 1 + 1, j), before)
    none = at(constant_sum(), 0, belonging(j - 1, integers_from(0), (belongs, integer, least)))
    equations = last, equal_sums(under(away, label)), none, indicator_of_true(reflexive(j))
    return modulo(equal(here(j), 1), equations)


def others() -> Theorem:
    """`∀j ∈ {1, 2, …} ∀n ∈ {j, j + 1, …}: Σ_{i=1}^{n} 1[¬ i = j] = n − 1`."""
    place, later = member(j, integers_from(1)), member(n, integers_from(j))
    facts = assumed(place, later)
    label = member(i, integers_between(1, n))
    off, on = indicator(negation(equal(i, j))), indicator(equal(i, j))
    split = Node("add", (written(1) * written(1), written(-1) * on))
    goal = equal(off, split)
    each = whichever(goal, excluded_middle(equal(i, j)), *(lambda case: modulo(goal, indicated(case[0])),) * 2)
    apart = separate_sums(total(i, 1, n, split), (written(1), written(-1)))
    count = belonging(n, integers_from(0), facts)
    equations = equal_sums(under(each, label)), apart, at(constant_sum(), 1, count), at(one_place(), facts[0], facts[3])
    return under(modulo(equal(total(i, 1, n, off), n - 1), equations), place, later)
