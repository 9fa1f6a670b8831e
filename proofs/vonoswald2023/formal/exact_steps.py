"""Which steps improve two eigenvalues, every spectrum between two extremes, every one below the largest: just these."""

from __future__ import annotations

from functools import cache

from proofs.vonoswald2023.formal.moved_values import BETWEEN, HIGH, MIDDLE, ORDERED, STEP, L, a, b, l, moved, values, γ
from proofs.vonoswald2023.formal.scaled_values import middle_of_short
from proofs.vonoswald2023.formal.two_eigenvalues import (
    LETTERS,
    OF_PAIR,
    PAIR,
    PREMISE,
    SQUARES,
    SUM,
    forward,
    is_ordered,
    of_two,
    ordered_products,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    one_way,
    part,
    parts,
)
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    at_most,
    conjunction,
    iff,
    implies,
    less,
    member,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import at, conjuncts, quantified, rewritten, under, whichever

EVERY = quantified(implies(conjunction(*BETWEEN), less(l * moved(a), L * moved(b))), member(a, REALS), member(b, REALS))
"""Of all eigenvalues from l to L they are."""
OF_EVERY = conjunction(*STEP)
ALL = quantified(implies(conjunction(*ORDERED), EVERY), LETTERS[0])
"""So they are for all l below L."""
OF_ALL = conjunction(less(0, γ), at_most(γ, 1 / (2 * L)))


def exactly(pair: Expression = OF_PAIR, every: Expression = OF_EVERY, all_: Expression = OF_ALL) -> Expression:
    """Of two eigenvalues, of every spectrum between l and L, and of every one below L."""
    of_two = conjunction(iff(PAIR, pair), iff(EVERY, every))
    between = quantified(implies(conjunction(*ORDERED), of_two), *LETTERS)
    return conjunction(between, quantified(implies(less(0, L), iff(ALL, all_)), *LETTERS[1:]))


def at_values(one: Expression, other: Expression, *orders: Theorem) -> Theorem:
    """`l f(a) < L f(b)` at two numbers from l to L."""
    return apply(at(assume(EVERY), one, other), conjoin(*orders))


def step_of_every() -> Theorem:
    """What steps are that improve every spectrum between two extremes."""
    small, wide, large, _ = is_ordered()
    least, most = signed(at_most(l, l)), signed(at_most(L, L))
    order = signed(at_most(l, L), (wide,))
    ahead, within = forward(at_values(L, l, order, most, least, order))
    signs = ordered_products(at_values(l, L, least, order, order, most))
    short = is_short(ahead, within)
    third = positive(1 / (3 * γ), (ahead,))
    low, high = conjuncts(assume(MIDDLE))
    first = signed(at_most(l, 1 / (3 * γ)), (low, third, ahead), products=((low, third),))
    second = signed(at_most(1 / (3 * γ), L), (high, third, ahead), products=((high, third),))
    there = at_values(1 / (3 * γ), L, first, second, order, most)
    value = identity(moved(1 / (3 * γ)), 4 / (27 * γ), (ahead,))
    bare = rewritten(value, there)
    middle = signed(parts(STEP[2], "implies")[1], (bare, ahead), products=((bare, ahead),))
    rest_l = signed(less(0, 1 - γ * l), (short, wide, ahead), products=((wide, ahead),))
    rest_L = signed(less(0, 1 - γ * L), (short,))
    apart = signed(
        less(0, SUM - γ * SQUARES), (small, large, rest_l, rest_L), products=((small, rest_l), (large, rest_L))
    )
    slow = signed(parts(STEP[3], "implies")[1], (signs, apart), products=((apart,),))
    return conjoin(ahead, short, under(middle, MIDDLE), under(slow, HIGH))


def is_short(ahead: Theorem, within: Theorem) -> Theorem:
    """`γ L < 1`, since 1/γ would go to 0."""
    _, wide, *_ = is_ordered()
    goal = less(γ * L, 1)
    inverse, least = positive(1 / γ, (ahead,)), signed(at_most(l, l))

    def long(case: Facts) -> Theorem:
        above = signed(at_most(1, γ * L), case)
        low = signed(at_most(γ * l, 1), (within, wide, ahead), products=((wide, ahead),))
        first = signed(at_most(l, 1 / γ), (low, inverse, ahead), products=((low, inverse),))
        second = signed(at_most(1 / γ, L), (above, inverse, ahead), products=((above, inverse),))
        order = signed(at_most(l, L), (wide,))
        there = rewritten(identity(moved(1 / γ), 0, (ahead,)), at_values(l, 1 / γ, least, order, first, second))
        return cases(goal, signed(FALSE, (there,), squares=(l * (1 - γ * l),)))

    return whichever(goal, trichotomy(γ * L, written(1)), lambda case: case[0], long, long)


