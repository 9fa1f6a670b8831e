"""Sequences whose steps shrink: they converge, and what bounds their steps falls at least like a power."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.convergence import along_fewer, comparison, continuity, ordered_limits
from symbolic.core.rules.facts import monotone_limit
from symbolic.core.rules.integers import induction
from symbolic.core.rules.logic import apply, assume, choose, conjoin, parts, rewrite
from symbolic.core.rules.membership import integral
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    exists,
    for_all,
    function,
    integers_from,
    less,
    member,
    raised,
    real,
    tends,
)
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, rewritten, under, witnessed

Along = Callable[[Expression], Expression]
"""A term or a formula in the number of a step."""

PLACES = integers_from(1)
PLACE = member(n, PLACES)
s, t, X = map(real, ("s", "t", "X"))


def from_1(says: Along, base: Theorem, step: Theorem) -> Theorem:
    """`∀n ∈ {1, 2, …}: A[n]`, from `A[1]` and a theorem that says `A[n + 1]` for n in its place under `A[n]`."""
    return induction(function(n, body=says(n)), integral(written(1)), base, under(step, PLACE, says(n)))


def falling(value: Along, step: Theorem, *known: Theorem) -> Theorem:
    """`∀s ∀t: s ≤ t ⇒ v(t) ≤ v(s)`, from `∀n: v(n + 1) ≤ v(n)`, all of `{1, 2, …}`; known is what divisors need."""
    place, later, order = member(s, PLACES), member(t, PLACES), at_most(s, t)

    def says(count: Expression) -> Expression:
        return at_most(value(s + count), value(s))

    def base(goal: Expression) -> Theorem:
        now = signed(at_most(value(s), value(s)), known)
        return rewrite(function(t, body=at_most(value(t), value(s))), identity(s, s + written(0)), now)

    def following(goal: Expression, facts: Facts) -> Theorem:
        here = at(step, belonging(s + n, PLACES, (*facts[:-1], *assumed(place))))
        return signed(goal, (rewritten(identity(s + n + 1, s + (n + 1)), here), facts[-1], *known))

    facts = assumed(place, later, order)
    every = at(by_induction(says, base, following), belonging(t - s, integers_from(0), facts))
    return under(rewritten(identity(s + (t - s), t), every), place, later, order)


def from_place(theorem: Theorem, place: Number = n) -> Theorem:
    """A limit along `{1, 2, …}`, along `{m, m + 1, …}` for an m among these, by default n."""
    later = member(t, integers_from(place))
    return along_fewer(theorem, under(belonging(t, PLACES, assumed(PLACE, later)), later))


def stays(value: Expression, place: Number = n) -> Theorem:
    """A term without t tends to itself along `{m, m + 1, …}`."""
    return continuity(tends(t, integers_from(place), value, value), (), ())


@dataclass(frozen=True)
class Contraction:
    """A bound g that is not negative, with `g(n + 1) ≤ ρ g(n)` for all n; known are `0 < ρ`, `ρ < 1` and divisors."""

    bound: Along
    rate: Expression
    shrinks: Theorem
    above: Theorem
    known: Facts

    @cached_property
    def here(self) -> tuple[Theorem, Theorem]:
        """`g(n + 1) ≤ ρ g(n)` and `0 ≤ g(n)`."""
        return at(self.shrinks, assume(PLACE)), at(self.above, assume(PLACE))

    @cached_property
    def gap(self) -> Theorem:
        """`0 < 1 − ρ`."""
        return signed(less(0, 1 - self.rate), self.known[1:])

    @cached_property
    def square_shrinks(self) -> Theorem:
        """`g(n + 1)² ≤ ρ g(n)²`."""
        (smaller, now), after = self.here, at(self.above, belonging(n + 1, PLACES, assumed(PLACE)))
        low, below, *more = self.known
        one, other = self.bound(n + 1), self.bound(n)
        longer = signed(
            at_most(one**2, (self.rate * other) ** 2),
            (smaller, now, after, low, *more),
            products=((smaller, after), (smaller, now, low)),
        )
        return signed(
            at_most(one**2, self.rate * other**2),
            (longer, low, below, *more),
            products=((low, below),),
            squares=(other,),
        )

    @cached_property
    def powers(self) -> Theorem:
        """`∀n: g(n)² ≤ g(1)²/ρ · ρⁿ`."""
        low, *_ = self.known
        first = self.bound(written(1)) ** 2 / self.rate

        def says(count: Expression) -> Expression:
            return at_most(self.bound(count) ** 2, first * raised(self.rate, count))

        one = rewritten(identity(written(0) + 1, 1), next_power(self.rate, belonging(0, integers_from(0))))
        base = signed(
            says(written(1)), (one, power_to_nothing(self.rate), *self.known), scales=(1, first, first * self.rate)
        )
        before, facts = assume(says(n)), assumed(PLACE)
        grown = next_power(self.rate, belonging(n, integers_from(0), facts))
        used = before, self.square_shrinks, grown, *self.known
        return from_1(says, base, signed(says(n + 1), used, products=((before, low),), scales=(1, first)))

    @cached_property
    def slow(self) -> Theorem:
        """`∀n: n g(n)² ≤ g(1)²/(1 − ρ)`."""
        low, below, *more = self.known
        room = 1 - self.rate
        first = self.bound(written(1)) ** 2

        def says(count: Expression) -> Expression:
            return at_most((1 + (count - 1) * room) * self.bound(count) ** 2, first)

        base = signed(says(written(1)), tuple(more))
        facts = assumed(PLACE)
        before, place = assume(says(n)), facts[-1]
        gap = signed(less(0, room), (below, *more))
        smaller, value = self.square_shrinks, self.bound(n)
        products = (smaller, gap), (smaller, place, gap), (gap, gap), (gap, gap, place)
        used = before, smaller, place, gap, low, *more
        step = signed(says(n + 1), used, products=products, squares=(value,))
        every = from_1(says, base, step)
        now = at(every, assume(PLACE))
        goal = at_most(n * value**2, first / room)
        return under(
            signed(goal, (now, gap, place, *self.known), products=((gap,), (low,), (now, gap)), squares=(value,)), PLACE
        )

    @cached_property
    def fades(self) -> Theorem:
        """`g(n) → 0`."""
        below, *more = self.known[1:]
        slow = at(self.slow, assume(PLACE))
        most = self.bound(written(1)) ** 2 / (1 - self.rate)
        gap = signed(less(0, 1 - self.rate), (below, *more))
        near = signed(at_most(n * (self.bound(n) - 0) ** 2, most), (slow, gap, *more))
        return comparison(tends(n, PLACES, self.bound(n), 0), under(near, PLACE))

    def room(self, size: Number) -> Expression:
        """What a sequence with steps of at most `K g(n)` is from its limit, over `g(n)`."""
        return written(size) / (1 - self.rate)

    def near(self, term: Along, size: Number, limit: Expression) -> Expression:
        """`∀n: −L g(n) ≤ x(n) − X ≤ L g(n)`, `L = K/(1 − ρ)`."""
        most = self.room(size) * self.bound(n)
        return for_all(n, PLACES, conjunction(at_most(-most, term(n) - limit), at_most(term(n) - limit, most)))

    def settles(self, term: Along, size: Number, steps: Theorem, sign_of_size: Theorem) -> Theorem:
        """`∃X ∀n: |x(n) − X| ≤ L g(n)`, from `∀n: −K g(n) ≤ x(n + 1) − x(n) ∧ x(n + 1) − x(n) ≤ K g(n)` and `0 ≤ K`.

        From above x comes with `L g` on it and from below with that off it; both are monotone.
        """
        gap, more = self.gap, self.known[2:]
        room = self.room(size)
        roomy = signed(at_most(0, room), (sign_of_size, gap, *more), products=((gap,),))
        (smaller, _), (down, up) = self.here, conjuncts(at(steps, assume(PLACE)))

        def side(sign: int) -> Along:
            return lambda place: sign * term(place) + room * self.bound(place)

        def falls(sign: int) -> Theorem:
            value, used = side(sign), (up if sign > 0 else down, smaller, gap, roomy, *more)
            step = signed(at_most(value(n + 1), value(n)), used, products=((roomy, smaller), (gap,)))
            return falling(value, under(step, PLACE), gap, *more)

        above, other = falls(1), falls(-1)
        goes = tends(n, PLACES, side(1)(n), X)
        found = self._between(side, above, other, assume(goes), roomy, gap, *more)
        close = self._close(term, size, (*found, gap, *more))
        close = witnessed(self.limit_exists(term, size), close, X)
        return choose(X, self._limit(side, above, other, roomy, gap, *more), close)

    def limit_exists(self, term: Along, size: Number) -> Expression:
        """`∃X ∀n: |x(n) − X| ≤ L g(n)`."""
        return exists(X, REALS, self.near(term, size, X))

    def _limit(self, side: Callable[[int], Along], above: Theorem, other: Theorem, *signs: Theorem) -> Theorem:
        """`x + L g` has a limit, being at least what `x − L g` is at first."""
        facts = assumed(PLACE)
        low = apply(at(other, 1, facts[0]), facts[-1])
        size = self.here[1]
        least = -side(-1)(written(1))
        bounded = signed(at_most(least, side(1)(n)), (low, size, *signs), products=((signs[0], size),))
        return monotone_limit(PLACES, function(n, body=side(1)(n)), above, under(bounded, PLACE))

    def _between(
        self, side: Callable[[int], Along], above: Theorem, other: Theorem, goes: Theorem, *signs: Theorem
    ) -> tuple[Theorem, Theorem]:
        """`X ≤ x(n) + L g(n)` and `x(n) − L g(n) ≤ X`."""
        here, later = assume(PLACE), member(t, integers_from(n))
        facts = assumed(PLACE, later)
        order, there = facts[-1], belonging(t, PLACES, facts)
        high, low = (apply(at(each, here, there), order) for each in (above, other))
        size = at(self.above, there)
        below = signed(at_most(-side(-1)(n), side(1)(t)), (low, size, *signs), products=((signs[0], size),))
        goes = from_place(goes)
        most = ordered_limits(goes, stays(side(1)(n)), under(high, later))
        return most, ordered_limits(stays(-side(-1)(n)), goes, under(below, later))

    def _close(self, term: Along, size: Number, found: Facts) -> Theorem:
        _, body = parts(self.near(term, size, X), "for_all")
        both = parts(opened(body, (n,)), "and")
        return under(conjoin(*(signed(each, found) for each in both)), PLACE)

    def tends_there(self, term: Along, size: Number, near: Theorem, limit: Expression) -> Theorem:
        """`x(n) → X`, from `∀n: |x(n) − X| ≤ L g(n)`."""
        gap, more = self.gap, self.known[2:]
        first = self.bound(written(1)) ** 2 / (1 - self.rate)
        room, value = self.room(size), self.bound(n)
        one, other = conjuncts(at(near, assume(PLACE)))
        order, slow = assumed(PLACE)[-1], at(self.slow, assume(PLACE))
        square = signed(
            at_most((term(n) - limit) ** 2, (room * value) ** 2), (one, other, gap, *more), products=((one, other),)
        )
        close = signed(
            at_most(n * (term(n) - limit) ** 2, room**2 * first),
            (square, slow, order, gap, *more),
            products=((order, square), (square,), (slow,)),
            squares=(room,),
        )
        return comparison(tends(n, PLACES, term(n), limit), under(close, PLACE))
