"""The error of the recursion where it forgets half within the prompt, and its bound by Bernoulli's inequality."""

from __future__ import annotations

from functools import cache

from proofs.jiang2025.formal.fading_loss import (
    APART,
    FACTS,
    FORGETS,
    MODEL,
    POWER,
    SIZES,
    N,
    closed_error,
    d,
    divisors,
    α,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.facts import intermediate_value
from symbolic.core.rules.logic import apply, assume, cases, choose, conjoin, deny, discharge, parts, rewrite, witness
from symbolic.core.rules.membership import belongs, trichotomy
from symbolic.core.rules.powers import next_power
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    POSITIVE,
    at_most,
    conjunction,
    equal,
    exists,
    function,
    implies,
    integers_from,
    less,
    raised,
    real,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    modulo,
    proved,
    quantified,
    rewritten,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.sums.geometric_sums import bernoulli, power_of_one

HALF = equal(POWER, written(1) / 2)
STEP = (1 - α) * (2 / α)
"""The number k at `β = 2/α`."""

ERROR = 3 * d * (d + 1) * (1 - α) / (1 + α)
BOUND = 3 * d * (d + 1) / (2 * N)
LOWEST = (2 * N - 1) / (2 * N + 1)


def goal(bound: Expression = BOUND, value: Expression = ERROR, half: Expression = HALF) -> Expression:
    """For all sizes there is one α > 0 with `α^N = 1/2`; with it the mean squared error at `β = 2/α`, and its bound."""
    loss = MODEL.loss(STEP)
    errors = quantified(implies(half, conjunction(equal(loss, value), less(loss, bound))), FORGETS)
    return quantified(conjunction(exists(α, POSITIVE, half), errors), *SIZES)


def root() -> Theorem:
    """There is such a number between 0 and 1, as `0^N` is less than 1/2, which is less than `1^N`."""
    sizes, zero, one = assumed(*SIZES), written(0), written(1)
    last = next_power(zero, belonging(N - 1, integers_from(0), sizes))
    at_0 = rewritten(identity(N - 1 + 1, N), last)
    at_1 = at(power_of_one(), belonging(N, integers_from(0), sizes))
    low, high = raised(zero, N) - one / 2, raised(one, N) - one / 2
    ends = signed(at_most(low, 0), (at_0,)), signed(at_most(0, high), (at_1,))
    found = intermediate_value(function(α, body=POWER - one / 2), signed(at_most(0, 1)), *ends)
    above, _, nothing = conjuncts(assume(opened(parts(found.conclusion, "exists")[1], (α,))))
    half = identity(POWER, one / 2, using=((nothing, 1),))

    def nowhere(case: Facts) -> Theorem:
        there = rewritten(identity(α, zero, using=((case[0], -1),)), half)
        return cases(less(0, α), signed(FALSE, (there, at_0)))

    def below(case: Facts) -> Theorem:
        return cases(less(0, α), signed(FALSE, (above, *case)))

    positive = whichever(less(0, α), trichotomy(zero, α), lambda case: case[0], nowhere, below)
    return choose(α, found, witness(exists(α, POSITIVE, HALF), belongs(FORGETS, positive), half))


@cache
def not_1() -> Theorem:
    """`¬ 1 − α = 0`, as `1^N = 1`."""
    rests = equal(1 - α, 0)
    one = identity(α, 1, using=((assume(rests), -1),))
    x = real("x")
    power = rewrite(function(x, body=equal(raised(x, N), written(1) / 2)), one, assume(HALF))
    whole = at(power_of_one(), belonging(N, integers_from(0), FACTS))
    return deny(rests, signed(FALSE, (power, whole)))


def impossible(small: Theorem) -> Theorem:
    """`α ≤ (2N − 1)/(2N + 1)` cannot be: `α^N (1 + N x) ≤ 1` at `x = 2/(2N − 1)`, where `1 + N x` is more than 2."""
    odd, more = signed(less(0, 2 * N - 1), FACTS), signed(less(0, 2 * N + 1), FACTS)
    x = 2 / (2 * N - 1)
    rise = belonging(x, NONNEGATIVE, (signed(at_most(0, x), (odd,), products=((odd,),)),))
    product = signed(at_most(α * (1 + x), 1), (small, odd, more), products=((odd,), (small, more)))
    found = apply(at(bernoulli(), assume(FORGETS), rise), product)
    low, half = at(found, belonging(N, integers_from(0), FACTS)), assume(HALF)
    return signed(FALSE, (low, half, odd), products=((low, odd),), scales=(1, (1 + N * x) * (2 * N - 1)))


@cache
def above_lowest() -> Theorem:
    """`(2N − 1)/(2N + 1) < α`."""
    more = signed(less(0, 2 * N + 1), FACTS)
    goal_ = less(LOWEST, α)

    def not_so(facts: Facts) -> Theorem:
        return cases(goal_, impossible(signed(at_most(α, LOWEST), (facts[0], more))))

    return whichever(goal_, trichotomy(LOWEST, α), lambda facts: facts[0], not_so, not_so)


def of_loss() -> Theorem:
    """The error at this number."""
    positive, half = FACTS[-1], assume(HALF)
    apart, square, above = (apply(discharge(APART, each), not_1()) for each in divisors())
    return modulo(equal(MODEL.loss(STEP), ERROR), (at(closed(), STEP), half), (apart, square, above, positive))


def closed() -> Theorem:
    """The loss at any number, where `α^N = 1/2`."""
    return apply(discharge(APART, closed_error()), not_1())


def below() -> Theorem:
    """It is below the bound."""
    low, positive = above_lowest(), FACTS[-1]
    wide, count = signed(less(0, d), FACTS), signed(less(0, N), FACTS)
    more, above = signed(less(0, 2 * N + 1), FACTS), signed(less(0, 1 + α), (positive,))
    gap = signed(less(0, α * (2 * N + 1) - (2 * N - 1)), (low, more), products=((low, more), (more,)))
    products = (above, count), (wide, gap), (wide, wide, gap)
    return signed(less(ERROR, BOUND), (gap, wide, count, above), products=products)


def proof() -> Proof:
    """The goal and its definedness."""
    value = of_loss()
    bound = rewritten(swapped(value), below())
    found = under(conjoin(root(), under(under(conjoin(value, bound), HALF), FORGETS)), *SIZES)
    known = *FACTS, signed(less(0, 1 + α), FACTS), signed(less(0, 2 * N), FACTS)
    return Proof(goal(), found, proved(defined(goal()), solve=defined_on(MODEL, divisors=lambda facts: known)))
