"""Noise in the labels of the prompt: what it adds, that this fades, and that each sample lowers the error."""

from __future__ import annotations

from proofs.garg2022.formal.errors_of_shifts import Q, known, noise, normal
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
    NOISE,
    ONE,
    QUERY,
    SIZES,
    SLOW,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    M,
    N,
    R,
    d,
    error,
    exactly,
    form,
    is_exact,
    loss,
    meaningful,
    of_training,
    replaced_in,
    same_form,
    slow,
    valued,
    w,
    μ,
    σ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    implies,
    integers_from,
    less,
    product,
    trace,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, rewritten, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments


def noisy(variance: Number = σ, inverse: Expression = R, shape: Expression = Λ, count: Expression = M) -> Node:
    """The error where the samples have the covariance of the training."""
    return loss("garg2022-noisy", d, count, μ, shape, w, written(variance), inverse)


SPREAD_OUT = (form(product(R, Λ, w), Q) + (form(w, Λ) + σ**2) * noise(Λ)) / M
ERROR = form(product(SLOW, w), Q) / N**2 + SPREAD_OUT
ADDED = σ**2 * trace(product(R, Λ, R, Q)) / M
TOLD = TESTED, QUERY, TASK, NOISE

WHITE = equal_matrices(Q, ONE)
AT_ONE = noisy(σ, ENDED, ONE)
NEXT = noisy(σ, ENDED, ONE, M + 1)
SOME = less(0, norm(w) + σ**2)
"""There is a task, or noise."""


def of_ones(count: Expression, samples: Expression = M) -> Expression:
    """The error for `Λ = Q = I`."""
    length = norm(w)
    return length * (1 / γ - 1) ** 2 + ((count + 1) * length + count * σ**2) / (γ**2 * samples)


def goal(error_: Expression = ERROR, added: Number = ADDED, some: Expression = SOME) -> Expression:
    """For all sizes, definite Λ, tasks, noises and queries: the error, what noise adds, and that it fades."""
    found = conjunction(equal(noisy(), error_), equal(noisy() - noisy(0), added))
    ends = ever_nearer(noisy() - noisy(0), 0)
    ones = conjunction(equal(AT_ONE, of_ones(d)), implies(some, less(NEXT, AT_ONE)))
    white = quantified(implies(WHITE, ones), TESTED, QUERY, TASK, NOISE)
    return conjunction(
        of_training(exactly(found, *TOLD), at_length(ends, *TOLD[1:])),
        quantified(conjunction(IS_INVERSE, white), *SIZES),
    )


def errors() -> Theorem:
    """The error, and what is added."""
    inside = known(TASK, NOISE)
    inside = (*inside, symmetric_moments(Q, inside))
    there = rewritten(same_form(slow(), w, Q, inside), error(noisy(), normal(shape=Λ), inside))
    found = valued(there, ERROR, inside)
    return conjoin(found, difference(ADDED, inside))


def difference(value: Expression, inside: Facts) -> Theorem:
    """`L(σ) − L(0) = value`."""
    clean = normal(shape=Λ, variance=0)
    both = error(noisy(), normal(shape=Λ), inside), error(noisy(0), clean, inside)
    return valued(replaced_in(noisy() - noisy(0), *both), value, inside)


def fading() -> Theorem:
    """What is added tends to 0."""
    inside = (*lasting(), *assumed(QUERY, TASK, NOISE))
    inside = (*inside, symmetric_moments(Q, inside))
    near = Nearing.normal(Q, zeros(d, d), Λ, σ, inside)
    return near.theorem(noisy() - noisy(0), 0, difference)


def at_identity() -> Theorem:
    """The error for `Λ = Q = I`, and that the next sample lowers it."""
    inside = assumed(QUERY, TASK, NOISE)
    inside = (*inside, symmetric_moments(Q, (*sizes(), *inside)))
    one = isotropic(AT_ONE, of_ones(trace(ONE)), inside, assume(WHITE))
    two = at(under(one, TESTED), belonging(M + 1, integers_from(1), assumed(TESTED)))
    apart_ = rewritten(swapped(two), rewritten(swapped(one), gain()))
    lower = under(signed(less(NEXT, AT_ONE), (apart_,)), SOME)
    return under(conjoin(is_inverse(), under(conjoin(one, lower), TESTED, QUERY, TASK, NOISE, WHITE)), *SIZES)


def gain() -> Theorem:
    """That what the next sample lowers the error by is positive."""
    long, wide = not_negative(w, assumed(SIZES[0], TASK)), assumed(SIZES[0])[-1]
    noise_ = signed(at_most(0, σ**2), squares=(σ,))
    above = (d + 1) * norm(w) + d * σ**2
    most = signed(less(0, above), (assume(SOME), long, noise_, wide), products=((wide, long), (wide, noise_)))
    facts = (*sizes(), *assumed(TESTED))
    positive_ = positive(above / (γ**2 * (M * (M + 1))), (*facts, most))
    step = of_ones(d) - of_ones(d, M + 1)
    return rewritten(identity(above / (γ**2 * (M * (M + 1))), step, facts), positive_)


def proof() -> Proof:
    """The goal and its definedness."""
    found = is_exact(errors(), *TOLD)
    ends = under(fading(), TURNED, LONG, *TOLD[1:])
    theorem = conjoin(under(conjoin(found, ends), SIZES[0], SPREAD), at_identity())
    solve = meaningful("garg2022-noisy", more=(*apart(), *sizes(), one_is_semidefinite()))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
