"""A circular Gaussian start: the flow stays on the line, and the best product with its limit."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow, reduced_flow_exists
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import FlowOnFamily
from symbolic.goals.usual_terms import power_sum
from symbolic.tactics.dynamics.fading import harmonic_share_fades, long_limit
from symbolic.tactics.harmonic_numbers import not_negative
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under

MODEL = ModelOnFamily("variants-circular", "line")
d, T, σ, a, b, a0, b0, a1, b1 = map(real, ("d", "T", "sigma", "a", "b", "a0", "b0", "a1", "b1"))
SIZES = member(d, integers_from(1)), member(T, integers_from(3))
SPREAD = member(σ, POSITIVE)
STARTS = member(a0, REALS), member(b0, REALS)
OVERLAP = power_sum(T - 2)

CURVED = 3 + (d - 1) * OVERLAP / (T - 2)
BEST = 1 / (σ**2 * CURVED)
ERROR = 1 - 2 / CURVED
SYSTEM = reduced_flow(2 * (T - 2) * σ**4, 2 * (T - 2) * σ**6 * CURVED, a0, b0)
FLOW = FlowOnFamily(MODEL, SYSTEM)


def least(best: Expression = BEST) -> Parabola:
    """The loss on the line, which is least where the product is the best one."""
    return Parabola.in_two(MODEL.loss, (a, b), (a1, b1), best)


def goal(
    best: Expression = BEST,
    error: Expression = ERROR,
    limit: Expression = 1 / (3 * σ**2),
    error_limit: Number = Fraction(1, 3),
    spread: Expression = POSITIVE,
) -> Expression:
    """For all sizes and deviations: the flow from the line, where the loss is least on it, what stays; and limits."""
    stays = quantified(conjunction(FLOW.exists, FLOW.stays), *STARTS)
    share = quantified(implies(equal(a * b, best), equal(MODEL.relative(a, b), error)), *MODEL.point)
    of_size = quantified(conjunction(stays, least(best).formula, share), SIZES[1])
    longer = tends(T, integers_from(3), best, limit), tends(T, integers_from(3), error, error_limit)
    return quantified(conjunction(of_size, *longer), SIZES[0], member(σ, spread))


FACTS = assumed(*SIZES, SPREAD)


@cache
def signs() -> Facts:
    """`0 < 3 + (d − 1) H/(T − 2)`, `0 < T − 2`, `0 < σ` and `0 < d`."""
    length, wide = signed(less(0, T - 2), FACTS), signed(less(0, d), FACTS)
    more = signed(at_most(0, d - 1), FACTS)
    overlap = at(not_negative(), belonging(T - 2, integers_from(0), FACTS))
    curved = signed(less(0, CURVED), (length, overlap, more), products=((length,), (more, overlap)))
    return curved, length, FACTS[-1], wide


@cache
def scaled() -> Theorem:
    """`0 < σ² (3 + (d − 1) H/(T − 2))`."""
    curved, _, spread, _ = signs()
    return signed(less(0, σ**2 * CURVED), signs(), products=((spread, spread, curved),))


BEND = d * σ**6 * (T - 2) * CURVED
"""What the square of the product is multiplied with in the loss."""


@cache
def form() -> Theorem:
    """The loss on the line as a parabola in ab, around the best product."""
    least_loss = d * σ**2 * (T - 2) * (Fraction(1, 2) - 1 / CURVED)
    value = completed(least_loss, BEND, a * b - BEST)
    found = identity(MODEL.loss(a, b), value, (*signs(), scaled()), ((MODEL.derived(a, b), 1),))
    return under(found, *MODEL.point)


@cache
def divisors() -> Facts:
    """What is divided by is positive: by the best product, and the loss of predicting 0."""
    _, length, spread, wide = signs()
    known, products = (MODEL.derived(0, 0), *signs()), ((wide, length, spread, spread),)
    return *signs(), scaled(), signed(less(0, MODEL.loss(0, 0)), known, products=products)


def best_product() -> Theorem:
    """The loss on the line is least just where ab is the best product."""
    curved, length, spread, wide = signs()
    positive = signed(less(0, BEND), signs(), products=((wide, *(spread,) * 6, length, curved),))
    return least().theorem(form(), positive, divisors())


def share_left() -> Theorem:
    """What of the loss of predicting 0 is left at the best product."""
    best, of_zero = assume(equal(a * b, BEST)), MODEL.loss(0, 0)
    factors = 1 / of_zero, -ERROR / of_zero, BEND * (a * b - BEST) / of_zero
    using = zip((at(form(), a, b), MODEL.derived(0, 0), best), factors, strict=True)
    found = identity(MODEL.relative(a, b), ERROR, divisors(), tuple(using))
    return under(found, *MODEL.point, best.conclusion)


@cache
def existence() -> Theorem:
    """The reduced flow exists."""
    curved, length, spread, _ = signs()
    factors = (length, *(spread,) * 4), (length, *(spread,) * 6, curved)
    constants = 2 * (T - 2) * σ**4, 2 * (T - 2) * σ**6 * CURVED
    above = (signed(less(0, c), signs(), products=(each,)) for c, each in zip(constants, factors, strict=True))
    belongs = (belonging(c, POSITIVE, (each,)) for c, each in zip(constants, above, strict=True))
    return at(reduced_flow_exists(), *belongs, a0, b0)


def limits() -> tuple[Theorem, Theorem]:
    """Where the best product and the error tend as T grows."""
    spread = FACTS[-1]
    curved, at_once = (3 + (d - 1) * share for share in (OVERLAP / (T - 2), written(0)))
    above, three = signed(less(0, curved), signs()), signed(less(0, at_once))
    bottom, *bottoms = (
        signed(less(0, σ**2 * each), (*signs(), fact), products=((spread, spread, fact),))
        for each, fact in ((curved, above), (at_once, three), (3, three))
    )
    reached, known = (three, spread, *bottoms), (*divisors(), above, bottom)
    goals = tends(T, integers_from(3), BEST, 1 / (3 * σ**2)), tends(T, integers_from(3), ERROR, Fraction(1, 3))
    forms = zip(goals, (1 / (σ**2 * curved), 1 - 2 / curved), strict=True)
    fades = (harmonic_share_fades(T),)
    best, error = (long_limit(each, T, form, fades, reached=reached, known=known) for each, form in forms)
    return best, error


def proof() -> Proof:
    """The goal and its definedness."""
    flow = FLOW.theorem(existence(), signs())
    of_size = under(conjoin(under(flow, *STARTS), best_product(), share_left()), SIZES[1])
    found = under(conjoin(of_size, *limits()), SIZES[0], SPREAD)
    solve = defined_on(MODEL, theorems=(existence(), part(0, flow)), divisors=lambda facts: divisors())
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
