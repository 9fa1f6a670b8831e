"""For which laws of eigenvalues no error is left on long prompts: λ has one value beside 0."""

from __future__ import annotations

from proofs.zhang2024.formal.long_prompts import LIMITS, known, relative_error
from proofs.zhang2024.formal.random_prompts.random_law import m1, m2, m3, x, μ
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.facts import vanishing_mean
from symbolic.core.rules.logic import apply, assume, both_ways, cases, conjoin, discharge, either
from symbolic.core.rules.means import equal_means, separate_means
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    almost_every,
    at_most,
    conjunction,
    disjunction,
    equal,
    iff,
    mean,
    member,
    real,
)
from symbolic.tactics.probability.almost_sure import almost_surely, nothing_in_the_mean
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, modulo, under, whichever

LEFT = LIMITS[relative_error()]
"""The relative error that is left."""

VALUE = m2 / m1
SPREAD = mean(x, μ, x**2 * (x**2 - VALUE) ** 2)
"""`E λ (λ − r)²` with `r = E λ²/E λ`."""


ONE_VALUE = disjunction(equal(x**2, 0), equal(x**2, VALUE))
"""An eigenvalue is 0 or r."""


def goal(spread: Expression = SPREAD, value: Expression = ONE_VALUE) -> Expression:
    """Nothing is left just where that is 0, and just where an eigenvalue has almost surely one value beside 0."""
    return conjunction(iff(equal(LEFT, 0), equal(spread, 0)), iff(equal(spread, 0), almost_every(x, μ, value)))


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
    return conjoin(both_ways(under(forth, left), under(back, spread)), one_value())


def one_value() -> Theorem:
    """`E λ (λ − r)² = 0` just where λ is 0 or r almost surely."""
    finite, spread, surely = known()[-1], assume(equal(SPREAD, 0)), assume(almost_every(x, μ, ONE_VALUE))
    for_any = (under(each, member(p, REALS)) for each in (not_negative(), values(), vanishing()))
    signs, zero, product = (at(each, VALUE) for each in for_any)
    forth = apply(at(zero, x), assume(opened(bound(equal(PRODUCT, 0), (p,)), (VALUE,))))
    back = apply(at(product, x), assume(ONE_VALUE))
    settled = almost_surely(x, μ, forth, vanishing_mean(spread, signs, finite))
    nothing = nothing_in_the_mean(x, almost_surely(x, μ, back, surely), finite)
    return both_ways(discharge(spread.conclusion, settled), discharge(surely.conclusion, nothing))


p = real("p")
PRODUCT = x**2 * (x**2 - p) ** 2
EITHER = disjunction(equal(x**2, 0), equal(x**2, p))
NUMBER = member(x, REALS)


def not_negative() -> Theorem:
    """`∀x: 0 ≤ x² (x² − p)²`."""
    return under(signed(at_most(0, PRODUCT), squares=(x * (x**2 - p),)), NUMBER)


def values() -> Theorem:
    """`∀x: x² (x² − p)² = 0 ⇒ x² = 0 ∨ x² = p`."""
    zero = assume(equal(PRODUCT, 0))

    def below(facts: Facts) -> Theorem:
        return cases(EITHER, signed(FALSE, facts, squares=(x,)))

    def above(facts: Facts) -> Theorem:
        return either(EITHER, signed(equal(x**2, p), (zero, *facts), products=(facts,)))

    found = whichever(EITHER, trichotomy(x**2, written(0)), below, lambda facts: either(EITHER, facts[0]), above)
    return under(found, NUMBER, zero.conclusion)


def vanishing() -> Theorem:
    """`∀x: x² = 0 ∨ x² = p ⇒ x² (x² − p)² = 0`."""
    factors = (x**2 - p) ** 2, x**2 * (x**2 - p)
    zeros = (identity(PRODUCT, 0, using=((assume(case), f),)) for case, f in zip(EITHER.parts, factors, strict=True))
    branches = (under(each, case) for each, case in zip(zeros, EITHER.parts, strict=True))
    return under(cases(equal(PRODUCT, 0), assume(EITHER), *branches), NUMBER, EITHER)
