"""What the theorems need of `H(n) = 1 + 1/2 + … + 1/n`, by induction."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.integers import empty_sum, induction, next_sum
from symbolic.core.rules.logic import assume, choose, parts, reflexive, rewrite
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    at_most,
    equal,
    exists,
    for_all,
    function,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.tactics.signs import Facts, identity, positive, signed, with_head
from symbolic.tactics.steps import assumed, at, belonging, rewritten, under, witnessed

i, l, m, n, s = map(real, ("i", "l", "m", "n", "s"))


def harmonic(count: Number) -> Expression:
    """`H(n)`."""
    return total(i, 1, count, 1 / i)


def overlap(length: Expression) -> Expression:
    """`Σ_{s=2}^{T−1} 1/(s−1)`, as the paper writes it."""
    return total(s, 2, length - 1, 1 / (s - 1))


def shifted(count: Number) -> Expression:
    """`Σ_{s=2}^{n+1} 1/(s−1)`."""
    return total(s, 2, written(count) + 1, 1 / (s - 1))


def by_induction(
    says: Callable[[Expression], Expression],
    base: Callable[[Expression], Theorem],
    step: Callable[[Expression, Facts], Theorem],
) -> Theorem:
    """`∀n ∈ {0, 1, …}: says(n)`; the step is given what is known of n."""
    belongs = member(n, integers_from(0))
    facts = assumed(belongs, says(n))
    proved = under(step(says(n + 1), facts), belongs, says(n))
    return induction(function(n, body=says(n)), integral(written(0)), base(says(written(0))), proved)


def none_yet() -> Theorem:
    """`H(0) = 0`."""
    return empty_sum(harmonic(0), signed(less(0, 1)))


def one_more(facts: Facts) -> Theorem:
    """`H(n+1) = H(n) + 1/(n+1)`."""
    integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
    return next_sum(harmonic(n), integer, signed(at_most(1, n + 1), facts))


def step_size(facts: Facts) -> Facts:
    """`0 < n + 1`, `0 < 1/(n+1)` and `1/(n+1) ≤ 1`."""
    later = signed(less(0, n + 1), facts)
    size = positive(1 / (n + 1), (later,))
    return later, size, signed(at_most(1 / (n + 1), 1), (*facts, later), products=((later,),))


def not_negative() -> Theorem:
    """`∀n: 0 ≤ H(n)`."""

    def step(goal: Expression, facts: Facts) -> Theorem:
        return signed(goal, (*facts, *step_size(facts), one_more(facts)))

    return by_induction(lambda n: at_most(0, harmonic(n)), lambda goal: signed(goal, (none_yet(),)), step)


def at_most_count() -> Theorem:
    """`∀n: H(n) ≤ n`."""

    def step(goal: Expression, facts: Facts) -> Theorem:
        return signed(goal, (*facts, *step_size(facts), one_more(facts)))

    return by_induction(lambda n: at_most(harmonic(n), n), lambda goal: signed(goal, (none_yet(),)), step)


def at_least_share() -> Theorem:
    """`∀n: n/(n + 1) ≤ H(n)`."""

    def base(goal: Expression) -> Theorem:
        return signed(goal, (none_yet(),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        later = signed(less(0, n + 1), facts)
        next_one = signed(less(0, n + 1 + 1), facts)
        size = positive(1 / (n + 1 + 1), (next_one,))
        return signed(goal, (facts[-1], later, next_one, size, one_more(facts)))

    return by_induction(lambda n: at_most(n / (n + 1), harmonic(n)), base, step)


def square_at_most() -> Theorem:
    """`∀n: H(n)² ≤ 3 n`."""
    smaller = at_most_count()

    def base(goal: Expression) -> Theorem:
        return signed(goal, (none_yet(),), scales=(harmonic(0),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        later, size, small = step_size(facts)
        count = at(smaller, facts[0])
        more = one_more(facts)
        scales = harmonic(n + 1), harmonic(n), 1 / (n + 1)
        used = (*facts, later, size, small, count, more)
        return signed(goal, used, products=((size, count), (size, small)), scales=scales)

    return by_induction(lambda n: at_most(harmonic(n) ** 2, 3 * n), base, step)


def same_overlap() -> Theorem:
    """`∀n: Σ_{s=2}^{n+1} 1/(s−1) = H(n)`."""

    def base(goal: Expression) -> Theorem:
        none = empty_sum(shifted(0), signed(less(written(0) + 1, 2)))
        left, right = parts(goal, "equal")
        return identity(left, right, using=((none, 1), (none_yet(), -1)))

    def step(goal: Expression, facts: Facts) -> Theorem:
        later = signed(less(0, n + 1), facts)
        integer = integral(n + 1, *with_head(facts, "member")[1:])
        added = next_sum(shifted(n), integer, signed(at_most(2, n + 1 + 1), facts))
        last = signed(less(0, n + 1 + 1 - 1), (later,))
        before = with_head(facts, "equal")[0]
        left, right = parts(goal, "equal")
        return identity(left, right, (later, last), ((added, 1), (one_more(facts), -1), (before, 1)))

    return by_induction(lambda n: equal(shifted(n), harmonic(n)), base, step)


def growth() -> Theorem:
    """`∀m ∈ {1, 2, …} ∀n ∈ {0, 1, …}: H(m) + n/(m + n) ≤ H(m + n)`: each of the last n terms is at least 1/(m + n)."""
    first = member(m, integers_from(1))
    start = assumed(first)

    def says(count: Expression) -> Expression:
        return at_most(harmonic(m) + count / (m + count), harmonic(m + count))

    def base(goal: Expression) -> Theorem:
        whole = harmonic(m)
        same = rewrite(function(i, body=equal(whole, harmonic(i))), identity(m, m + 0), reflexive(whole))
        length = signed(less(0, m + 0), start)
        return signed(goal, (same, length))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integers = (*with_head(start, "member")[1:], *with_head(facts, "member")[1:])
        known = (*start, *facts[:-1])
        known = (*start, *facts[:-1])
        added = next_sum(harmonic(m + n), integral(m + n, *integers), signed(at_most(1, m + n + 1), known))
        added = rewritten(identity(m + n + 1, m + (n + 1)), added)
        count, length = signed(at_most(0, n), facts[:-1]), signed(less(0, m + n), known)
        later = signed(less(0, m + (n + 1)), known)
        used = (facts[-1], added, count, length, later)
        smaller = signed(at_most(n / (m + (n + 1)), n / (m + n)), used[2:], products=((length, later), (count,)))
        return signed(goal, (*used, smaller))

    return under(by_induction(says, base, step), first)


def beyond_every_number() -> Theorem:
    """`∀k ∈ {0, 1, …} ∃m ∈ {1, 2, …} ∀n ∈ {m, m + 1, …}: k/2 ≤ H(n)`; the terms from m to 2 m are a half or more."""
    place = member(m, integers_from(1))
    since = for_all(l, integers_from(m), at_most(n / 2, harmonic(l)))

    def says(count: Expression) -> Expression:
        return exists(m, integers_from(1), for_all(l, integers_from(m), at_most(count / 2, harmonic(l))))

    def base(goal: Expression) -> Theorem:
        later = member(l, integers_from(1))
        above = at(not_negative(), belonging(l, integers_from(0), assumed(later)))
        return witnessed(goal, under(signed(at_most(written(0) / 2, harmonic(l)), (above,)), later), 1)

    def step(goal: Expression, facts: Facts) -> Theorem:
        later = member(l, integers_from(2 * m))
        known = assumed(place, later)
        ahead = belonging(l - m, integers_from(0), known)
        grown = rewritten(identity(m + (l - m), l), at(growth(), known[0], ahead))
        before = at(assume(since), belonging(m, integers_from(m), known))
        length = signed(less(0, l), known)
        half = signed(at_most(Fraction(1, 2), (l - m) / l), (*known, length), products=((length,),))
        found = under(signed(at_most((n + 1) / 2, harmonic(l)), (grown, before, half, length)), later)
        return choose(m, facts[-1], witnessed(goal, found, 2 * m, facts=assumed(place)))

    return by_induction(says, base, step)


def first_harmonic() -> Theorem:
    """`H(1) = 1`."""
    zero = written(0)
    added = rewritten(identity(zero + 1, 1), next_sum(harmonic(0), integral(zero), signed(at_most(1, zero + 1))))
    return identity(harmonic(1), 1, using=((added, 1), (none_yet(), 1)))


def at_least_1() -> Theorem:
    """`∀n ∈ {1, 2, …}: 1 ≤ H(n)`."""
    place = member(n, integers_from(1))
    facts = assumed(place)
    before = belonging(n - 1, integers_from(0), facts)
    grown = rewritten(identity(written(1) + (n - 1), n), at(growth(), 1, before))
    length = signed(less(0, n), facts)
    more = signed(at_most(0, (n - 1) / n), (*facts, length), products=((length,),))
    return under(signed(at_most(1, harmonic(n)), (first_harmonic(), grown, more, length)), place)
