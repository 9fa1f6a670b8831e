"""Limits after training with `Λ = I`, where R is `1/γ`; and that one term has one limit."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.isotropic import ENDED, is_inverse, sizes
from proofs.garg2022.formal.limits.approach import approach
from proofs.garg2022.formal.limits.near_limits import LIMIT, LONG, SHAPES, K, Q, W, near, value
from proofs.garg2022.formal.trained_model import ONE, SIZES, TESTED, Λ, G, M, N, S, d, minus
from symbolic.core.expressions import Expression, Variable, bound, opened
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    at_most,
    definite,
    equal,
    exists,
    integers_from,
    less,
    member,
    product,
    real,
    tends,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, conjuncts, quantified, rewritten, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import positive_square
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

AT_ENDED = value(ENDED)
"""The error of a model with `1/γ`."""
LEFT_OF_ONES = minus(G, ONE)
LIMIT_OF_ONES = trace(product(LEFT_OF_ONES, Q, LEFT_OF_ONES, W))
"""`tr((G − 1) Q (G − 1) W)`."""


def as_near(term: Expression, limit: Number) -> Expression:
    """There is a K such that at all N and M a term is within `K/N + K/M` of a limit."""
    return exists(K, NONNEGATIVE, quantified(near(term, limit), SIZES[1], TESTED))


@cache
def one_is_definite() -> Theorem:
    """`I` is definite."""

    def sign(x: Variable, known: Facts) -> Theorem:
        inside = (*assumed(SIZES[0]), known[0])
        goal = less(0, trace(product(transpose(x), ONE, x)))
        same = rewritten_traces(equal(trace(product(transpose(x), ONE, x)), norm(x)), inside)
        return signed(goal, (same, positive_square(x, known[1], inside)))

    return by_form(member(ONE, definite(d)), assumed(SIZES[0]), sign)


def at_one(theorem: Theorem) -> Theorem:
    """A theorem for all d, definite Λ and their inverses at the identity of size d, which is its own."""
    units = parts(opened(bound(LONG, (Λ, S)), (ONE, ONE)), "and")
    is_one = conjoin(*(rewritten_words(each, assumed(SIZES[0])) for each in units))
    return apply(at(theorem, assume(SIZES[0]), one_is_definite(), shaped(ONE, assumed(SIZES[0]))), is_one)


@cache
def near_of_ones() -> Theorem:
    """For all symmetric Q, W and G the error is as near to its limit."""
    found = at(at_one(approach()), *map(assume, SHAPES))
    most = assume(member(K, NONNEGATIVE))
    inside = opened(parts(found.conclusion, "exists")[1], (K,))
    lengths = assume(SIZES[1]), assume(TESTED), shaped(ENDED, sizes())
    both = apply(at(assume(inside), *lengths), is_inverse())
    end = opened(bound(LIMIT, (S,)), (ONE,))
    same = rewritten_traces(equal(end, LIMIT_OF_ONES), assumed(SIZES[0], *SHAPES))
    nearer = conjoin(*(rewritten(same, part(n, both)) for n in range(2)))
    wanted = as_near(AT_ENDED, LIMIT_OF_ONES)
    shown = witness(wanted, most, under(nearer, SIZES[1], TESTED))
    return under(choose(K, found, shown), SIZES[0], *SHAPES)


def of_term(term: Expression, limit: Number, found: Theorem, same: Theorem, ending: Theorem) -> Theorem:
    """The same of a term that is proved to be such an error, at a limit that is proved to be that one."""
    most = assume(member(K, NONNEGATIVE))
    inside = opened(parts(found.conclusion, "exists")[1], (K,))
    both = at(assume(inside), assume(SIZES[1]), assume(TESTED))
    nearer = conjoin(*(rewritten(ending, rewritten(swapped(same), part(n, both))) for n in range(2)))
    wanted = as_near(term, limit)
    return choose(K, found, witness(wanted, most, under(nearer, SIZES[1], TESTED)))


def at_equal_lengths(term: Expression, limit: Number) -> Expression:
    """A term tends to a limit where training and test are as long and grow, which is the least that tending says."""
    return tends(N, integers_from(1), opened(bound(term, (M,)), (N,)), limit)


@cache
def close_numbers() -> Theorem:
    """`n (f − l)² ≤ (2a)²` for all n and f that are within `a/n + a/n` of l."""
    n, f, l, a = map(real, "nfla")
    size = member(n, integers_from(1))
    wide = assumed(size)
    long = signed(less(0, n), wide)
    share = positive(1 / n, (*wide, long))
    few = signed(at_most(1 / n, 1), (share, wide[-1]), products=((share, wide[-1]),))
    within = opened(bound(near(f, l, a), (N, M)), (n, n))
    low, high = conjuncts(assume(within))
    products = (long, low, high), (few,)
    found = signed(at_most(n * (f - l) ** 2, (2 * a) ** 2), (low, high, long, few), products=products, squares=(2 * a,))
    return under(found, size, *(member(each, REALS) for each in (f, l, a)), within)


def at_length_too(found: Theorem, term: Expression, limit: Expression) -> Theorem:
    """What is ever nearer to a limit tends to it at equal lengths: `N (f − l)²` is bounded."""
    inside = assume(opened(parts(found.conclusion, "exists")[1], (K,)))
    size = assume(SIZES[1])
    there = opened(bound(term, (M,)), (N,))
    close = apply(at(close_numbers(), size, there, limit, K), at(inside, size, size))
    return choose(K, found, comparison(at_equal_lengths(term, limit), under(close, SIZES[1])))
