"""Tasks on another scale: c times the prediction, c² times the error, and a limit that is 0 without another shift."""

from __future__ import annotations

from proofs.garg2022.formal.errors_of_shifts import POINTS, Q, known, normal
from proofs.garg2022.formal.limits.inverse_approached import lasting
from proofs.garg2022.formal.limits.near_limits import LONG, TURNED, at_length, ever_nearer
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.trained_model import (
    QUERY,
    SCALE,
    SIZES,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    G,
    M,
    R,
    c,
    d,
    error,
    exactly,
    is_exact,
    loss,
    meaningful,
    of_training,
    w,
    μ,
    ν,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, conjunction, equal, member, multiple, product, transpose, vector_moments
from symbolic.tactics.steps import assumed, proved, quantified, rewritten, swapped, under
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments

SAMPLES = member(ν, vector_moments(4))
DIFFERENCE = loss("garg2022-scaled-task", d, M, ν, μ, w, c, R)
"""`E (ŷ for c w − c times ŷ for w)²`."""


def scaled(shape: Expression) -> Node:
    """The error on the scaled task."""
    return loss("garg2022-scaled-weights", d, M, μ, shape, w, c, R)


PLAIN = loss("garg2022-noisy", d, M, μ, G, w, written(0), R)
"""The error without a scale and without noise."""

TOLD = TESTED, QUERY, TASK, SCALE


def goal(factor: Number = c**2, limit: Number = 0) -> Expression:
    """For all sizes, definite Λ and data: a linear prediction, c² times the error, and its limit where `G = Λ`."""
    error_ = conjunction(equal(scaled(G), factor * PLAIN), equal(scaled(G), c**2 * normal(variance=0)))
    found = conjunction(quantified(equal(DIFFERENCE, 0), SAMPLES), quantified(error_, POINTS))
    ends = ever_nearer(scaled(Λ), limit)
    return of_training(exactly(found, *TOLD), at_length(ends, *TOLD[1:]))


def linear() -> Theorem:
    """The prediction is linear in the task."""
    return under(error(DIFFERENCE, written(0), known(SAMPLES, TASK, SCALE)), SAMPLES)


def errors() -> Theorem:
    """The error, as c² times that of the task on its old scale, and as it is printed."""
    inside = known(POINTS, TASK, SCALE)
    inside = (*inside, symmetric_moments(Q, inside))
    value = normal(variance=0)
    plain, found = error(PLAIN, value, inside), error(scaled(G), c**2 * value, inside)
    return under(conjoin(rewritten(swapped(plain), found), found), POINTS)


def limit() -> Theorem:
    """What the error tends to where the samples have the covariance of the training."""
    inside = (*lasting(), *assumed(QUERY, TASK, SCALE))
    inside = (*inside, symmetric_moments(Q, inside))
    scaled_task = multiple(c**2, product(w, transpose(w)))
    near = Nearing.normal(Q, scaled_task, Λ, 0, inside)
    return near.theorem(scaled(Λ), 0, lambda value, facts: error(scaled(Λ), value, facts))


def proof() -> Proof:
    """The goal and its definedness."""
    found = is_exact(conjoin(linear(), errors()), *TOLD)
    ends = under(limit(), TURNED, LONG, *TOLD[1:])
    theorem = under(conjoin(found, ends), SIZES[0], SPREAD)
    keys = "garg2022-scaled-task", "garg2022-scaled-weights", "garg2022-noisy"
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful(*keys)))
