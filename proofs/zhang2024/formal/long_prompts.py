"""The trained model on prompts with random covariances, as the prompts of the training get longer."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.random_prompts.random_law import (
    MODEL,
    WEIGHT,
    N,
    constants,
    d,
    m1,
    m2,
    m3,
    not_negative_mean,
    x,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, conjunction, equal, function, integers_from, less, member, moments, tends
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import modulo, replaced, rewritten_limit

APART = ModelOnFamily("zhang2024-independent", "multiples")
"""The query is independent of the covariance of the prompt."""

PRODUCT = m2 / WEIGHT
"""The ua of the trained model."""

LENGTHS = integers_from(1)
LAWS = MODEL.data[0], MODEL.data[2]
LENGTH = member(N, LENGTHS)
EXPONENTIAL = conjunction(equal(m1, 1), equal(m2, 2), equal(m3, 6))
"""`E λ^k = k!`, for k up to 3."""


def aligned(model: ModelOnFamily) -> Expression:
    """`E ŷy / E y²` of the trained model: ŷ is linear in u, so that the losses at u and −u differ by `2 E ŷy`."""
    return (model.loss(PRODUCT, -1) - model.loss(PRODUCT, 1)) / (4 * model.loss(0, 0))


def relative_error() -> Expression:
    """`E (ŷ − y)² / E y²` of the trained model."""
    return MODEL.loss(PRODUCT, 1) / MODEL.loss(0, 0)


VALUES = {
    aligned(APART): PRODUCT * m1,
    aligned(MODEL): PRODUCT * m2 / m1,
    relative_error(): 1 - PRODUCT * m2 / m1,
}
"""At every length of the training."""


@cache
def known() -> Facts:
    """`0 < E λ`, `0 < E λ²`, `0 < E λ³`, `0 < c`, and that sizes are positive."""
    finite = MODEL.given[2]
    mixed = cauchy_schwarz(function(x, body=x), function(x, body=x**3), finite)
    low, high = (not_negative_mean(power, finite) for power in (2, 6))
    varies, weight, count = constants()
    both = (signed(less(0, each), (mixed, low, high, varies, finite), degree=2) for each in (m1, m3))
    return (*both, varies, weight, count, positive(d, MODEL.facts), finite)


def given(model: ModelOnFamily) -> tuple[Theorem, ...]:
    """Memberships of the data of a model, which needs fewer moments where the query is apart."""
    finite = MODEL.given[2]
    return (*MODEL.given[:2], lower_moments(moments(4), finite) if model is APART else finite)


@cache
def at_zero(model: ModelOnFamily) -> Theorem:
    """The loss where nothing is predicted."""
    size = d / 2 if model is APART else d * m1 / 2
    return modulo(equal(model.loss(0, 0), size), (model.derived(0, 0, given=given(model)),), known())


@cache
def at_each_length(number: Expression) -> Theorem:
    """What a number is at every length."""
    model = APART if number == aligned(APART) else MODEL
    losses = tuple(model.derived(PRODUCT, sign, given=given(model)) for sign in (-1, 1))
    return modulo(equal(number, VALUES[number]), (at_zero(model), *losses), known())


@cache
def scales() -> Facts:
    """That the losses where nothing is predicted are positive, and four times these."""
    first, size = known()[0], known()[5]
    losses = (scale for model in (MODEL, APART) for scale in (model.loss(0, 0), 4 * model.loss(0, 0)))
    zeros = tuple(map(at_zero, (MODEL, APART)))
    return tuple(signed(less(0, scale), (*zeros, first, size), products=((first, size),)) for scale in losses)


SHARE = 1 / N
IN_SHARE = (1 + SHARE) * m3 + (m3 + (d - 1) * m1 * m2) * SHARE
"""c in 1/N, which fades."""


@cache
def long(number: Expression) -> Theorem:
    """What a number tends to as the length grows."""
    value = {
        aligned(APART): m2 / IN_SHARE * m1,
        aligned(MODEL): m2 / IN_SHARE * m2 / m1,
        relative_error(): 1 - m2 / IN_SHARE * m2 / m1,
    }[number]
    fades = reciprocal_fades(N, 0, 1)
    first, third, _, weight, count, _, finite = known()
    end = replaced(IN_SHARE, SHARE, written(0))
    reached = signed(less(0, end), (third, finite)), first, third, finite
    inside = signed(less(0, IN_SHARE), (weight, count, finite))
    goal = tends(N, LENGTHS, number, LIMITS[number])
    return long_limit(
        goal, N, value, (fades,), reached=reached, known=(*known(), inside), equations=(at_each_length(number),)
    )


LIMITS = {
    aligned(APART): m1 * m2 / m3,
    aligned(MODEL): m2**2 / (m1 * m3),
    relative_error(): 1 - m2**2 / (m1 * m3),
}
"""As the length of the training grows."""


def tends_to(number: Expression, limit: Number) -> Expression:
    """That a number tends to another one as the length grows."""
    return tends(N, LENGTHS, number, limit)


def at_exponential(number: Expression, value: Number) -> Theorem:
    """The limit of a number where moments are those of the exponential law."""
    equations = tuple(part(n, assume(EXPONENTIAL)) for n in range(3))
    left = parts(long(number).conclusion, "tends")[2]
    return rewritten_limit(modulo(equal(left, value), equations), long(number))


def meaningful(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, and that nothing is divided by 0."""
    return defined_on(MODEL, APART, divisors=lambda facts: (*known(), *scales()))(formula, facts)