def of_every() -> Theorem:
    """Of every spectrum between two extremes."""
    premise = conjuncts(assume(conjunction(*BETWEEN)))
    found = at(values(), γ, l, L, a, b)
    for each in (*is_ordered()[:2], *(part(n, assume(OF_EVERY)) for n in range(4)), *premise):
        found = apply(found, each)
    inside = under(under(part(1, found), conjunction(*BETWEEN)), member(a, REALS), member(b, REALS))
    return both_ways(under(step_of_every(), EVERY), under(inside, OF_EVERY))


@cache
def between() -> Theorem:
    """For all extremes: of two eigenvalues, and of every spectrum."""
    return under(conjoin(of_two(), of_every()), *LETTERS, PREMISE)


def steps_with(least: Expression, *orders: Theorem) -> Facts:
    """What steps are that improve all l below L, from one of them."""
    ordered = conjoin(*orders)
    both = apply(at(between(), least, L, γ), ordered)
    found = apply(part(0, one_way(part(1, both))), apply(at(assume(ALL), least), ordered))
    return tuple(part(n, found) for n in range(4))


def short_steps() -> Theorem:
    """`0 < γ` and `γ ≤ 1/(2L)`, from that all l below L are improved."""
    large, goal = assume(less(0, L)), at_most(γ, 1 / (2 * L))
    ahead, *_ = steps_with(L / 2, signed(less(0, L / 2), (large,)), signed(less(L / 2, L), (large,)))
    share, least = positive(1 / (4 * γ), (ahead,)), L / 2 + 1 / (4 * γ)

    def beyond(case: Facts) -> Theorem:
        fast = signed(less(1, 2 * γ * L), (*case, large), products=((case[0], large),))
        first = signed(less(0, least), (share, large, ahead))
        second = signed(less(least, L), (fast, share, ahead), products=((fast, share),))
        *_, high = steps_with(least, first, second)
        there = apply(high, signed(parts(high.conclusion, "implies")[0], (fast, ahead)))
        return cases(goal, signed(FALSE, (there, fast, ahead)))

    def below(case: Facts) -> Theorem:
        return signed(goal, (*case, large))

    return conjoin(ahead, whichever(goal, trichotomy(γ, 1 / (2 * L)), below, below, beyond))


def all_improved() -> Theorem:
    """All l below L are improved where `0 < γ` and `γ ≤ 1/(2L)`."""
    _, wide, large, _ = is_ordered()
    ahead, within = conjuncts(assume(OF_ALL))
    short = signed(at_most(2 * γ * L, 1), (within, large), products=((within, large),))
    one = signed(less(γ * L, 1), (short,))
    low, high = conjuncts(assume(MIDDLE))
    inverse = positive(1 / γ, (ahead,))
    order = signed(less(γ * l, γ * L), (wide, ahead), products=((wide, ahead),))
    half = signed(at_most(2 * (γ * L), 1), (short,))
    there = at(middle_of_short(), γ * l, γ * L)
    for each in (order, signed(at_most(3 * (γ * l), 1), (low,)), signed(at_most(1, 3 * (γ * L)), (high,)), half):
        there = apply(there, each)
    middle = signed(parts(STEP[2], "implies")[1], (there, inverse, ahead), products=((there, inverse),))
    slow = signed(parts(STEP[3], "implies")[1], (order, short))
    steps = conjoin(ahead, one, under(middle, MIDDLE), under(slow, HIGH))
    every = part(1, apply(at(between(), l, L, γ), assume(PREMISE)))
    return under(under(apply(part(1, one_way(every)), steps), PREMISE), LETTERS[0])


def is_exact() -> Theorem:
    """All of this."""
    largest = both_ways(under(short_steps(), ALL), under(all_improved(), OF_ALL))
    return conjoin(between(), under(under(largest, less(0, L)), *LETTERS[1:]))
