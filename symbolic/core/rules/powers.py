"""The rules of powers whose exponent is a term, and of exponentials.

Powers begin, go on, and are those to a number. The exponential function is 1 at 0, takes sums to products and lies
nowhere below `1 + x`, as no other function of real numbers does; logarithms are its inverse.
"""

from __future__ import annotations

from symbolic.core.expressions import Refused, written
from symbolic.core.rules.logic import parts, same
from symbolic.core.theorems import Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import at_most, equal, exponential, integers_from, logarithm, member, raised


@rule
def power_to_nothing(base: Term) -> Sequent:
    """`⊢ x^0 = 1`."""
    return sequent(equal(raised(base, 0), 1))


@rule
def next_power(base: Term, natural: Theorem) -> Sequent:
    """From `Γ ⊢ n ∈ {0, 1, …}`, `Γ ⊢ x^(n + 1) = x^n · x`."""
    exponent, _ = parts(natural.conclusion, "member")
    same(natural.conclusion, member(exponent, integers_from(0)))
    return sequent(equal(raised(base, exponent + 1), raised(base, exponent) * base), natural)


@rule
def power_to_number(base: Term, exponent: int) -> Sequent:
    """`⊢ x^n = x · … · x`, n times, where the exponent is the number n: the power that `base ** n` writes."""
    if exponent < 0:
        raise Refused("the exponent of a power is not negative")
    return sequent(equal(raised(base, written(exponent)), base**exponent))


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
