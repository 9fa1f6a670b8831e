"""Sums over the times of shares of pairs whose powers leave one remainder, which are not negative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from proofs.zheng2024.formal.on_line.line_formulas import T
from symbolic.core.expressions import Expression, Node, nodes, opened, written
from symbolic.core.rules.integers import empty_sum, induction, next_sum
from symbolic.core.rules.logic import apply, assume, choose, conjoin, either, parts, rewrite, witness
from symbolic.core.rules.membership import integral, next_integer
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    at_most,
    conjunction,
    disjunction,
    equal,
    exists,
    function,
    implies,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.goals.usual_terms import leaves, power_sum
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.remainders import remainder
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, rewritten, swapped, under, whichever

t, q = real("t"), real("q")
WHOLE = member(q, INTEGERS)
LENGTH = member(T, integers_from(2))


@dataclass(frozen=True)
class Shares:
    """Where eigenvalues are roots of unity of order m, and a prompt has `n = t − 1` pairs, `n = m f + ρ`."""

    order: int

    def over_times(self, rest: int, power: int) -> Expression:
        """`Σ_{t=2}^{T−1} 1[t leaves r]/(t − 1)ᵏ`."""
        counts = leaves(t, self.order, rest)
        below = t - 1 if power == 1 else (t - 1) ** 2
        return total(t, 2, T - 1, counts / below)

    def combined(self, times: Fraction, *weights: Callable[[int], Fraction]) -> Expression:
        """`Σ_{t=2}^{T−1} (c + w₁(ρ)/n + w₂(ρ)/n²)`; what the largest ρ has stands before the sums of all."""
        last = self.order - 1
        found = times * (T - 2)
        for power, weight in enumerate(weights, start=1):
            found = found + weight(last) * power_sum(T - 2, power)
            for rest in range(last):
                found = found + (weight(rest) - weight(last)) * self.over_times(rest + 1, power)
        return found

    @cached_property
    def sums(self) -> tuple[Expression, Expression, Expression]:
        """`Σ f/n`, `Σ (n² + ρ (m − ρ))/(m n²)` and `Σ (f/n)²`."""
        m = self.order
        return (
            self.combined(Fraction(1, m), lambda ρ: Fraction(-ρ, m)),
            self.combined(Fraction(1, m), lambda _: Fraction(0), lambda ρ: Fraction(ρ * (m - ρ), m)),
            self.combined(Fraction(1, m * m), lambda ρ: Fraction(-2 * ρ, m * m), lambda ρ: Fraction(ρ * ρ, m * m)),
        )

    def says(self, length: Expression) -> Expression:
        """That none of them is negative."""
        (body,) = parts(function(T, body=conjunction(*(at_most(0, each) for each in self.sums))), "abstraction")
        return opened(body, (length,))

    @cached_property
    def not_negative(self) -> Theorem:
        """`∀T ∈ {2, 3, …}: none of them is negative`."""
        step = implies(self.says(T), self.says(T + 1))
        rests = at(some_remainder(self.order), belonging(T, integers_from(0), assumed(LENGTH)))
        places = {each: rest for rest, each in enumerate(parts(rests.conclusion, "or"))}

        def case(facts: Facts) -> Theorem:
            return self._at_remainder(facts[0], places[facts[0].conclusion], step)

        later = under(whichever(step, rests, *(case for _ in places)), LENGTH)
        return induction(function(T, body=self.says(T)), integral(written(2)), self._start(), later)

    def _start(self) -> Theorem:
        """At T = 2 there are no times."""
        start = self.says(written(2))
        sums = dict.fromkeys(each for each in nodes(start) if each.head == "total")
        none = tuple(empty_sum(each, signed(less(each.parts[1], each.parts[0]))) for each in sums)
        least = (parts(each, "at_most")[1] for each in parts(start, "and"))
        return conjoin(*(signed(at_most(0, each), (modulo(equal(each, 0), none),)) for each in least))

    def _at_remainder(self, said: Theorem, rest: int, step: Expression) -> Theorem:
        """One time more, where T leaves this remainder."""
        body = opened(parts(said.conclusion, "exists")[1], (q,))
        equation, length = assume(body), parts(body, "equal")[1]
        low = rewritten(equation, signed(at_most(2, T), assumed(LENGTH)))
        (inside,) = parts(function(T, body=step), "abstraction")
        later = apply(self._one_more(length, rest), low)
        return choose(q, said, rewrite(Node("abstraction", (inside,), 1), swapped(equation), later))

    def _one_more(self, length: Expression, rest: int) -> Theorem:
        """`2 ≤ T ⇒ says(T) ⇒ says(T + 1)` where T is `m q + r`."""
        low, before = assume(at_most(2, length)), assume(self.says(length))
        pairs, ρ = length - 1, (rest - 1) % self.order
        count = signed(less(0, pairs), (low,))
        square = signed(less(0, pairs**2), (count,), products=((count, count),))
        full = _whole(q if rest else q - 1, low)
        known = (count, square, *self._divisors(length, count))
        share = signed(at_most(0, parts(full.conclusion, "at_most")[1] / pairs), (full, count), products=((count,),))
        _, shared = parts(share.conclusion, "at_most")
        alike = Fraction(1, self.order) + Fraction(ρ * (self.order - ρ), self.order) / pairs**2
        values = (
            share,
            signed(at_most(0, alike), (square,), products=((square,),)),
            signed(at_most(0, shared**2), known, squares=(shared,)),
        )
        added, ahead = self._added(length, rest), self.says(length + 1)

        def of(more: Expression, old: Theorem, value: Theorem) -> Theorem:
            before_, worth = (parts(each.conclusion, "at_most")[1] for each in (old, value))
            same = modulo(equal(parts(more, "at_most")[1], before_ + worth), added, known)
            return signed(more, (same, old, value, *known))

        found = map(of, parts(ahead, "and"), conjuncts(before), values)
        return under(conjoin(*found), low.conclusion, before.conclusion)

    def _divisors(self, length: Expression, count: Theorem) -> Facts:
        """What is divided by at the new time is positive: the number of pairs, as it is written there."""
        forms = length + 1 - 2, length + 1 - 1 - 1
        first = tuple(signed(less(0, each), (count,)) for each in forms)
        return *first, *(
            signed(less(0, form**2), (one,), products=((one, one),)) for form, one in zip(forms, first, strict=True)
        )

    def _added(self, length: Expression, rest: int) -> Facts:
        """What the sums have more than one time before."""
        whole = assume(WHOLE)
        ends = ((length - 2, length + 1 - 2), (length - 1, length + 1 - 1))
        found, indicators = [], []
        says = self.says(length)
        for each in dict.fromkeys(node for node in nodes(says) if node.head == "total" and not node.loose):
            before, after = next(pair for pair in ends if pair[0] == each.parts[1])
            first = each.parts[0]
            integer = integral(before, whole)
            longer = next_sum(each, integer, signed(at_most(first, before + 1), (assume(at_most(2, length)),)))
            found.append(rewritten(identity(before + 1, after), longer))
        for more in found:
            for node in nodes(more.conclusion):
                if node.head == "indicator" and not node.loose:
                    indicators.append(remainder(node, whole, self.order, rest - _remainder_of(node)))
        return *found, *indicators


def _remainder_of(indicator_: Node) -> int:
    """r in `1[∃i ∈ ℤ: n = m i + r]`."""
    _, body = parts(indicator_.parts[0], "exists")
    value = parts(parts(body, "equal")[1], "add")[1]
    assert isinstance(value, Node)
    assert isinstance(value.value, Fraction)
    return int(value.value)


def _whole(full: Expression, low: Theorem) -> Theorem:
    """`0 ≤ f`, an integer above −1."""
    above = signed(less(-1, full), (low,))
    following = next_integer(integral(written(-1)), integral(full, assume(WHOLE)), above)
    return signed(at_most(0, full), (following,))


@cache
def some_remainder(order: int) -> Theorem:
    """`∀n ∈ {0, 1, …}: n leaves a remainder r from 0 to m − 1`."""

    def leaves_(count: Expression, rest: int) -> Expression:
        return exists(q, INTEGERS, equal(count, order * q + rest))

    def says(count: Expression) -> Expression:
        return disjunction(*(leaves_(count, rest) for rest in range(order)))

    def leaving(count: Expression, rest: int, quotient: Expression, *facts: Theorem) -> Theorem:
        goal = leaves_(count, rest)
        whole = integral(quotient, *(each for each in facts if each.conclusion == WHOLE))
        equations = tuple((each, 1) for each in facts if each.conclusion != WHOLE)
        same = identity(count, order * quotient + rest, using=equations)
        return either(says(count), witness(goal, whole, same))

    def step(goal: Expression, facts: Facts) -> Theorem:
        def case(rest: int, said: Theorem) -> Theorem:
            equation = assume(equal(n, order * q + rest))
            more, further = ((rest + 1), q) if rest + 1 < order else (0, q + 1)
            return choose(q, said, leaving(n + 1, more, further, assume(WHOLE), equation))

        proofs = (lambda known, rest=rest: case(rest, known[0]) for rest in range(order))
        return whichever(goal, facts[-1], *proofs)

    return by_induction(says, lambda goal: leaving(written(0), 0, written(0)), step)
