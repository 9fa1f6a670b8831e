"""The rules of the exponential function: what it is at 0 and at sums, that it lies above its tangent, its inverse.

No other function of real numbers is 1 at 0, takes sums to products and is nowhere below `1 + x`.
"""

from __future__ import annotations

from symbolic.core.expressions import Refused, written
from symbolic.core.rules.logic import parts
from symbolic.core.theorems import Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import at_most, equal, exponential, logarithm


@rule
def exponential_of_nothing() -> Sequent:
    """`⊢ e^0 = 1`."""
    return sequent(equal(exponential(0), 1))


@rule
def exponential_of_sum(one: Term, other: Term) -> Sequent:
    """`⊢ e^(s + t) = e^s · e^t`."""
    return sequent(equal(exponential(one + other), exponential(one) * exponential(other)))


@rule
def above_tangent(term: Term) -> Sequent:
    """`⊢ 1 + t ≤ e^t`."""
    return sequent(at_most(1 + term, exponential(term)))


@rule
def exponential_of_logarithm(positive: Theorem) -> Sequent:
    """From `Γ ⊢ 0 < t`, `Γ ⊢ e^(ln t) = t`."""
    zero, term = parts(positive.conclusion, "less")
    if zero != written(0):
        raise Refused("that the argument of a logarithm is positive is expected")
    return sequent(equal(exponential(logarithm(term)), term), positive)
