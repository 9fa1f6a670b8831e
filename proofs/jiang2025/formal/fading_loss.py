"""The mean squared error of the recursion at any forget factor, by the rules."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, contradict, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, equal, integers_from, less, member, negation, raised, real
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, under
from symbolic.tactics.sums.geometric_sums import geometric_sum, last_power, power_of_square

MODEL = ModelOnFamily("jiang2025", "step")
d, N, α, β, c = map(real, ("d", "N", "alpha", "beta", "c"))
SIZES = member(d, integers_from(1)), member(N, integers_from(1))
FORGETS = member(α, POSITIVE)
FACTS = assumed(*SIZES, FORGETS)
APART = negation(equal(1 - α, 0))
POWER = raised(α, N)

WHOLE = (1 - POWER) / (1 - α)
SQUARES = (1 - POWER**2) / (1 - α**2)
"""`Σ_{s<N} α^s` and `Σ_{s<N} α^{2s}`."""


def error(step: Expression) -> Expression:
    """The mean squared error at a number k, α not being 1."""
    return d * ((step * α * WHOLE - 1) ** 2 + (d + 1) * step**2 * α**2 * SQUARES)


@cache
def divisors() -> Facts:
    """`¬ 1 − α = 0` and `¬ 1 − α² = 0`."""
    apart, positive = assume(APART), FACTS[-1]
    square = equal(1 - α**2, 0)
    above = signed(less(0, 1 + α), (positive,))
    wrong = signed(equal(1 - α, 0), (assume(square), above), products=((above,),), scales=(1, 1 - α))
    return apart, deny(square, contradict(wrong, apart)), above


@cache
def sums() -> Facts:
    """What the sums of powers below N are."""
    apart, square_apart, _ = divisors()
    count = belonging(N - 1, integers_from(0), FACTS)
    found = []
    for ratio, other in ((α, apart), (α**2, square_apart)):
        whole = at(apply(at(geometric_sum(), ratio), other), count)
        left, _ = parts(whole.conclusion, "equal")
        last = last_power(ratio, N, FACTS)
        power = last if ratio == α else identity_of_square(last)
        value = (ratio - (POWER if ratio == α else POWER**2)) / (1 - ratio)
        found.append(identity(left, value, (other,), ((whole, 1), (power, -1 / (1 - ratio)))))
    return tuple(found)


def identity_of_square(last: Theorem) -> Theorem:
    """`(α²)^(N − 1) α² = (α^N)²`."""
    square = at(power_of_square(), α, belonging(N, integers_from(0), FACTS))
    left, _ = parts(last.conclusion, "equal")
    return identity(left, POWER**2, using=((last, 1), (square, 1)))


@cache
def closed_error() -> Theorem:
    """`∀c`: the loss at `k = c`, where α is not 1."""
    loss = MODEL.derived(c)
    found = modulo(equal(MODEL.loss(c), error(c)), (loss, *sums()), divisors())
    return under(found, *MODEL.point)
