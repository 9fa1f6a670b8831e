"""What proofs need of finite sums beside harmonic ones."""

from __future__ import annotations

from symbolic.core.expressions import Expression
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import INTEGERS, REALS, at_most, equal, less, member, real, total
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import under

c, i = map(real, "ci")


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
