"""What steps from 0 miss where the weights have a mean: at least a share of its length."""

from __future__ import annotations

from proofs.zhang2024b.formal.steps import (
    DATA,
    MATRIX,
    SHARES,
    A,
    N,
    above,
    length,
    meaningful,
    missed,
    missed_sign,
    plain,
    started,
    μ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, conjunction, equal, implies, member, real
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, proved, quantified, under

m = real("m")
LOWEST = quantified(at_most(m, started(A, μ)), MATRIX)
"""That a number is below all errors of steps from the mean."""

BOUND = length(μ) / (N + 1)
MISSED = missed(A, μ)


LEFT_OUT = (
    "That steps from 0 are what attention predicts where all blocks but two are zero, and that the bound vanishes as N "
    "grows."
)


def goal(bound: Expression = BOUND, more: Expression = MISSED) -> Expression:
    """For all sizes, definite covariances, means and noises: the error with every matrix, and a bound of all."""
    value = quantified(equal(plain(A), started(A, μ) + more), MATRIX)
    below = quantified(at_most(m + bound, plain(A)), MATRIX)
    return quantified(conjunction(value, quantified(implies(LOWEST, below), member(m, REALS))), *DATA)


def bounded() -> Theorem:
    """What is below all errors from the mean, and the bound, are together below all errors from 0."""
    low = at(assume(LOWEST), assume(MATRIX))
    found = signed(at_most(m + BOUND, plain(A)), (low, value(), missed_sign(A, μ), *SHARES))
    return under(found, member(m, REALS), LOWEST, MATRIX)


def value() -> Theorem:
    """The error with a matrix."""
    return above(plain(A), started(A, μ), A, μ)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(under(value(), MATRIX), bounded()), *DATA)
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))
