"""Sums over all lengths that stand in the loss where W is uniform among unitary matrices, and their means in the limit.

`p_n = Σ_{k<=n} (d + min(k, d))/(n d(d+1))` and
`q_n = p_n/n + 4 Σ_{l<=n} Σ_{k<l} (d + 2 min(k, d))/(n² d(d+1)(d+2))` are within 4/n of `2/(d+1)` and `6/((d+1)(d+2))`.
"""

from __future__ import annotations

from functools import cache

from proofs.variants.formal.on_groups.lengths_on_line import d
from proofs.zheng2024.formal.on_line.line_formulas import T
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import empty_sum, next_sum, ordered_sums
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    at_most,
    conjunction,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    total,
)
from symbolic.tactics.finite_sums import constant_sum, i, separate_sums, sum_to
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, indicated, under, whichever

SIZE, LENGTH = member(d, integers_from(1)), member(T, integers_from(3))
k, l, s, m, c, f, g, h = map(real, ("k", "l", "s", "m", "c", "f", "g", "h"))


def least_of(power: Number) -> Expression:
    """The smaller one of a number and d."""
    below = at_most(power, d)
    return power * indicator(below) + d * indicator(negation(below))


def seen(weight: int, count: Number) -> Expression:
    """`Σ_{k<=n} (d + w min(k, d))`."""
    return total(k, 1, count, d + (least_of(k) if weight == 1 else weight * least_of(k)))


def linear(pairs: Expression) -> Expression:
    """`p_n`."""
    return seen(1, pairs) / (pairs * d * (d + 1))


def apart(pairs: Expression) -> Expression:
    """`Σ_{l<=n} Σ_{k<l} (d + 2 min(k, d))`."""
    return total(l, 1, pairs, seen(2, l - 1))


def square(pairs: Expression) -> Expression:
    """`q_n`."""
    return linear(pairs) / pairs + 4 * apart(pairs) / (pairs**2 * d * (d + 1) * (d + 2))


P, Q = (total(n, 1, T - 2, each(n)) for each in (linear, square))
"""Over all lengths of prompts."""

OF_P, OF_Q = 2 / (d + 1), 6 / ((d + 1) * (d + 2))
"""Where p and q, and the means of them, tend."""


@cache
def few() -> Theorem:
    """`∀n: Σ_{k<=n} 1[k <= d] ≤ d`, and it is at most n."""

    def says(count: Expression) -> Expression:
        number = total(k, 1, count, indicator(at_most(k, d)))
        return conjunction(at_most(number, count), at_most(number, d))

    def base(goal: Expression) -> Theorem:
        none = empty_sum(parts(parts(goal, "and")[0], "at_most")[0], signed(less(0, 1)))
        return conjoin(*(signed(each, (none, *assumed(SIZE))) for each in parts(goal, "and")))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        more = next_sum(total(k, 1, n, indicator(at_most(k, d))), integer, signed(at_most(1, n + 1), facts))

        def case(known: Facts) -> Theorem:
            here = (more, *facts, *known, *indicated(known[0]))
            return conjoin(*(signed(each, here) for each in parts(goal, "and")))

        return whichever(goal, excluded_middle(at_most(n + 1, d)), case, case)

    return by_induction(says, base, step)


@cache
def bounds(weight: int) -> Theorem:
    """`∀n: n d ≤ Σ (d + w min(k, d))`, `(1+w) n d − w d² ≤ …` and `… ≤ (1+w) n d`."""
    count, place = member(n, integers_from(0)), member(k, integers_between(1, n))
    summand = d + (least_of(k) if weight == 1 else weight * least_of(k))
    whole, known = seen(weight, n), assumed(SIZE, place)
    low = Node("add", ((1 + weight) * d * written(1), -weight * d * indicator(at_most(k, d))))
    goals = at_most(d, summand), at_most(low, summand), at_most(summand, (1 + weight) * d)

    def case(goal: Expression) -> Theorem:
        def one(facts: Facts) -> Theorem:
            here = indicated(facts[0])
            return signed(goal, (*known, *facts, *here), scales=(1, k, d))

        return whichever(goal, excluded_middle(at_most(k, d)), one, one)

    sums = tuple(ordered_sums(under(case(goal), place)) for goal in goals)
    numbers = (1 + weight) * d, -weight * d
    ones = total(k, 1, n, written(1))
    split = at(separate_sums(numbers, (ones, total(k, 1, n, indicator(at_most(k, d))))), assume(count))
    counted = tuple(at(constant_sum(), each, assume(count)) for each in (d, (1 + weight) * d, 1))
    small, below = conjuncts(at(few(), assume(count)))[1], signed(at_most(0, d), assumed(SIZE))
    facts = (*sums, split, *counted, small, below, *assumed(SIZE, count))
    found = (
        signed(at_most(n * d, whole), facts),
        signed(at_most((1 + weight) * n * d - weight * d**2, whole), facts, products=((small, below),), scales=(1, d)),
        signed(at_most(whole, (1 + weight) * n * d), facts),
    )
    return under(conjoin(*found), count)


