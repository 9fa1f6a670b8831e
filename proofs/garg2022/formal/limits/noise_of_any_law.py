"""Noise of any law with the mean 0: it counts by its variance alone, as normal noise of that variance does."""

from __future__ import annotations

from proofs.garg2022.formal.trained_model import (
    QUERY,
    SIZES,
    SQUARE,
    TASK,
    TESTED,
    M,
    R,
    d,
    derived,
    loss,
    w,
    μ,
    ν,
)
from symbolic.core.expressions import Expression
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.rules.means import mean_of_constant, ordered_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    implies,
    law,
    mean,
    member,
    moments,
    real,
    root,
    vector_moments,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, modulo, quantified, rewritten, under

KEY, NORMAL = "garg2022-any-noise", "garg2022-any-samples"
η, e = law("η"), real("e")
LAW = member(η, moments(2))
CENTRED, VARIANCE = conjunction(equal(mean(e, η, e**1), 0)), mean(e, η, e**2)
DATA = SIZES[0], TESTED, member(ν, vector_moments(4)), QUERY, LAW, TASK
MODEL = member(R, SQUARE)
WITH_NOISE = loss(KEY, d, M, ν, μ, η, w, R)
AS_NORMAL = loss(NORMAL, d, M, ν, μ, w, root(VARIANCE), R)
"""The error with normal noise of the same variance."""


def counts_by_variance(centred: Expression = CENTRED) -> Expression:
    """For all data and every A: the error is that with normal noise of the same variance."""
    return quantified(implies(centred, quantified(equal(WITH_NOISE, AS_NORMAL), MODEL)), *DATA)


def is_counted() -> Theorem:
    """The same as a theorem."""
    known = (*assumed(*DATA, MODEL), assume(CENTRED))
    square = part(1, square_root(has_variance()))
    normal = rewritten(square, derived(AS_NORMAL, known))
    found = modulo(equal(WITH_NOISE, AS_NORMAL), (derived(WITH_NOISE, known), normal), known)
    return under(under(found, MODEL), *DATA, CENTRED)


def has_variance() -> Theorem:
    """`0 ≤ E ε²`."""
    ordered = ordered_means(under(signed(at_most(0, e**2), squares=(e,)), member(e, REALS)), assume(LAW))
    left, _ = parts(ordered.conclusion, "at_most")
    return rewritten(mean_of_constant(left), ordered)


def meant(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the variance has a root."""
    return has_variance() if formula == at_most(0, VARIANCE) else None
