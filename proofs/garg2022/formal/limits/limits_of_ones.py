"""Limits after training with `Λ = I`, where R is `1/γ`; and that one term has one limit."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.isotropic import ENDED, is_inverse, sizes
from proofs.garg2022.formal.limits.approach import approach
from proofs.garg2022.formal.limits.near_limits import LIMIT, LONG, SHAPES, K, Q, W, near, value
from proofs.garg2022.formal.trained_model import ONE, SIZES, TESTED, Λ, G, M, N, S, d, minus
from symbolic.core.expressions import Expression, Sort, Variable, bound, fresh, opened
from symbolic.core.rules.convergence import comparison, continuity, one_limit
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


@cache
def close_numbers() -> Theorem:
    """`n (l − m)² ≤ s²` for all n where some f are within `a/n + a/n` of l and `b/n + b/n` of m, `s = 2a + 2b`."""
    n, f, l, m, a, b = map(real, ("n", "f", "l", "m", "a", "b"))
    size, most = member(n, integers_from(1)), 2 * a + 2 * b
    wide = assumed(size)
    long = signed(less(0, n), wide)
    share = positive(1 / n, (*wide, long))
    few = signed(at_most(1 / n, 1), (share, wide[-1]), products=((share, wide[-1]),))
    ones, others = (between_(f, end, k, n) for end, k in ((l, a), (m, b)))
    inside = (*conjuncts(assume(ones)), *conjuncts(assume(others)), long)
    below = signed(at_most(l - m, most / n), inside), signed(at_most(m - l, most / n), inside)
    goal = at_most(n * (l - m) ** 2, most**2)
    found = signed(goal, (*below, long, few), products=((long, *below), (few,)), squares=(most,))
    reals = (member(each, REALS) for each in (f, l, m, a, b))
    return under(found, size, *reals, ones, others)


def between_(term: Expression, limit: Expression, size: Expression, count: Expression) -> Expression:
    """`|f − l| ≤ a/n + a/n`."""
    return opened(bound(near(term, limit, size), (N, M)), (count, count))


def same_limit(one: Theorem, other: Theorem, term: Expression, first: Expression, second: Expression) -> Theorem:
    """`l = m` where a term is as near to both: `n (l − m)²` is bounded."""
    n = fresh(Sort.REAL, term, first, second)
    k = fresh(Sort.REAL, term, first, second, n)
    most = tuple(member(each, NONNEGATIVE) for each in (K, k))
    inside = opened(parts(one.conclusion, "exists")[1], (K,)), opened(parts(other.conclusion, "exists")[1], (k,))
    size = member(n, integers_from(1))
    both = (at(assume(each), assume(size), assume(size)) for each in inside)
    there = opened(bound(term, (N, M)), (n, n))
    close = at(close_numbers(), assume(size), there, first, second, K, k)
    for each in both:
        close = apply(close, each)
    near_ = comparison(tends(n, integers_from(1), first, second), under(close, size))
    itself = continuity(tends(n, integers_from(1), first, first), (), ())
    found = one_limit(itself, near_)
    found = choose(k, other, found)
    del most
    return choose(K, one, found)