@cache
def triangle() -> Theorem:
    """`∀n: Σ_{l<=n} (l − 1) = n (n − 1)/2`."""
    return sum_to(i - 1, n * (n - 1) / 2)


@cache
def apart_bounds() -> Theorem:
    """`∀n: 0 ≤ Σ_{l<=n} Σ_{k<l} …`, `3/2 n(n−1) d − 2 n d² ≤ …` and `… ≤ 3/2 n(n−1) d`."""
    count, place = member(n, integers_from(0)), member(l, integers_between(1, n))
    inner, known = seen(2, l - 1), assumed(SIZE, place)
    within = conjuncts(at(bounds(2), belonging(l - 1, integers_from(0), known)))
    below, before = signed(at_most(0, d), assumed(SIZE)), signed(at_most(0, l - 1), known)
    low = Node("add", (3 * d * (l - 1), -2 * d**2 * written(1)))
    high = Node("add", (3 * d * (l - 1),))
    goals = at_most(0, inner), at_most(low, inner), at_most(inner, high)
    facts = (*within, below, before)
    each = (signed(goal, facts, products=((below, before),)) for goal in goals)
    sums = tuple(ordered_sums(under(theorem, place)) for theorem in each)
    lengths, ones = total(l, 1, n, l - 1), total(l, 1, n, written(1))
    split = at(separate_sums((3 * d, -2 * d**2), (lengths, ones)), assume(count))
    alone = at(separate_sums((3 * d,), (lengths,)), assume(count))
    counted = tuple(at(constant_sum(), number, assume(count)) for number in (0, 1))
    used, whole = (*sums, split, alone, *counted, at(triangle(), assume(count))), apart(n)
    scales = 1, d, d**2
    found = (
        signed(at_most(0, whole), used),
        signed(at_most(3 * d * n * (n - 1) / 2 - 2 * n * d**2, whole), used, scales=scales),
        signed(at_most(whole, 3 * d * n * (n - 1) / 2), used, scales=scales),
    )
    return under(conjoin(*found), count)


def wide_enough(facts: Facts) -> Facts:
    """`0 < d`, `0 < d + 1` and `0 < d + 2`."""
    return tuple(signed(less(0, each), facts) for each in (d, d + 1, d + 2))


@cache
def shares() -> Theorem:
    """`∀n >= 1: 0 < p_n`, `2/(d+1) − 4/n ≤ p_n ≤ 2/(d+1) + 4/n`, `0 < q_n`, and the same of q_n."""
    count = member(n, integers_from(1))
    facts = assumed(SIZE, count)
    natural = belonging(n, integers_from(0), facts)
    first, second = conjuncts(at(bounds(1), natural)), conjuncts(at(apart_bounds(), natural))
    size, many = signed(at_most(0, d - 1), facts), signed(at_most(0, n - 1), facts)
    wide = *wide_enough(facts), signed(less(0, n), facts)
    one, two, whole = (positive(1 / each, wide) for each in (n, n * (d + 1), n * d * (d + 1)))
    three, last = (positive(1 / each, wide) for each in (n * (d + 1) * (d + 2), n**2 * d * (d + 1) * (d + 2)))
    seen_all = signed(less(0, seen(1, n)), (*wide, first[0]), products=((wide[0], wide[3]),))
    more = positive(linear(n), (*wide, seen_all))
    signs = *first, *second, size, many, *wide, one, two, three, whole, last, more
    of_p = ((first[1], whole), (first[2], whole), (one,), (two,))
    p_low, p_high = (
        signed(at_most(OF_P - 4 / n, linear(n)), signs, products=of_p),
        signed(at_most(linear(n), OF_P), signs, products=of_p),
    )
    of_q = (
        *((each, last) for each in second),
        *((each, one) for each in (more, p_high, size)),
        (size, two), (size, three), (size, size, three), (one,), (two,), (three,),
    )  # fmt: skip
    known = (*signs, p_high)
    q_low = signed(at_most(OF_Q - 4 / n, square(n)), known, products=of_q)
    q_high = signed(at_most(square(n), OF_Q + 4 / n), known, products=of_q)
    q_more = signed(less(0, square(n)), known, products=of_q)
    p_above = signed(at_most(linear(n), OF_P + 4 / n), (*known, one), products=((one,),))
    return under(conjoin(more, p_low, p_above, q_more, q_low, q_high), count)
