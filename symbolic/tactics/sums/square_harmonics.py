"""What the theorems need of `H(n)` beside `1 + 1/4 + … + 1/n²`, by induction."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from symbolic.core.expressions import Expression, Node, Sort, fresh, nodes, opened, written
from symbolic.core.rules.integers import induction, next_sum
from symbolic.core.rules.logic import conjoin, parts, rewrite
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    at_most,
    conjunction,
    equal,
    function,
    integers_from,
    less,
    member,
    total,
)
from symbolic.tactics.evaluated import equations
from symbolic.tactics.finite_laws import evaluated
from symbolic.tactics.harmonic_numbers import harmonic, i, n
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, proved, replaced, swapped, under


def squares(count: Number) -> Expression:
    """`1 + 1/4 + … + 1/n²`."""
    return total(i, 1, count, 1 / i**2)


def from_place(
    first: int,
    says: Callable[[Expression], Expression],
    step: Callable[[Expression, Facts], Theorem],
    base: Callable[[Expression], Theorem] | None = None,
) -> Theorem:
    """`∀n ∈ {k, k+1, …}: says(n)` by induction; the start is linear in the sums, or settled by `base`."""
    place = member(n, integers_from(first))
    start = says(written(first))
    begun = proved(start, solve=lambda goal, _: _worked_out(goal, base))
    further = under(step(says(n + 1), assumed(place, says(n))), place, says(n))
    return induction(function(n, body=says(n)), integral(written(first)), begun, further)


def _worked_out(goal: Expression, base: Callable[[Expression], Theorem] | None) -> Theorem | None:
    """An inequality about sums up to given numbers: they are replaced by their values, then it is settled."""
    if not isinstance(goal, Node) or goal.head not in ("at_most", "less"):
        return None
    sums = [node for node in nodes(goal) if node.head == "total"]
    if not sums:
        return base(goal) if base else signed(goal)
    hole = fresh(Sort.REAL, goal)
    predicate = function(hole, body=replaced(goal, sums[0], hole))
    value = modulo(equal(sums[0], _value(sums[0])), equations(sums[0]))
    found = _worked_out(opened(predicate.parts[0], (_value(sums[0]),)), base)
    assert found is not None
    return rewrite(predicate, swapped(value), found)


def _value(term: Node) -> Expression:
    """The value of a sum of numbers."""
    least, greatest, body = term.parts
    terms = (evaluated(opened(body, (written(k),))) for k in range(int(evaluated(least)), int(evaluated(greatest)) + 1))
    return written(sum(terms, Fraction(0)))


def one_more(facts: Facts) -> Facts:
    """The next terms of both sums, `0 < n + 1`, and `0 < 1/(n+1)`, where n is at least 1."""
    integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
    order = signed(at_most(1, n + 1), facts)
    later = signed(less(0, n + 1), facts)
    added = (next_sum(each(n), integer, order) for each in (harmonic, squares))
    return *added, later, positive((n + 1) ** 2, (later,))


@cache
def both_sums() -> Theorem:
    """`∀n ∈ {1, 2, …}: 1 ≤ S(n), S(n) ≤ H(n) and 2 S(n) ≤ H(n) + 1`, S being the sum of the squares."""

    def says(count: Expression) -> Expression:
        one, two = harmonic(count), squares(count)
        return conjunction(at_most(1, two), at_most(two, one), at_most(2 * two, one + 1))

    def step(goal: Expression, facts: Facts) -> Theorem:
        h_more, s_more, later, square = one_more(facts)
        least = signed(at_most(1, n), facts)
        term = positive(1 / (n + 1) ** 2, (square,))
        double = signed(
            at_most(2 / (n + 1) ** 2, 1 / (n + 1)),
            (least, later, square),
            products=((square,), (later,), (later, least)),
        )
        used = (*facts, h_more, s_more, term, double, later, square)
        return conjoin(*(signed(each, used) for each in parts(goal, "and")))

    return from_place(1, says, step)


@cache
def below_count() -> Theorem:
    """`∀n ∈ {2, 3, …}: H(n) + 1/2 ≤ n`."""

    def step(goal: Expression, facts: Facts) -> Theorem:
        h_more, _, later, _ = one_more(facts)
        small = signed(at_most(1 / (n + 1), 1), (*facts[1:3], later), products=((later,),))
        return signed(goal, (facts[-1], h_more, small, later))

    return from_place(2, lambda count: at_most(harmonic(count) + Fraction(1, 2), count), step)


@cache
def from_two() -> Theorem:
    """`∀n ∈ {2, 3, …}: 2 H(n) ≤ n + 1, 8 H(n)² ≤ 9 n and 5 ≤ 4 S(n)`, S being the sum of the squares."""

    def says(count: Expression) -> Expression:
        one, two = harmonic(count), squares(count)
        return conjunction(at_most(2 * one, count + 1), at_most(8 * one**2, 9 * count), at_most(5, 4 * two))

    def step(goal: Expression, facts: Facts) -> Theorem:
        h_more, s_more, later, square = one_more(facts)
        share = positive(1 / (n + 1), (later,))
        third = signed(at_most(1 / (n + 1), Fraction(1, 3)), (*facts[1:3], later), products=((later,),))
        low, high, last = (fact for fact in facts if fact.conclusion in parts(says(n), "and"))
        ratio = signed(at_most(2 * harmonic(n) / (n + 1), 1), (low, later), products=((later,),))
        count, quadratic, sums = parts(goal, "and")
        scales = harmonic(n + 1), harmonic(n), 1 / (n + 1)
        first = signed(count, (low, h_more, third, later))
        used = high, ratio, third, share, h_more, later
        second = signed(quadratic, used, products=((share, third), (share,)), scales=scales)
        return conjoin(first, second, signed(sums, (last, s_more, positive(1 / (n + 1) ** 2, (square,)), square)))

    return from_place(2, says, step)


@cache
def from_three() -> Theorem:
    """`∀n ∈ {3, 4, …}: 108 H(n)² ≤ 121 n, 4 H(n) − 13/3 ≤ n, 4 S(n) − 65/18 ≤ H(n) and 49/36 ≤ S(n)`."""

    def says(count: Expression) -> Expression:
        one, two = harmonic(count), squares(count)
        return conjunction(
            at_most(108 * one**2, 121 * count),
            at_most(4 * one - Fraction(13, 3), count),
            at_most(4 * two - Fraction(65, 18), one),
            at_most(Fraction(49, 36), two),
        )

    def step(goal: Expression, facts: Facts) -> Theorem:
        h_more, s_more, later, square = one_more(facts)
        before = [fact for fact in facts if fact.conclusion in parts(says(n), "and")]
        share = positive(1 / (n + 1), (later,))
        quarter = signed(at_most(1 / (n + 1), Fraction(1, 4)), (*facts[1:3], later), products=((later,),))
        low = conjuncts(at(from_two(), belonging(n, integers_from(2), facts[:3])))[0]
        ratio = signed(at_most(2 * harmonic(n) / (n + 1), 1), (low, later), products=((later,),))
        term = positive(1 / (n + 1) ** 2, (square,))
        double = signed(
            at_most(4 / (n + 1) ** 2, 1 / (n + 1)),
            (*facts[1:3], later, square),
            products=((square,), (later,), (later, later)),
        )
        scales = harmonic(n + 1), harmonic(n), 1 / (n + 1)
        quadratic, count, sums, least = parts(goal, "and")
        used = before[0], ratio, quarter, share, h_more, later
        return conjoin(
            signed(quadratic, used, products=((share, quarter), (share,)), scales=scales),
            signed(count, (before[1], quarter, h_more, later)),
            signed(sums, (before[2], double, h_more, s_more, later, square)),
            signed(least, (before[3], term, s_more, square)),
        )

    return from_place(3, says, step)
