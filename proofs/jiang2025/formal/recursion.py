"""What a state with a forget factor holds, and its mean squared error."""

from __future__ import annotations

from functools import cache

from proofs.jiang2025.formal.fading_loss import APART, FORGETS, MODEL, SIZES, N, closed_error, divisors, error, α, β
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import empty_sum, equal_sums, induction, next_sum
from symbolic.core.rules.logic import assume, conjoin, part
from symbolic.core.rules.membership import integral
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    REALS,
    SEQUENCES,
    at_most,
    conjunction,
    entry,
    equal,
    for_all,
    function,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    raised,
    real,
    total,
    vector,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, rewritten, under

i, l, m = map(real, ("i", "l", "m"))
z, h = vector("z"), vector("h")
"""A coordinate of the samples `y_l x_l`, and that of the states."""

FACTOR = (1 - α) * β
ANY = member(β, REALS)
SAMPLES = member(z, SEQUENCES), member(h, SEQUENCES)


def next_state(at: Expression) -> Expression:
    """The state one later."""
    return α * entry(h, at) + FACTOR * entry(z, at + 1)


RECURSION = conjunction(
    equal(entry(h, 1), FACTOR * entry(z, 1)),
    for_all(l, integers_from(1), equal(entry(h, l + 1), next_state(l))),
)
"""`h_1 = (1 − α) β z_1` and `h_{l+1} = α h_l + (1 − α) β z_{l+1}`: from `h_0 = 0` on."""


def weighted(count: Expression, last: Expression) -> Expression:
    """`Σ_{i=1}^{n} (1 − α) β α^(m − i) z_i`."""
    return total(i, 1, count, FACTOR * raised(α, last - i) * entry(z, i))


HELD = equal(entry(h, N + 1), weighted(N, N + 1))
QUERY = equal(entry(z, N + 1), 0)
"""The last token is the query, whose label is 0."""

STATES = conjunction(RECURSION, QUERY)
VALUE = error(FACTOR)


def goal(value: Expression = VALUE, held: Expression = HELD, forgets: Expression = APART) -> Expression:
    """For all sizes and factors: what the state holds after N samples and a query, and the mean squared error."""
    state = quantified(implies(STATES, held), *SAMPLES)
    loss = implies(forgets, equal(MODEL.loss(FACTOR), value))
    return quantified(conjunction(state, loss), *SIZES, FORGETS, ANY)


def split(before: Expression, last: Expression, facts: Facts = ()) -> Theorem:
    """`Σ_{i=1}^{m+1} … = Σ_{i=1}^{m} … + (1 − α) β α^(l − (m + 1)) z_{m+1}`."""
    integer = belonging(before, INTEGERS, facts)
    return next_sum(weighted(before, last), integer, signed(at_most(1, before + 1), facts))


def older(count: Expression, facts: Facts) -> Theorem:
    """`Σ_{i=1}^{n} (1 − α) β α^(n + 1 − i) z_i = α Σ_{i=1}^{n} (1 − α) β α^(n − i) z_i`."""
    place = member(i, integers_between(1, count))
    power = next_power(α, belonging(count - i, integers_from(0), (*facts, *assumed(place))))
    power = rewritten(identity(count - i + 1, count + 1 - i), power)
    body, later = (FACTOR * raised(α, last - i) * entry(z, i) for last in (count, count + 1))
    scaled = Node("add", (α * body,))
    each = equal_sums(under(modulo(equal(later, scaled), (power,)), place))
    pulled = at(separate_sums((α,), (weighted(count, count),)), belonging(count, integers_from(0), facts))
    return modulo(equal(weighted(count, count + 1), α * weighted(count, count)), (each, pulled))


@cache
def held_before() -> Theorem:
    """`∀n ∈ {1, 2, …}: h_n = Σ_{i=1}^{n} (1 − α) β α^(n − i) z_i`."""
    begins, goes_on = (part(k, part(0, assume(STATES))) for k in range(2))

    def says(count: Expression) -> Expression:
        return equal(entry(h, count), weighted(count, count))

    nothing, one = written(0), written(1)
    first = rewritten(identity(nothing + 1, one), split(nothing, one))
    none, newest = empty_sum(weighted(nothing, one), signed(less(0, 1))), power_to_nothing(α)
    base = modulo(says(one), (begins, first, none, identity(one - one, 0), newest))
    belongs = member(m, integers_from(1))
    facts, before = assumed(belongs), assume(says(m))
    latest = identity(m + 1 - (m + 1), 0), newest
    equations = at(goes_on, facts[0]), before, split(m, m + 1, facts), older(m, facts), *latest
    step = modulo(says(m + 1), equations)
    return induction(function(m, body=says(m)), integral(one), base, under(step, belongs, before.conclusion))


def state() -> Theorem:
    """What the state holds after N samples and the query."""
    facts = assumed(SIZES[1])
    count = belonging(N + 1, integers_from(1), facts)
    whole, query = at(held_before(), count), part(1, assume(STATES))
    found = modulo(HELD, (whole, split(N, N + 1, facts), query))
    return under(under(found, STATES), *SAMPLES)


def loss() -> Theorem:
    """The mean squared error."""
    return under(at(closed_error(), FACTOR), APART)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(state(), loss()), *SIZES, FORGETS, ANY)
    solve = defined_on(MODEL, divisors=lambda facts: divisors())
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
