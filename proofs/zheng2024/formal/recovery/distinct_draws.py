"""That almost every W has distinct eigenvalues, where none of them has a positive probability."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.recovery.long_context import APART, FIRST, SECOND
from proofs.zheng2024.formal.recovery.mixed_powers import SAME, j, k, θ
from symbolic.core.rules.logic import assume, cases, contradict, excluded_middle
from symbolic.core.rules.null_sets import all_almost_surely, independent_draws
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    almost_every,
    conjunction,
    equal,
    for_all,
    implies,
    independent,
    integers_from,
    law,
    member,
    moments,
    negation,
)
from symbolic.tactics.dynamics.circle import cosine, exist, sine, φ, ψ
from symbolic.tactics.probability.almost_sure import almost_surely
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, belonging, under, whichever

ν = law("ν")
W = independent(ν)
"""The law of the angles of the eigenvalues of W, which are independent and have one law."""
OF_ANGLES = member(ν, moments(0))
NO_ATOM = for_all(
    φ,
    REALS,
    almost_every(ψ, ν, negation(conjunction(equal(cosine(φ), cosine(ψ)), equal(sine(φ), sine(ψ))))),
)
"""No number on the unit circle is an eigenvalue with a positive probability."""


@cache
def distinct_surely() -> Theorem:
    """Almost every W has distinct eigenvalues."""
    goal = almost_every(θ, W, implies(APART, negation(SAME)))
    places = belonging(j, integers_from(1), assumed(FIRST)), belonging(k, integers_from(1), assumed(SECOND))

    def same(facts: Facts) -> Theorem:
        nothing = cases(negation(SAME), contradict(facts[0], assume(APART)))
        return almost_surely(θ, W, under(nothing, APART))

    def apart(facts: Facts) -> Theorem:
        drawn = independent_draws(assume(NO_ATOM), places, facts[0], (exist(),))
        return almost_surely(θ, W, under(assume(negation(SAME)), APART), drawn)

    each = whichever(goal, excluded_middle(equal(j, k)), same, apart)
    return all_almost_surely(under(all_almost_surely(under(each, SECOND)), FIRST))
