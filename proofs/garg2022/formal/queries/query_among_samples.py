"""A query that is one of the samples: the error, its limit in long prompts, and what is left at a single sample."""

from __future__ import annotations

from functools import cache

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
from proofs.garg2022.formal.trained_model import (
    ONE,
    SIZES,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    M,
    R,
    d,
    derived,
    error,
    exactly,
    facts,
    form,
    is_exact,
    long_prompts,
    loss,
    meaningful,
    of_training,
    valued,
    w,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    conjunction,
    equal,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    product,
    real,
    tends,
    total,
    trace,
    transpose,
)
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, rewritten, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import norm

KEY, FRESH = "garg2022-matching", "garg2022-skewed"
k = real("k")
PLACE = member(k, integers_between(1, M))
PLAIN, OTHER = loss(KEY, d, k, M - k, Λ, w, R), loss(FRESH, d, M, Λ, w, R)
"""The error where the query is the k-th of M samples, and at a fresh query of the same law."""
AT_RANDOM = total(k, 1, M, PLAIN) / M
"""The same where it is one of them at random."""
NONE = form(w, Λ)
ONCE = trace(product(transpose(w), Λ, R, Λ, w))
TWICE = trace(product(transpose(w), Λ, R, Λ, R, Λ, w))
"""`s_k = wᵀΛ(RΛ)ᵏw`."""
FIRST, SECOND = trace(product(R, Λ)), trace(product(R, Λ, R, Λ))
LONG_PROMPT = NONE - 2 * ONCE + TWICE


def matched(
    none: Expression,
    once: Expression,
    twice: Expression,
    first: Expression,
    second: Expression,
    samples: Expression = M,
) -> Expression:
    """The error in these numbers."""
    few = 3 * twice - 2 * once + 2 * first * (once - none) + second * none
    fewer = 4 * twice + 2 * first * once + (second + first**2) * none
    return none - 2 * once + twice + few / M + fewer / M**2


ERROR = matched(NONE, ONCE, TWICE, FIRST, SECOND)
ALONE = loss(KEY, d, k, M - k, ONE, w, ENDED)
FRESH_ALONE = loss(FRESH, d, M, ONE, w, ENDED)
SINGLE = loss(KEY, d, written(1), written(0), ONE, w, ENDED)
EXCESS = (2 * (d + 1) * (1 / γ - 1) / (γ * M) + (d**2 + 3 * d + 4) / (γ * M) ** 2) * norm(w)
LEFT_ALONE = (((d + 2) / γ - 1) ** 2 + 2 * (d + 2) / γ**2) * norm(w)


def goal(error_: Expression = ERROR, excess: Expression = EXCESS, alone: Expression = LEFT_ALONE) -> Expression:
    """For all sizes, definite Λ and tasks: the error and its limit; for `Λ = I` the excess, and the single sample."""
    ends = (tends(M, integers_from(1), each, LONG_PROMPT) for each in (AT_RANDOM, ERROR, OTHER))
    each_ = conjunction(quantified(equal(PLAIN, error_), PLACE), equal(AT_RANDOM, error_))
    found = conjunction(quantified(each_, TESTED), *ends)
    several = quantified(quantified(equal(ALONE - FRESH_ALONE, excess), PLACE), TESTED)
    single = conjunction(equal(SINGLE, alone), implies(less(0, norm(w)), less(0, SINGLE)))
    ones = conjunction(IS_INVERSE, quantified(conjunction(several, single), TASK))
    return conjunction(of_training(exactly(found, TASK)), quantified(ones, *SIZES))


@cache
def places() -> Facts:
    """That a sample is one of M, and how many others follow."""
    within = assumed(TESTED, PLACE)
    return belonging(k, integers_from(1), within), belonging(M - k, integers_from(0), within)


@cache
def together() -> Theorem:
    """`k + (M − k) = M`."""
    return identity(k + (M - k), M)


def at_random(found: Theorem) -> Theorem:
    """The mean over all samples of what is the same at each."""
    sums = equal_sums(under(found, PLACE))
    left, _ = parts(sums.conclusion, "equal")
    same = at(constant_sum(), ERROR, belonging(M, integers_from(0), assumed(TESTED)))
    return modulo(equal(left / M, ERROR), (sums, same), assumed(TESTED))


def errors() -> Theorem:
    """The error, and its limits."""
    inside = (*facts(), *assumed(TESTED, TASK))
    there = (*inside, *places())
    found = valued(rewritten(together(), derived(PLAIN, there)), ERROR, there)
    mean = at_random(found)
    fresh_ = LONG_PROMPT + (TWICE + NONE * SECOND) / M
    other = error(OTHER, fresh_, inside)
    limits = (long_prompts(each, LONG_PROMPT) for each in (mean, reflexive(ERROR), other))
    both = under(conjoin(under(found, PLACE), mean), TESTED)
    return is_exact(conjoin(both, *limits), TASK)


def single(value_: Expression) -> Theorem:
    """The error at the one sample of a prompt, and that it is positive."""
    nothing_follows = identity(written(1) + written(0), 1)
    there = isotropic(SINGLE, opened(bound(value_, (M,)), (written(1),)), assumed(TASK), first=(nothing_follows,))
    found = at(under(there, TESTED), 1)
    left = parts(found.conclusion, "equal")[1]
    single_ = rewritten(identity(left, LEFT_ALONE, sizes()), found)
    long = assume(less(0, norm(w)))
    square = (d + 2) / γ - 1
    wide = signed(less(0, d + 2), assumed(SIZES[0]))
    more = positive(2 * (d + 2) / γ**2, (*sizes(), wide))
    some = signed(less(0, square**2 + 2 * (d + 2) / γ**2), (more, *sizes()), squares=(square,))
    whole = positive(LEFT_ALONE, (*sizes(), some, long))
    return conjoin(single_, under(rewritten(swapped(single_), whole), long.conclusion))


def at_identity() -> Theorem:
    """The excess for `Λ = I`, and the error at a single sample."""
    length, count_ = norm(w), trace(ONE)
    inside = assumed(TASK)
    value_ = matched(length, length / γ, length / γ**2, count_ / γ, count_ / γ**2)
    found = isotropic(ALONE, value_, (*inside, *places()), first=(together(),))
    fresh_ = length * ((1 / γ - 1) ** 2 + (count_ + 1) / (γ**2 * M))
    other = isotropic(FRESH_ALONE, fresh_, inside)
    known_ = (*sizes(), *assumed(TESTED))
    values = tuple(parts(each.conclusion, "equal")[1] for each in (found, other))
    apart_ = rewritten(swapped(other), rewritten(swapped(found), identity(values[0] - values[1], EXCESS, known_)))
    found_ = conjoin(under(apart_, TESTED, PLACE), single(value_))
    return under(conjoin(is_inverse(), under(found_, TASK)), *SIZES)


def proof() -> Proof:
    """The goal and its definedness."""
    theorem = conjoin(under(errors(), SIZES[0], SPREAD), at_identity())
    solve = meaningful(KEY, FRESH, more=(*apart(), *sizes(), one_is_semidefinite()))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
