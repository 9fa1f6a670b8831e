"""What proofs need of finite sums beside harmonic ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symbolic.core.expressions import Expression, Node, Sort, Variable, bound, fresh, opened, written
from symbolic.core.rules.integers import empty_sum, equal_sums, next_sum
from symbolic.core.rules.logic import assume, deny, excluded_middle, instantiate, parts, reflexive, rewrite
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    REALS,
    Number,
    at_most,
    equal,
    function,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    total,
)
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, conjuncts, indicated, modulo, under, whichever

c, i, j = map(real, "cij")

Equations = Callable[[Expression, Facts], Facts]
"""Equations for a summand, from what is known where it counts."""


def sum_to(term: Expression, closed: Expression) -> Theorem:
    """`∀n ∈ {0, 1, …}: Σ_{i=1}^{n} f(i) = F(n)`, where `F(0) = 0` and `F(n+1) = F(n) + f(n+1)` as polynomials."""

    def says(count: Expression) -> Expression:
        return equal(total(i, 1, count, term), opened(bound(closed, (n,)), (count,)))

    def base(goal: Expression) -> Theorem:
        left, right = parts(goal, "equal")
        return identity(left, right, using=((empty_sum(left, signed(less(0, 1))), 1),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        added = next_sum(total(i, 1, n, term), integer, signed(at_most(1, n + 1), facts))
        left, right = parts(goal, "equal")
        return identity(left, right, using=((added, 1), (facts[-1], 1)))

    return by_induction(says, base, step)


def constant_sum() -> Theorem:
    """`∀c ∈ ℝ ∀n ∈ {0, 1, …}: Σ_{i=1}^{n} c = n c`."""
    return under(sum_to(c, n * c), member(c, REALS))


def separate_sums(numbers: Sequence[Number], sums: Sequence[Expression], known: Facts = ()) -> Theorem:
    """`∀n ∈ {0, 1, …}: Σ_{i=1}^{n} (c₁ f₁(i) + …) = c₁ Σ_{i=1}^{n} f₁(i) + …`, given the cₖ and `Σ_{i=1}^{·} fₖ(i)`.

    The summand on the left is the sum of the products `cₖ fₖ(i)`, as they are given; known is what divisors need.
    """
    numbers = tuple(map(written, numbers))
    bodies = [opened(parts(each, "total")[2], (i,)) for each in sums]
    terms = tuple(number * body for number, body in zip(numbers, bodies, strict=True))
    combined = Node("add", terms)

    def separated(m: Expression) -> tuple[Expression, ...]:
        return tuple(total(i, 1, m, body) for body in (combined, *bodies))

    def says(m: Expression) -> Expression:
        left, *right = separated(m)
        return equal(left, Node("add", tuple(c * each for c, each in zip(numbers, right, strict=True))))

    def divided(goal: Expression, equations: Facts, *more: tuple[Theorem, Number]) -> Theorem:
        left, right = parts(goal, "equal")
        using = ((equations[0], 1), *((e, -c) for e, c in zip(equations[1:], numbers, strict=True)), *more)
        return identity(left, right, known, using)

    def base(goal: Expression) -> Theorem:
        return divided(goal, tuple(empty_sum(each, signed(less(0, 1))) for each in separated(written(0))))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        order = signed(at_most(1, n + 1), facts[:-1])
        return divided(goal, tuple(next_sum(each, integer, order) for each in separated(n)), (facts[-1], 1))

    return by_induction(says, base, step)


def combined_sum(
    term: Expression,
    numbers: Sequence[Number],
    sums: Sequence[Expression],
    count: Theorem,
    place: Variable,
    each: Theorem | None = None,
    known: Facts = (),
) -> Theorem:
    """`Σ_i f(i) = c₁ Σ_i f₁(i) + …` over i from 1 on, from `f(i) = c₁ f₁(i) + …` at a free place i, or as an identity.

    `count` is that the number of summands is an integer from 0 on; known is what divisors need. Variables that are free
    in the summands are not called i or n.
    """
    least, greatest, inside = parts(term, "total")
    bodies = (opened(parts(one, "total")[2], (place,)) for one in sums)
    combined = Node("add", tuple(number * body for number, body in zip(numbers, bodies, strict=True)))
    same = identity(opened(inside, (place,)), combined, known, ((each, 1),) if each else ())
    over = equal_sums(under(same, member(place, integers_between(least, greatest))))
    apart = instantiate(separate_sums(numbers, sums, known), count)
    value = Node("add", tuple(number * one for number, one in zip(numbers, sums, strict=True)))
    return identity(term, value, known, ((over, 1), (apart, 1)))


def first_apart(place: Variable, term: Expression) -> Theorem:
    """`∀n ∈ {0, 1, …}: Σ_{i=1}^{n+1} f(i) = f(1) + Σ_{i=1}^{n} f(i+1)`, for a term f in the variable i."""
    least = written(1)
    moved, first = (opened(bound(term, (place,)), (at,)) for at in (place + 1, least))

    def says(count: Expression) -> Expression:
        return equal(total(place, 1, count + 1, term), first + total(place, 1, count, moved))

    def base(goal: Expression) -> Theorem:
        none = (empty_sum(total(place, 1, 0, each), signed(less(0, 1))) for each in (term, moved))
        one = next_sum(total(place, 1, 0, term), integral(written(0)), signed(at_most(1, written(0) + 1)))
        place_ = identity(written(0) + 1, least)
        value = opened(bound(term, (place,)), (written(0) + 1,))
        hole = fresh(Sort.REAL, term)
        at_first = rewrite(
            function(hole, body=equal(value, opened(bound(term, (place,)), (hole,)))), place_, reflexive(value)
        )
        return modulo(goal, (one, *none, at_first))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        later = signed(at_most(1, n + 1 + 1), facts)
        longer = next_sum(total(place, 1, n + 1, term), integral(n + 1, integer), later)
        more = next_sum(total(place, 1, n, moved), integer, signed(at_most(1, n + 1), facts))
        return modulo(goal, (longer, more, facts[-1]))

    return by_induction(says, base, step)


def sum_of_shifted(place: Variable, term: Expression, shift: Expression) -> Theorem:
    """`∀n ∈ {0, 1, …}: Σ_{i=1}^{n} (f(i) + c) = Σ_{i=1}^{n} f(i) + n c`, for a term f in the variable i."""

    def sums(count: Expression) -> tuple[Expression, Expression]:
        return total(place, 1, count, term + shift), total(place, 1, count, term)

    def says(count: Expression) -> Expression:
        shifted, plain = sums(count)
        return equal(shifted, plain + count * shift)

    def base(goal: Expression) -> Theorem:
        return modulo(goal, tuple(empty_sum(each, signed(less(0, 1))) for each in sums(written(0))))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        added = tuple(next_sum(each, integer, signed(at_most(1, n + 1), facts)) for each in sums(n))
        return modulo(goal, (*added, facts[-1]))

    return by_induction(says, base, step)


def is_integer(fact: Theorem) -> bool:
    """Whether a fact is that something is an integer."""
    return isinstance(fact.conclusion, Node) and fact.conclusion.parts[1:] == (INTEGERS,)


def not_below(formula: Expression, order: Theorem) -> Theorem:
    """That an order does not hold where the opposite one does."""
    return deny(formula, signed(FALSE, (assume(formula), order)))


def sum_of_others() -> Theorem:
    """`∀c ∈ ℝ ∀j ∈ {1, 2, …} ∀n ∈ {0, 1, …}: Σ_{i=1}^{n} 1[i ≠ j] c = (n − 1[j ≤ n]) c`."""
    place = member(j, integers_from(1))
    of_place = assumed(place)

    def value(count: Expression) -> Expression:
        return (count - indicator(at_most(j, count))) * c

    def summand(at: Expression) -> Expression:
        return indicator(negation(equal(at, j))) * c

    def base(goal: Expression) -> Theorem:
        left, _ = parts(goal, "equal")
        later = not_below(at_most(j, 0), signed(less(0, j), of_place))
        return modulo(goal, (empty_sum(left, signed(less(0, 1))), *indicated(later)))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        added = next_sum(total(i, 1, n, summand(i)), integer, signed(at_most(1, n + 1), facts))

        def case(*known: Theorem) -> Theorem:
            return modulo(goal, (added, facts[-1], *(each for fact in known for each in indicated(fact))))

        def here(equality: Facts) -> Theorem:
            below = not_below(at_most(j, n), signed(less(n, j), equality))
            return case(equality[0], signed(at_most(j, n + 1), equality), below)

        def before(order: Facts) -> Theorem:
            apart = signed(negation(equal(n + 1, j)), order)
            of_j, of_n = (next(fact for fact in known if is_integer(fact)) for known in (of_place, facts))
            sooner = signed(at_most(j, n), (next_integer(of_j, integral(n + 1, of_n), order[0]),))
            return case(apart, signed(at_most(j, n + 1), order), sooner)

        def after(order: Facts) -> Theorem:
            later = (not_below(at_most(j, m), signed(less(m, j), order)) for m in (n, n + 1))
            return case(signed(negation(equal(n + 1, j)), order), *later)

        return whichever(goal, trichotomy(n + 1, j), after, here, before)

    def says(count: Expression) -> Expression:
        return equal(total(i, 1, count, summand(i)), value(count))

    return under(by_induction(says, base, step), member(c, REALS), place)


def where_counted(term: Expression, value: Number, equations: Equations) -> Theorem:
    """`Σ_r 1[A(r)] f(r) = Σ_r 1[A(r)] c`, by equations that make f(r) to c where r counts; for 0 it is `Σ_r 0`."""
    least, greatest, body = parts(term, "total")
    r = fresh(Sort.REAL, term, written(value))
    place = member(r, integers_between(least, greatest))
    counts, summand = parts(opened(body, (r,)), "multiply")
    goal = equal(counts * summand, 0 if value == 0 else counts * written(value))

    def counted(facts: Facts) -> Theorem:
        known = (*assumed(place), *(each for fact in facts for each in conjuncts(fact)))
        return modulo(goal, (*indicated(facts[0]), *equations(summand, known)))

    case = excluded_middle(parts(counts, "indicator")[0])
    each = whichever(goal, case, counted, lambda facts: modulo(goal, indicated(facts[0])))
    return equal_sums(under(each, place))
