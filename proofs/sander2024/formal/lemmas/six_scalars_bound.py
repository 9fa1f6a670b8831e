"""How far the loss on the six scalars is above its least value at the start of ones, from below."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.six_products import (
    LENGTH,
    PRODUCTS,
    SIZES,
    at_time,
    one_before,
    paired_loss,
    products,
    reduced,
    summed,
    target,
    three_before,
    two_before,
)
from proofs.sander2024.formal.starts_of_ones import POWERS, T, d, power_sum, t
from proofs.sander2024.formal.starts_of_ones import summed as sum_of_powers
from symbolic.core.expressions import Expression, opened
from symbolic.core.expressions import bound as with_bound
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    equal,
    integers_between,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, rewritten, swapped, under
from symbolic.tactics.sums.telescoped_sums import closed_sum

SQUARES = total(t, 2, T, t**2 + (d - 1) * t)
STEP = power_sum(1) / SQUARES
"""The best product `a_3 b_1`, as it is printed."""

LEAST = d * (T - 1 - power_sum(1) ** 2 / SQUARES)
"""The least loss."""

S1, S2 = (opened(with_bound(each, (t,)), (T,)) for each in POWERS.values())
"""`Σ t` and `Σ t²` as polynomials in T."""

CURVED = S2 + (d - 1) * S1
LEAST_VALUE = d * (T - 1 - S1**2 / CURVED)
"""The least loss as a quotient of polynomials."""

FACTS = assumed(*SIZES)
l, x, s, y, z, value, c1, c2 = map(real, ("l", "x", "s", "y", "z", "v", "c1", "c2"))


@cache
def sums() -> Facts:
    """What `Σ t` and `Σ (t² + (d − 1) t)` are as polynomials in T."""
    mixed = closed_sum(t, 2, t**2 + (d - 1) * t, POWERS[2] + (d - 1) * POWERS[1])
    return sum_of_powers(1, LENGTH), at(mixed, belonging(T, integers_from(1), FACTS))


@cache
def signs() -> Facts:
    """`1 ≤ T − 1`, `0 ≤ d − 1`, `0 < Σ t` and `0 < Σ (t² + (d − 1) t)`, as polynomials."""
    length, more = signed(at_most(1, T - 1), FACTS), signed(at_most(0, d - 1), FACTS)
    first = signed(less(0, S1), (length,), degree=2)
    second = signed(less(0, S2), (length,), products=((length,) * 2, (length,) * 3))
    return length, more, first, signed(less(0, CURVED), (second, more, first), products=((more, first),))


@cache
def divisor() -> Theorem:
    """`0 < Σ (t² + (d − 1) t)`."""
    return rewritten(swapped(sums()[1]), signs()[-1])


@cache
def same_step() -> Theorem:
    """The printed product as a quotient of polynomials."""
    return modulo(equal(STEP, S1 / CURVED), sums(), (signs()[-1],))


@cache
def same_least() -> Theorem:
    """The least loss as one."""
    return modulo(equal(LEAST, LEAST_VALUE), sums(), (signs()[-1],))


def lower(products: tuple[Expression, ...]) -> Expression:
    """A lower bound of the mean square of a coordinate at the time t."""
    p, q, u, r, v, w = products
    return target(p) + ((q + u) ** 2 + (r + v) ** 2 + w**2)


@cache
def bound_at_time() -> Theorem:
    """`∀t ∈ {2, …, T}`: the lower bound is one."""
    _, q, u, r, v, w = PRODUCTS
    place = member(t, integers_between(2, T))
    facts = assumed(place)
    later, more, wide = signed(at_most(0, t - 2), facts), signed(at_most(0, d - 1), FACTS), signed(less(0, d), FACTS)
    known = later, more, wide
    s, y, cubes = q + u, r + v, ((wide,), (wide, more, later))
    one, two, three = one_before(q, u), two_before(r, v), three_before(w)
    first = signed(at_most(s**2, one), known, degree=2, products=cubes, squares=(s, (t + d - 1) * s - d * u))
    second = signed(at_most(y**2, two), known, degree=2, squares=(y, r, v))
    third = signed(at_most(w**2, three), known, degree=2, squares=(w,))
    found = signed(at_most(lower(PRODUCTS), at_time(PRODUCTS)), (first, second, third))
    return under(found, place)


def lowest(p: Expression, others: Expression) -> Expression:
    """The sum of the lower bounds, as a polynomial in T; others is `s² + y² + w²`."""
    return (T - 1) * (1 + others) - 2 * p * S1 + p**2 * CURVED


@cache
def bound() -> Theorem:
    """`∀products`: `Σ_t` of the lower bounds is at most the sum of the squares."""
    p, q, u, r, v, w = PRODUCTS
    others = (q + u) ** 2 + (r + v) ** 2 + w**2
    in_powers = (1 + others) * (t - 1) - 2 * p * POWERS[1] + p**2 * (POWERS[2] + (d - 1) * POWERS[1])
    value = at(closed_sum(t, 2, lower(PRODUCTS), in_powers), belonging(T, integers_from(1), FACTS))
    ordered = ordered_sums(bound_at_time())
    found = signed(at_most(lowest(p, others), summed(PRODUCTS)), (ordered, value))
    return under(found, *(member(each, REALS) for each in PRODUCTS))


def excess(letters: tuple[Expression, ...]) -> Theorem:
    """`l + d C (p − B)² + d (T − 1)(s² + y² + w²) ≤ L`."""
    p, q, u, r, v, w = products(letters)
    below, loss = at(bound(), *products(letters)), at(reduced(), *letters)
    wide, curved = signed(less(0, d), FACTS), signs()[-1]
    distances = p - S1 / CURVED, q + u, r + v, w
    value = LEAST_VALUE + d * CURVED * distances[0] ** 2 + d * (T - 1) * sum_of_squares(distances[1:])
    same = identity(value, d * lowest(p, sum_of_squares((q + u, r + v, w))), (curved,))
    return signed(at_most(value, paired_loss(letters)), (below, loss, same, wide, curved), products=((wide, below),))


def sum_of_squares(terms: tuple[Expression, ...]) -> Expression:
    """That of three terms."""
    one, two, three = terms
    return one**2 + two**2 + three**2


@cache
def at_bottom() -> Theorem:
    """Where `l + c1 x² + c2 (s² + y² + z²) ≤ v ≤ l` with positive c1 and c2, all four are 0."""
    given = *(member(each, REALS) for each in (l, x, s, y, z, value)), less(0, c1), less(0, c2)
    above, below = at_most(l + c1 * x**2 + c2 * sum_of_squares((s, y, z)), value), at_most(value, l)
    one, two = map(assume, given[-2:])
    known = one, two, assume(above), assume(below)
    zeros = (signed(equal(each, 0), known, products=((one,), (two,)), squares=(x, s, y, z)) for each in (x, s, y, z))
    numbers = member(c1, REALS), member(c2, REALS)
    return under(conjoin(*zeros), *numbers, *given, above, below)


@cache
def at_least_bottom() -> Theorem:
    """Where `l + c1 x² + c2 (s² + y² + z²) ≤ v` with positive c1 and c2, `l ≤ v`."""
    given = *(member(each, REALS) for each in (c1, c2, l, x, s, y, z, value)), less(0, c1), less(0, c2)
    above = at_most(l + c1 * x**2 + c2 * sum_of_squares((s, y, z)), value)
    one, two = map(assume, given[-2:])
    known = one, two, assume(above)
    return under(signed(at_most(l, value), known, squares=(x, s, y, z)), *given, above)
