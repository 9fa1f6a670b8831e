"""What proofs need of powers whose exponent is a term, by induction."""

from __future__ import annotations

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, equal, integers_from, member, raised, real
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, belonging, modulo, rewritten, under

x, r = real("x"), real("r")


def power_of_zero() -> Theorem:
    """`∀r ∈ {1, 2, …}: 0^r = 0`."""
    counted = member(r, integers_from(1))
    last = next_power(written(0), belonging(r - 1, integers_from(0), assumed(counted)))
    last = rewritten(identity(r - 1 + 1, r), last)
    return under(identity(raised(0, r), 0, using=((last, 1),)), counted)


def odd_power() -> Theorem:
    """`∀x ∈ ℝ ∀n ∈ {0, 1, …}: (−x)^(2 n + 1) = −x^(2 n + 1)`."""

    def odd(count: Expression) -> Expression:
        return 2 * count + 1

    def base(goal: Expression) -> Theorem:
        none = 2 * written(0)
        first = tuple(next_power(base, belonging_to_naturals(none)) for base in (-x, x))
        return modulo(goal, (*first, identity(none, 0), *map(power_to_nothing, (-x, x))))

    def step(goal: Expression, facts: Facts) -> Theorem:
        exponents = belonging_to_naturals(odd(n), facts), belonging_to_naturals(odd(n) + 1, facts)
        twice = tuple(next_power(base, each) for base in (-x, x) for each in reversed(exponents))
        return modulo(goal, (identity(odd(n + 1), odd(n) + 1 + 1), *twice, facts[-1]))

    def says(count: Expression) -> Expression:
        return equal(raised(-x, odd(count)), -raised(x, odd(count)))

    return under(by_induction(says, base, step), member(x, REALS))


def belonging_to_naturals(term: Expression, facts: Facts = ()) -> Theorem:
    """That a term is a natural number."""
    return belonging(term, integers_from(0), facts)
