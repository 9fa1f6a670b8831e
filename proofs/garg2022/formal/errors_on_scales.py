"""Covariates on another scale: the errors, their limit, and on which scales that is 0."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import Q, known, normal
from proofs.garg2022.formal.limits.inverse_approached import lasting
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.trained_model import (
    ONE,
    QUERY,
    SCALE,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    M,
    R,
    c,
    d,
    error,
    form,
    loss,
    minus,
    w,
    μ,
)
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, either, excluded_middle, part, parts, rewrite
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    disjunction,
    equal,
    equal_matrices,
    function,
    iff,
    implies,
    multiple,
    negation,
    product,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, rewritten, swapped, under, whichever
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments

SHAPE = multiple(c**2, Λ)
"""The covariance of the test."""


def scaled(inverse: Expression = R, shape: Expression = Λ, scale: Number = c) -> Node:
    """The error where samples and query are c times those of the training."""
    return loss("garg2022-scaled-inputs", d, M, shape, w, written(scale), inverse)


def distance(inverse: Expression = R) -> Node:
    """`E (ŷ − c² w·x_q)²` at a query of any law."""
    return loss("garg2022-scaled-target", d, M, μ, Λ, w, c, inverse)


UNSCALED = loss("garg2022-noisy", d, M, μ, Λ, w, written(0), R)
OFF = product(minus(product(multiple(c**2, R), Λ), ONE), w)
ERROR = c**2 * (form(OFF, Λ) + c**4 * (form(product(R, Λ, w), Λ) + form(w, Λ) * trace(product(R, Λ, R, Λ))) / M)
LIMIT = c**2 * (c**2 - 1) ** 2 * form(w, Λ)
NOWHERE = equal_matrices(w, zeros(d, 1))
TOLD = TESTED, TASK, SCALE


def exact_scales(*found: Number) -> Expression:
    """For which c the limit is 0."""
    vanishes = equal(LIMIT, 0)
    return implies(negation(NOWHERE), iff(vanishes, disjunction(*(equal(c, each) for each in found))))


def errors() -> Theorem:
    """The error, and the distance."""
    inside = known(TASK, SCALE)
    inside = (*inside, symmetric_moments(Q, inside))
    value = normal(shape=Λ, variance=0)
    far = error(distance(), c**4 * value, inside)
    there = rewritten(swapped(error(UNSCALED, value, inside)), far)
    return conjoin(error(scaled(), ERROR, inside), under(there, QUERY))


@cache
def told() -> Facts:
    """What is known of all but R and lengths."""
    return (*lasting(), *assumed(TASK, SCALE))


def limit(scale: Number = c, end: Number = LIMIT) -> Theorem:
    """What the error tends to."""
    shape = multiple(written(scale) ** 2, Λ)
    near = Nearing.normal(shape, product(w, transpose(w)), shape, 0, told())
    return near.theorem(scaled(scale=scale), end, lambda value, facts: error(scaled(scale=scale), value, facts))


def long_task() -> Theorem:
    """`0 < wᵀΛw` for a task that is not 0."""
    return apply(at(part(2, meant(assume(SPREAD))), assume(TASK)), assume(negation(NOWHERE)))


def roots() -> Theorem:
    """The scales at which the limit is 0."""
    vanishes, several = equal(LIMIT, 0), disjunction(*(equal(c, each) for each in ROOTS))
    square = signed(equal(c * (c**2 - 1), 0), (assume(vanishes), long_task()), degree=2)

    def last(none: Facts, not_one: Facts) -> Theorem:
        apart_ = (*none, *not_one)
        whole = identity(c + 1, 0, apart_, ((square, 1 / c * (1 / (c - 1))),))
        return either(several, signed(equal(c, -1), (whole,)))

    def other(none: Facts) -> Theorem:
        one = excluded_middle(equal(c - 1, 0))
        return whichever(
            several,
            one,
            lambda known_: either(several, signed(equal(c, 1), known_)),
            lambda known_: last(none, known_),
        )

    found = whichever(several, excluded_middle(equal(c, 0)), lambda known_: either(several, known_[0]), other)
    back = whichever(vanishes, assume(several), *((lambda known_: at_root(known_[0])) for _ in ROOTS))
    return under(both_ways(under(found, vanishes), under(back, several)), negation(NOWHERE))


ROOTS = (-1, 0, 1)


def at_root(root: Theorem) -> Theorem:
    """That the limit is 0 at a root."""
    _, value = parts(root.conclusion, "equal")
    there = opened(bound(LIMIT, (c,)), (value,))
    return rewrite(function(c, body=equal(LIMIT, 0)), swapped(root), identity(there, 0))
