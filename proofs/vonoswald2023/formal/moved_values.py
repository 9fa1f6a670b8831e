"""Of eigenvalues between l and L a step with `2γL ≤ 1` makes `λ (1 − γλ)²`, whose quotients are less than L/l."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, rewrite
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    function,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import under, whichever

γ, l, L = map(real, ("γ", "l", "L"))


def moved(eigenvalue: Expression) -> Expression:
    """`λ (1 − γλ)²`."""
    return eigenvalue * (1 - γ * eigenvalue) ** 2


a, b = real("_a"), real("_b")
BETWEEN = at_most(l, a), at_most(a, L), at_most(l, b), at_most(b, L)


def _between(x: Expression) -> Expression:
    """`(f(b) − f(x))/(b − x)`."""
    return 1 - 2 * γ * (b + x) + γ**2 * (b**2 + b * x + x**2)


GIVEN = (less(0, l), less(l, L), less(0, γ), at_most(2 * γ * L, 1), *BETWEEN)


@cache
def _signs() -> dict[str, Theorem]:
    """What follows of two eigenvalues a and b between l and L, where `2γL ≤ 1`."""
    small, _, forward, short, low, high, _, high_b = map(assume, GIVEN)
    room = signed(at_most(2 * γ * a, 1), (short, forward, high), products=((forward, high),))
    room_b = signed(at_most(2 * γ * b, 1), (short, forward, high_b), products=((forward, high_b),))
    rest, first = signed(less(0, 1 - γ * a), (room,)), signed(less(0, a), (small, low))
    least = signed(less(0, 1 - γ * l), (room, low, forward), products=((forward, low),))
    return {
        "room_b": room_b,
        "rest": rest,
        "first": first,
        "least": least,
        "most": signed(less(0, 1 - γ * L), (short,)),
        "both": signed(less(0, 2 - γ * (a + l)), (rest, least)),
    }


def beside_smallest() -> Theorem:
    """`l f(a) < L f(l)`."""
    small, wide, forward, _, low, high, *_ = map(assume, GIVEN)
    known = _signs()
    first, least, both = known["first"], known["least"], known["both"]
    inner = less(a * (1 - γ * a) ** 2, L * (1 - γ * l) ** 2)

    def below(order: Facts) -> Theorem:
        products = (order[0], least, least), (first, forward, low, both)
        return signed(inner, (order[0], least, first, forward, low, both), products=products)

    def there(same: Facts) -> Theorem:
        strict = signed(less(l, a), (same[0], wide))
        facts = strict, first, forward, both, same[0]
        return signed(inner, facts, products=((strict, first, forward, both),), scales=((1 - γ * l) ** 2,))

    def above(order: Facts) -> Theorem:
        return signed(inner, (order[0], high))

    found = whichever(inner, trichotomy(a, L), below, there, above)
    return signed(less(l * moved(a), L * moved(l)), (found, small), products=((found, small),))


def beside_largest() -> Theorem:
    """`l f(a) < L f(L)`, as `x (1 − γx)` rises up to L."""
    small, wide, forward, short, low, high, *_ = map(assume, GIVEN)
    known = _signs()
    first, rest, most = known["first"], known["rest"], known["most"]
    goal_ = less(l * moved(a), L * moved(L))

    def below(order: Facts) -> Theorem:
        rises = signed(less(0, 1 - γ * (L + a)), (short, order[0], forward), products=((forward, order[0]),))
        products = (first, rest), (first, most), (high, most)
        both = signed(
            less(0, L * (1 - γ * L) + a * (1 - γ * a)), (first, rest, most, wide, small, high), products=products
        )
        facts = order[0], rises, both, first, low, rest
        return signed(goal_, facts, products=((order[0], rises, both), (first, low, rest, rest)))

    def there(same: Facts) -> Theorem:
        strict, hole = signed(less(l, a), (same[0], wide)), real("_hole")
        found = signed(less(l * moved(a), a * moved(a)), (strict, first, rest), products=((strict, first, rest, rest),))
        return rewrite(function(hole, body=less(l * moved(a), hole * moved(hole))), same[0], found)

    return whichever(goal_, trichotomy(a, L), below, there, lambda order: signed(goal_, (order[0], high)))


@cache
def values() -> Theorem:
    """`0 < f(b)` and `l f(a) < L f(b)` for a and b from l to L, where `0 < l < L`, `0 < γ` and `2γL ≤ 1`.

    At least one of f(l) and f(L) is at most f(b).
    """
    small, wide, forward, short, _, _, low, high = map(assume, GIVEN)
    room = _signs()["room_b"]
    rest, second = signed(less(0, 1 - γ * b), (room,)), signed(less(0, b), (small, low))
    positive = signed(less(0, moved(b)), (second, rest), products=((second, rest, rest),))
    goal_, large = less(l * moved(a), L * moved(b)), signed(less(0, L), (small, wide))

    def falls(order: Facts) -> Theorem:
        low_there = signed(at_most(_between(L), 0), order)
        more = signed(at_most(moved(L), moved(b)), (low_there, high), products=((low_there, high),))
        return signed(goal_, (beside_largest(), more, large), products=((large, more),))

    def rises(order: Facts) -> Theorem:
        products = (forward, short), (forward, room), (forward, forward, wide), (forward,)
        slope = signed(at_most(0, 2 * γ - γ**2 * (b + l + L)), (forward, short, room, wide), products=products)
        least = signed(less(0, _between(l)), (order[0], slope, wide), products=((slope, wide),))
        more = signed(at_most(moved(l), moved(b)), (least, low), products=((least, low),))
        return signed(goal_, (beside_smallest(), more, large), products=((large, more),))

    found = whichever(goal_, trichotomy(_between(L), written(0)), falls, falls, rises)
    return under(conjoin(positive, found), *(member(each, REALS) for each in (γ, l, L, a, b)), *GIVEN)
