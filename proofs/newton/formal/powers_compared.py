"""Powers of 2 and 3: that they are positive integers, and how `3^k` compares with `2^(k+1) − 1` and `2^(k+2) + 1`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.integers import induction
from symbolic.core.rules.logic import assume, conjoin, part
from symbolic.core.rules.membership import integral, meant
from symbolic.core.rules.powers import next_power, power_to_nothing, power_to_number
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    function,
    integers_from,
    less,
    member,
    raised,
    real,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, swapped, under
from symbolic.tactics.whole_matrices.iterated_matrices import over_steps, recounted

k = real("k")


def two(count: Expression) -> Expression:
    """`2^k`."""
    return raised(2, count)


def three(count: Expression) -> Expression:
    """`3^k`."""
    return raised(3, count)


def lower(count: Expression) -> Expression:
    """`2^(k+1) − 1`."""
    return 2 * two(count) - 1


def upper(count: Expression) -> Expression:
    """`2^(k+2) + 1`."""
    return 4 * two(count) + 1


def compared(last: int = 3) -> Expression:
    """`2^(k+1) − 1 ≤ 3^k`, with equality at 0 and 1 only; `3^k < 2^(k+2) + 1` for k up to 3, and for no other."""
    natural, later, beyond = (member(k, integers_from(least)) for least in (0, 2, last + 1))
    return conjunction(
        quantified(at_most(lower(k), three(k)), natural),
        *(equal(lower(written(n)), three(written(n))) for n in (0, 1)),
        quantified(less(lower(k), three(k)), later),
        *(less(three(written(n)), upper(written(n))) for n in range(last + 1)),
        quantified(at_most(upper(k), three(k)), beyond),
    )


@cache
def numbers(base: int) -> Theorem:
    """`∀k: b^k ∈ {1, 2, …}`."""
    place = integers_from(1)

    def step(before: Theorem, known: Facts) -> Theorem:
        larger = belonging(raised(base, k) * base, place, (*known, *assumed(before.conclusion)))
        power = swapped(next_power(written(base), assume(member(k, integers_from(0)))))
        return recounted(lambda power_: member(power_, place), power, larger)

    one = recounted(lambda power_: member(power_, place), swapped(power_to_nothing(written(base))), belonging(1, place))
    return over_steps(lambda count: member(raised(base, count), place), k, one, step)


def explicit(number: int) -> Facts:
    """What `2^n` and `3^n` are for a number n."""
    return tuple(
        modulo(equal(raised(base, number), base**number), (power_to_number(written(base), number),)) for base in (2, 3)
    )


def from_number(least: int, says: Callable[[Expression], Expression]) -> Theorem:
    """`∀k ∈ {n, n + 1, …}` of an inequality between both, by induction."""
    membership = member(k, integers_from(least))
    known = assumed(membership)
    natural = belonging(k, integers_from(0), known)
    powers = tuple(next_power(written(base), natural) for base in (2, 3))
    before = assume(says(k))
    after = signed(says(k + 1), (before, *powers, least_power(natural)))
    step = under(after, membership, before.conclusion)
    base = signed(says(written(least)), explicit(least))
    return induction(function(k, body=says(k)), integral(written(least)), base, step)


def least_power(natural: Theorem) -> Theorem:
    """`1 ≤ 2^k`."""
    return part(1, meant(at(numbers(2), natural)))


def comparison() -> Theorem:
    """That."""
    small = from_number(0, lambda count: at_most(lower(count), three(count)))
    strict = from_number(2, lambda count: less(lower(count), three(count)))
    large = from_number(4, lambda count: at_most(upper(count), three(count)))
    equalities = (modulo(equal(lower(written(n)), three(written(n))), explicit(n)) for n in (0, 1))
    below = (signed(less(three(written(n)), upper(written(n))), explicit(n)) for n in range(4))
    return conjoin(small, *equalities, strict, *below, large)
