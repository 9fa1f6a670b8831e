"""What proofs need of finite sums beside harmonic ones."""

from __future__ import annotations

from collections.abc import Sequence

from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import assume, deny, parts
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    REALS,
    Number,
    at_most,
    equal,
    indicator,
    integers_from,
    less,
    member,
    negation,
    real,
    total,
)
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, indicated, modulo, under, whichever

c, i, j = map(real, "cij")


def constant_sum() -> Theorem:
    """`∀c ∈ ℝ ∀n ∈ {0, 1, …}: Σ_{i=1}^{n} c = n c`."""

    def base(goal: Expression) -> Theorem:
        left, right = parts(goal, "equal")
        return identity(left, right, using=((empty_sum(left, signed(less(0, 1))), 1),))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        added = next_sum(total(i, 1, n, c), integer, signed(at_most(1, n + 1), facts))
        left, right = parts(goal, "equal")
        return identity(left, right, using=((added, 1), (facts[-1], 1)))

    return under(by_induction(lambda m: equal(total(i, 1, m, c), m * c), base, step), member(c, REALS))


def separate_sums(numbers: Sequence[Number], sums: Sequence[Expression]) -> Theorem:
    """`∀n ∈ {0, 1, …}: Σ_{i=1}^{n} (c₁ f₁(i) + …) = c₁ Σ_{i=1}^{n} f₁(i) + …`, given the cₖ and `Σ_{i=1}^{·} fₖ(i)`.

    The summand on the left is the sum of the products `cₖ fₖ(i)`, as they are given.
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
        return identity(left, right, using=using)

    def base(goal: Expression) -> Theorem:
        return divided(goal, tuple(empty_sum(each, signed(less(0, 1))) for each in separated(written(0))))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        order = signed(at_most(1, n + 1), facts)
        return divided(goal, tuple(next_sum(each, integer, order) for each in separated(n)), (facts[-1], 1))

    return by_induction(says, base, step)


def sum_of_others() -> Theorem:
    """`∀c ∈ ℝ ∀j ∈ {1, 2, …} ∀n ∈ {0, 1, …}: Σ_{i=1}^{n} 1[i ≠ j] c = (n − 1[j ≤ n]) c`."""
    place = member(j, integers_from(1))
    of_place = assumed(place)

    def summand(m: Expression) -> Expression:
        return Node("multiply", (indicator(negation(equal(m, j))), c))

    def says(m: Expression) -> Expression:
        return equal(total(i, 1, m, summand(i)), (m - indicator(at_most(j, m))) * c)

    def not_yet(m: Number, facts: Facts) -> Theorem:
        return deny(at_most(j, m), signed(FALSE, (*facts, assume(at_most(j, m)))))

    def base(goal: Expression) -> Theorem:
        left, right = parts(goal, "equal")
        before = indicated(not_yet(0, of_place))[0]
        return identity(left, right, using=((empty_sum(left, signed(less(0, 1))), 1), (before, c)))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer, before = facts[1], facts[-1]
        added = next_sum(total(i, 1, n, summand(i)), integer, signed(at_most(1, n + 1), facts))

        def summed(*of_place: Theorem) -> Theorem:
            equations = tuple(equation for theorem in of_place for equation in indicated(theorem))
            return modulo(goal, (added, before, *equations))

        def after(case: Facts) -> Theorem:
            later = next_integer(of_place[1], integral(n + 1, integer), case[0])
            return summed(
                signed(negation(equal(n + 1, j)), case),
                signed(at_most(j, n), (later,)),
                signed(at_most(j, n + 1), case),
            )

        def there(case: Facts) -> Theorem:
            return summed(signed(equal(n + 1, j), case), not_yet(n, case), signed(at_most(j, n + 1), case))

        def ahead(case: Facts) -> Theorem:
            return summed(signed(negation(equal(n + 1, j)), case), not_yet(n, case), not_yet(n + 1, case))

        return whichever(goal, trichotomy(j, n + 1), after, there, ahead)

    return under(by_induction(says, base, step), member(c, REALS), place)
