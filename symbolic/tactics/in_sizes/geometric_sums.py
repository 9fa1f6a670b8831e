"""What proofs need of powers and of sums of them whose exponents are terms, by induction."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    equal,
    integers_from,
    less,
    member,
    negation,
    raised,
    real,
    total,
)
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, rewritten, under

q, x, i = map(real, ("q", "x", "i"))


def powers_below(count: Expression) -> Expression:
    """`q + q² + … + qⁿ`."""
    return total(i, 1, count, raised(q, i))


def _natural(facts: Facts) -> Theorem:
    return belonging(n, integers_from(0), facts)


@cache
def geometric_sum() -> Theorem:
    """`∀q ∈ ℝ: ¬ 1 − q = 0 ⇒ ∀n ∈ {0, 1, …}: q + … + qⁿ = (q − qⁿ q)/(1 − q)`."""
    apart = assume(negation(equal(1 - q, 0)))

    def says(count: Expression) -> Expression:
        return equal(powers_below(count), (q - raised(q, count) * q) / (1 - q))

    def base(goal: Expression) -> Theorem:
        left, _ = parts(goal, "equal")
        return modulo(goal, (empty_sum(left, signed(less(0, 1))), power_to_nothing(q)), (apart,))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        added = next_sum(powers_below(n), integer, signed(at_most(1, n + 1), facts[:-1]))
        return modulo(goal, (added, facts[-1], next_power(q, _natural(facts))), (apart,))

    return under(under(by_induction(says, base, step), apart.conclusion), member(q, REALS))


@cache
def power_positive() -> Theorem:
    """`∀q ∈ (0, ∞) ∀n ∈ {0, 1, …}: 0 < qⁿ`."""
    given = member(q, POSITIVE)
    positive = assumed(given)[-1]

    def base(goal: Expression) -> Theorem:
        return signed(goal, (power_to_nothing(q),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        known = facts[-1], positive, next_power(q, _natural(facts))
        return signed(goal, known, products=((facts[-1], positive),))

    return under(by_induction(lambda count: less(0, raised(q, count)), base, step), given)


@cache
def power_of_square() -> Theorem:
    """`∀q ∈ ℝ ∀n ∈ {0, 1, …}: (q²)ⁿ = (qⁿ)²`."""

    def base(goal: Expression) -> Theorem:
        return modulo(goal, (power_to_nothing(q**2), power_to_nothing(q)))

    def step(goal: Expression, facts: Facts) -> Theorem:
        later = (next_power(each, _natural(facts)) for each in (q**2, q))
        return modulo(goal, (*later, facts[-1]))

    found = by_induction(lambda count: equal(raised(q**2, count), raised(q, count) ** 2), base, step)
    return under(found, member(q, REALS))


@cache
def power_of_one() -> Theorem:
    """`∀n ∈ {0, 1, …}: 1ⁿ = 1`."""
    one = identity(1, 1)
    (base_one, _) = parts(one.conclusion, "equal")

    def base(goal: Expression) -> Theorem:
        return modulo(goal, (power_to_nothing(base_one),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        return modulo(goal, (next_power(base_one, _natural(facts)), facts[-1]))

    return by_induction(lambda count: equal(raised(1, count), 1), base, step)


@cache
def bernoulli() -> Theorem:
    """`∀q ∈ (0, ∞) ∀x ∈ [0, ∞): q (1 + x) ≤ 1 ⇒ ∀n ∈ {0, 1, …}: qⁿ (1 + n x) ≤ 1`: Bernoulli's inequality."""
    given = member(q, POSITIVE), member(x, NONNEGATIVE), at_most(q * (1 + x), 1)
    (_, positive), (_, above), small = assumed(given[0]), assumed(given[1]), assume(given[2])

    def base(goal: Expression) -> Theorem:
        return signed(goal, (power_to_nothing(q),), scales=(1, 0 * x))

    def step(goal: Expression, facts: Facts) -> Theorem:
        power = at(power_positive(), assume(given[0]), _natural(facts))
        count = signed(at_most(0, n), facts)
        later = next_power(q, _natural(facts))
        known = facts[-1], positive, above, small, power, count, later
        products = ((power, small), (power, small, count, above), (power, positive, count), (facts[-1],))
        return signed(goal, known, products=products, squares=(x,), scales=(1, 1 + (n + 1) * x))

    found = by_induction(lambda count: at_most(raised(q, count) * (1 + count * x), 1), base, step)
    return under(found, *given)


def last_power(base: Expression, count: Expression, facts: Facts) -> Theorem:
    """`q^(N − 1) q = q^N`, where N is one of `{1, 2, …}` by facts."""
    before = next_power(base, belonging(count - 1, integers_from(0), facts))
    found = rewritten(identity(count - 1 + 1, count), before)
    left, right = parts(found.conclusion, "equal")
    return identity(right, left, using=((found, -1),))
