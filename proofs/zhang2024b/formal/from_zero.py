"""What steps from 0 miss where the weights have a mean: at least a share of its length."""

from __future__ import annotations

from proofs.zhang2024b.formal.attended import by_two_blocks, is_by_two_blocks
from proofs.zhang2024b.formal.steps import (
    DATA,
    MANY,
    MATRIX,
    MORE,
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
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, proved, quantified, under

m = real("m")
LOWEST = quantified(at_most(m, started(A, μ)), MATRIX)
"""That a number is below all errors of steps from the mean."""

BOUND = length(μ) / (N + 1)
MISSED = missed(A, μ)


LENGTHS = integers_from(1)
LONG = tends(N, LENGTHS, BOUND, 0)


def goal(
    bound: Expression = BOUND, more: Expression = MISSED, attention: Expression | None = None, long: Expression = LONG
) -> Expression:
    """For all sizes, definite covariances, means and noises: the error with every matrix, and a bound of all.

    Attention with two blocks predicts so on every prompt; the bound vanishes on long ones.
    """
    value = quantified(equal(plain(A), started(A, μ) + more), MATRIX)
    below = quantified(at_most(m + bound, plain(A)), MATRIX)
    bounded_ = quantified(implies(LOWEST, below), member(m, REALS))
    found = quantified(conjunction(value, bounded_, attention or by_two_blocks()), *DATA)
    return conjunction(found, quantified(long, DATA[0], DATA[2], DATA[4]))


def bounded() -> Theorem:
    """What is below all errors from the mean, and the bound, are together below all errors from 0."""
    low = at(assume(LOWEST), assume(MATRIX))
    found = signed(at_most(m + BOUND, plain(A)), (low, value(), missed_sign(A, μ), *SHARES))
    return under(found, member(m, REALS), LOWEST, MATRIX)


def value() -> Theorem:
    """The error with a matrix."""
    return above(plain(A), started(A, μ), A, μ)


def vanishes() -> Theorem:
    """`‖μ‖²_Λ/(N + 1) → 0`, a multiple of `(1/N)/(1 + 1/N)`."""
    share = 1 / N
    grown = signed(less(0, 1 + share), (MANY, SHARES[3]))
    form = length(μ) * (share / (1 + share))
    fades, reached = (reciprocal_fades(N, 0, 1),), (signed(less(0, written(1) + 0)),)
    goes = long_limit(LONG, N, form, fades, reached=reached, known=(MANY, MORE, grown))
    return under(goes, DATA[0], DATA[2], DATA[4])


def proof() -> Proof:
    """The goal and its definedness."""
    everywhere = under(conjoin(under(value(), MATRIX), bounded(), is_by_two_blocks()), *DATA)
    found = conjoin(everywhere, vanishes())
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))
