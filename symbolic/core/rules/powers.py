"""The rules of powers whose exponent is a term: how they begin, how they go on, and which are powers to a number."""

from __future__ import annotations

from symbolic.core.expressions import Refused, written
from symbolic.core.rules.logic import parts, same
from symbolic.core.theorems import Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import equal, integers_from, member, raised


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
