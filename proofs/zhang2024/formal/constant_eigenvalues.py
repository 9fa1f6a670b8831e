"""For which laws of eigenvalues no error is left on long prompts: λ has one value beside 0."""

from __future__ import annotations

from proofs.zhang2024.formal.long_prompts import LIMITS, known, relative_error
from proofs.zhang2024.formal.random_law import m1, m2, m3, x, μ
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, both_ways
from symbolic.core.rules.means import equal_means, separate_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, equal, iff, mean, member
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import modulo, under

LEFT = LIMITS[relative_error()]
"""The relative error that is left."""

VALUE = m2 / m1
SPREAD = mean(x, μ, x**2 * (x**2 - VALUE) ** 2)
"""`E λ (λ − r)²` with `r = E λ²/E λ`."""


def goal(spread: Expression = SPREAD) -> Expression:
    """Nothing is left just where that is 0."""
    return iff(equal(LEFT, 0), equal(spread, 0))


def expanded() -> Theorem:
    """`E λ (λ − r)² = E λ³ − 2 r E λ² + r² E λ`."""
    numbers = written(1), -2 * VALUE, VALUE**2
    terms = Node("add", tuple(number * x**power for number, power in zip(numbers, (6, 4, 2), strict=True)))
    same = under(identity(x**2 * (x**2 - VALUE) ** 2, terms, known()), member(x, REALS))
    apart = separate_means(mean(x, μ, terms), μ, numbers, known()[-1])
    return modulo(equal(SPREAD, m3 - m2**2 / m1), (equal_means(μ, same), apart), known())


def theorem() -> Theorem:
    """The goal."""
    value = expanded()
    left, spread = equal(LEFT, 0), equal(SPREAD, 0)
    forth = identity(SPREAD, 0, known(), ((value, 1), (assume(left), m3)))
    back = identity(LEFT, 0, known(), ((value, -1 / m3), (assume(spread), 1 / m3)))
    return both_ways(under(forth, left), under(back, spread))
