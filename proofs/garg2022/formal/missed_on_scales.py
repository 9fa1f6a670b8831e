"""That covariates on another scale are missed on every scale but one: not on that of −1, where nothing changes."""

from __future__ import annotations

from proofs.garg2022.formal.errors_on_scales import distance, limit, scaled
from proofs.garg2022.formal.limits.near_limits import LONG, TURNED, at_length, ever_nearer
from proofs.garg2022.formal.trained_model import (
    INVERSE,
    QUERY,
    SCALE,
    SIZES,
    SPREAD,
    TASK,
    TESTED,
    M,
    R,
    c,
    d,
    loss,
    meaningful,
    of_training,
    w,
    μ,
    ν,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, contradict, deny, part
from symbolic.core.vocabulary import Number, conjunction, equal, implies, member, negation, vector_moments
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, proved, quantified, under

TOLD = QUERY, TASK, SCALE
ANY = SIZES[0], INVERSE, TESTED, member(ν, vector_moments(4)), *TOLD
FROM_SAMPLES = loss("garg2022-scaled-samples", d, M, ν, μ, w, c, R)
"""`E (ŷ on c x_i − c² ŷ on x_i)²`, for any R."""


def hit(scale: Number = c) -> Expression:
    """At all d, every definite Λ and every task the error on a scale tends to 0."""
    return of_training(at_length(ever_nearer(scaled(scale=scale), 0), TASK))


def goal(exact: Number = 1) -> Expression:
    """The prediction is c² times that on the old scale, tends to `c² w·x_q`, and misses the target unless c is 1."""
    distance_ = of_training(at_length(ever_nearer(distance(), 0), *TOLD))
    missed = quantified(implies(negation(equal(c, exact)), negation(hit())), SCALE)
    return conjunction(quantified(equal(FROM_SAMPLES, 0), *ANY), distance_, missed)


def refutation() -> Proof:
    """At `c = −1` the error tends to 0."""
    zero = under(limit(scale=-1, end=0), SIZES[0], SPREAD, TURNED, LONG, TASK)
    other = at(part(2, assume(goal())), -1)
    apart = signed(negation(equal(-1, 1)))
    wrong = deny(goal(), contradict(zero, apply(other, apart)))
    keys = "garg2022-scaled-samples", "garg2022-scaled-inputs", "garg2022-scaled-target"
    return Proof(negation(goal()), wrong, proved(defined(negation(goal())), solve=meaningful(*keys)))
