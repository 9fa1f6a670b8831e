"""Powers to natural numbers in order: of what is at least 1, of `1 + s²` beside s, and third powers."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, parts
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, REALS, at_most, equal, integers_from, member, raised, real
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, rewritten, swapped, under
from symbolic.tactics.sums.geometric_sums import power_positive
from symbolic.tactics.whole_matrices.iterated_matrices import recounted

q, s, m = map(real, ("q", "s", "m"))
NATURAL = integers_from(0)
LARGE, LONG = at_most(1, q), at_most(1, s)


def natural(term: Expression, facts: Facts) -> Theorem:
    """That a number of factors is one."""
    return belonging(term, NATURAL, facts)


@cache
def at_least_1() -> Theorem:
    """`∀q: 1 ≤ q ⇒ ∀n: 1 ≤ qⁿ`."""

    def base(goal: Expression) -> Theorem:
        return signed(goal, (power_to_nothing(q),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        known = facts[-1], assume(LARGE), next_power(q, natural(n, facts))
        return signed(goal, known, products=((facts[-1], assume(LARGE)),))

    return under(by_induction(lambda count: at_most(1, raised(q, count)), base, step), member(q, REALS), LARGE)


@cache
def third_power() -> Theorem:
    """`∀q ∀n: q^(3n) = (qⁿ)³`."""

    def base(goal: Expression) -> Theorem:
        nothing = identity(3 * written(0), 0)
        found = modulo(equal(raised(q, 0), raised(q, 0) ** 3), (power_to_nothing(q),))
        return _with_exponent(nothing, found, raised(q, 0) ** 3)

    def step(goal: Expression, facts: Facts) -> Theorem:
        third, later = 3 * n, raised(q, n + 1) ** 3
        longer = tuple(next_power(q, natural(each, facts)) for each in (third + 1 + 1, third + 1, third))
        known = *longer, next_power(q, natural(n, facts)), facts[-1]
        found = modulo(equal(raised(q, third + 1 + 1 + 1), later), known)
        return _with_exponent(identity(3 * (n + 1), third + 1 + 1 + 1), found, later)

    found = by_induction(lambda count: equal(raised(q, 3 * count), raised(q, count) ** 3), base, step)
    return under(found, member(q, REALS))


def _with_exponent(same: Theorem, found: Theorem, value: Expression) -> Theorem:
    """`q^a = v` from `a = b` and `q^b = v`."""
    return recounted(lambda hole: equal(raised(q, hole), value), swapped(same), found)


@cache
def beside_square() -> Theorem:
    """`∀s: 1 ≤ s ⇒ ∀n: (1 + s²)ⁿ ≤ 2ⁿ (sⁿ)²`."""
    square = 1 + s**2
    nothing = tuple(power_to_nothing(each) for each in (square, written(2), s))

    def base(goal: Expression) -> Theorem:
        values = (modulo(equal(side, 1), nothing) for side in parts(goal, "at_most"))
        return signed(goal, tuple(values))

    def step(goal: Expression, facts: Facts) -> Theorem:
        count = natural(n, facts)
        later = tuple(next_power(each, count) for each in (square, written(2), s))
        small = signed(at_most(square, 2 * s**2), (assume(LONG),), products=((assume(LONG), assume(LONG)),))
        above = signed(at_most(0, raised(2, n)), (at(power_positive(), belonging(2, POSITIVE), count),))
        one, two, third = (parts(each.conclusion, "equal")[1] for each in later)
        bare = at_most(one, two * third**2)
        products = (facts[-1],), (above, small)
        found = signed(bare, (facts[-1], small, above), products=products, squares=(1, s, raised(s, n)))
        for each in later:
            found = rewritten(swapped(each), found)
        return found

    def says(count: Expression) -> Expression:
        return at_most(raised(square, count), raised(2, count) * raised(s, count) ** 2)

    return under(by_induction(says, base, step), member(s, REALS), LONG)


@cache
def with_more_factors() -> Theorem:
    """`∀s: 1 ≤ s ⇒ ∀m ∀n: s sᵐ ≤ s^(m + 1 + n)`."""
    length = member(m, NATURAL)

    def longer_than(count: Expression) -> Expression:
        return at_most(s * raised(s, m), raised(s, count))

    def base(goal: Expression) -> Theorem:
        longer = next_power(s, assume(length))
        found = signed(longer_than(m + 1), (longer,))
        return recounted(longer_than, identity(m + 1, m + 1 + 0), found)

    def step(goal: Expression, facts: Facts) -> Theorem:
        count = m + 1 + n
        whole = natural(count, (*facts, *assumed(length)))
        later = next_power(s, whole)
        above = at(apply(at(at_least_1(), s), assume(LONG)), whole)
        known = later, facts[-1], above, assume(LONG)
        found = signed(longer_than(count + 1), known, products=((above, assume(LONG)),))
        return recounted(longer_than, identity(count + 1, m + 1 + (n + 1)), found)

    found = by_induction(lambda count: longer_than(m + 1 + count), base, step)
    return under(under(found, length), member(s, REALS), LONG)
