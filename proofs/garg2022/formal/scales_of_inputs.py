"""Covariates on another scale: the error, its limit, on which scales that is 0, and the scale that is best."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import Q, known, normal
from proofs.garg2022.formal.isotropic import (
    ENDED,
    IS_INVERSE,
    apart,
    is_inverse,
    isotropic,
    one_is_semidefinite,
    sizes,
    γ,
)
from proofs.garg2022.formal.limits.inverse_approached import lasting
from proofs.garg2022.formal.limits.near_limits import LONG, TURNED, at_length, ever_nearer
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.trained_model import (
    ONE,
    QUERY,
    SCALE,
    SIZES,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    M,
    N,
    R,
    c,
    d,
    error,
    exactly,
    form,
    is_exact,
    loss,
    meaningful,
    minus,
    of_training,
    w,
    μ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    conjoin,
    either,
    excluded_middle,
    one_way,
    part,
    parts,
    rewrite,
)
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    disjunction,
    equal,
    equal_matrices,
    function,
    iff,
    implies,
    less,
    member,
    multiple,
    negation,
    product,
    real,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, other_than_0, proved, quantified, rewritten, swapped, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
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


def relative(samples: Expression = M) -> Expression:
    """The error over the mean square of the target, for `Λ = I`."""
    return (c**2 / γ - 1) ** 2 + c**4 * (d + 1) / (γ**2 * samples)


BEST = γ / (1 + (d + 1) / M)
LEAST = (d + 1) / (M + d + 1)
ALONE = scaled(ENDED, ONE)


def longer(one: Expression = BEST, other: Number = 1) -> Node:
    """With prompts longer than in training the square of the best scale is above 1, with shorter ones below."""
    return conjunction(implies(less(N, M), less(other, one)), implies(less(M, N), less(one, other)))


def goal(
    error_: Expression = ERROR, limit: Number = LIMIT, roots: tuple[int, ...] = (-1, 0, 1), best: Expression = BEST
) -> Expression:
    """For all sizes, definite Λ, tasks and scales: the error, its limit, where that is 0, and the best scale."""
    found = conjunction(equal(scaled(), error_), quantified(equal(distance(), c**4 * UNSCALED), QUERY))
    ends = conjunction(ever_nearer(scaled(), limit), exact_scales(*roots))
    ones = conjunction(
        equal(ALONE, c**2 * norm(w) * relative()),
        at_most(LEAST, relative()),
        iff(equal(relative(), LEAST), equal(c**2, BEST)),
        longer(best),
    )
    return conjunction(
        of_training(exactly(found, *TOLD), at_length(ends, *TOLD[1:])),
        quantified(conjunction(IS_INVERSE, quantified(ones, *TOLD)), *SIZES),
    )


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


def alone() -> Theorem:
    """The error for `Λ = I`, and the best scale."""
    inside = assumed(TASK, SCALE)
    half = c**2 / γ - 1
    value = c**2 * norm(w) * (half**2 + c**4 * (trace(ONE) + 1) / (γ**2 * M))
    error_ = isotropic(ALONE, value, inside)
    facts = (*sizes(), *assumed(TESTED))
    more, both = positives()
    scale = (1 + (d + 1) / M) / γ**2
    steep = positive(scale, (*facts, more))
    there = identity(relative(), LEAST + scale * (c**2 - BEST) ** 2, (*facts, more, both))
    lowest = at(parabola(), steepness(scale, steep), c**2 - BEST, LEAST, relative())
    above, just = (part(n, apply(lowest, there)) for n in range(2))
    zero, best = equal(c**2 - BEST, 0), equal(c**2, BEST)
    known_ = (*facts, more)
    to_best = under(identity(c**2, BEST, known_, ((assume(zero), 1),)), zero)
    from_best = under(identity(c**2 - BEST, 0, known_, ((assume(best), 1),)), best)
    least = equal(relative(), LEAST)
    there_ = under(apply(to_best, apply(part(0, one_way(just)), assume(least))), least)
    back = under(apply(part(1, one_way(just)), apply(from_best, assume(best))), best)
    return under(conjoin(error_, above, both_ways(there_, back), is_longer()), *TOLD)


def is_longer() -> Theorem:
    """The square of the best scale is `1 + s (M − N)` with a positive s."""
    facts = (*sizes(), *assumed(TESTED))
    scale = (d + 1) / (N * M * (1 + (d + 1) / M))
    known_ = (*facts, *positives())
    value, steep = identity(BEST, 1 + scale * (M - N), known_), positive(scale, known_)
    sides = parts(longer(), "and")

    def by(side: Expression) -> Theorem:
        order, above = parts(side, "implies")
        return under(signed(above, (value, steep, assume(order), *known_), products=((steep, assume(order)),)), order)

    return conjoin(*map(by, sides))


def steepness(scale: Expression, sign: Theorem) -> Theorem:
    """A positive number as a member."""
    return belongs(member(scale, POSITIVE), sign)


@cache
def parabola() -> Theorem:
    """`v = l + s g²` with a positive s is at least l, and l just where g is 0."""
    s_, g, l, v = map(real, ("s", "g", "l", "v"))
    value = equal(v, l + s_ * g**2)
    steep = assumed(member(s_, POSITIVE))[-1]
    above = signed(at_most(l, v), (assume(value), steep), products=((steep,),), squares=(g,))
    least, zero = equal(v, l), equal(g, 0)
    small = signed(at_most(s_ * g**2, 0), (assume(value), assume(least)))
    flat = signed(equal(g, 0), (small, steep), products=((steep,),), degree=2)
    back = identity(v, l, (), ((assume(value), 1), (assume(zero), s_ * g)))
    found = conjoin(above, both_ways(under(flat, least), under(back, zero)))
    reals = (member(each, REALS) for each in (g, l, v))
    return under(found, member(s_, POSITIVE), *reals, value)


def proof() -> Proof:
    """The goal and its definedness."""
    found = is_exact(errors(), *TOLD)
    ends = under(conjoin(limit(), roots()), TURNED, LONG, *TOLD[1:])
    ones = under(conjoin(is_inverse(), alone()), *SIZES)
    theorem = conjoin(under(conjoin(found, ends), SIZES[0], SPREAD), ones)
    keys = "garg2022-noisy", "garg2022-scaled-inputs", "garg2022-scaled-target"
    solve = meaningful(*keys, more=(*apart(), *sizes(), one_is_semidefinite(), *divided()))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))


@cache
def positives() -> tuple[Theorem, Theorem]:
    """`0 < 1 + (d + 1)/M` and `0 < M + d + 1`."""
    facts = (*sizes(), *assumed(TESTED))
    share, wide = positive(1 / M, facts), assumed(SIZES[0])[-1]
    more = signed(less(0, 1 + (d + 1) / M), (share, wide, *facts), products=((share, wide), (share,)))
    return more, signed(less(0, M + d + 1), facts)


@cache
def divided() -> Facts:
    """What divides in the best scale, and its value there, is not 0."""
    return tuple(map(other_than_0, positives()))
