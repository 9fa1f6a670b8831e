"""Parallel diagonals whose products are all η > 0: they are multiples of one diagonal of signs, and only these are."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.lemmas.diagonal_loss import OTHER, PLACE, of_each, r, s, α, β
from proofs.sander2024.formal.lemmas.diagonal_minimum import ALIKE, PARALLEL
from proofs.sander2024.formal.lemmas.six_scalars_bound import CURVED, FACTS, S1, STEP, divisor, same_step, signs
from proofs.sander2024.formal.starts_of_ones import T, d
from symbolic.core.expressions import Expression, Variable, opened
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    choose,
    conjoin,
    deny,
    either,
    excluded_middle,
    part,
    parts,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    at_most,
    conjunction,
    disjunction,
    equal,
    exists,
    iff,
    integers_between,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import at, belonging, under, whichever, witnessed

x, y, u, v, η = map(real, ("x", "y", "u", "v", "η"))


def of_sign(one: Expression, other: Expression) -> Expression:
    """Two numbers are x and y, or −x and −y."""
    return disjunction(conjunction(equal(one, x), equal(other, y)), conjunction(equal(one, -x), equal(other, -y)))


SIGNED = of_each(of_sign(α(r), β(r)), r)
INSIDE = conjunction(equal(x * y, STEP), SIGNED)
OF_SIGNS = exists(x, REALS, exists(y, REALS, INSIDE))
"""For a D of signs, `A_32 = x D` and `B_12 = y D` with `x y = η`."""


def multiples(of_signs: Expression = OF_SIGNS) -> Expression:
    """Just these are parallel, with the product η everywhere."""
    return iff(conjunction(ALIKE, PARALLEL), of_signs)


@cache
def same_sign() -> Theorem:
    """`u = x, v = y` or `u = −x, v = −y` from `x y = u v = η > 0` and `u y = x v`."""
    given = less(0, η), equal(x * y, η), equal(u * v, η), equal(u * y, x * v)
    step, there, here, beside = map(assume, given)
    apart = tuple(not_zero(each, there, step) for each in (x, y))
    square = identity(y * (u**2 - x**2), 0, (), ((beside, u), (here, x), (there, -x)))
    zero = identity((u - x) * (u + x), 0, apart, ((square, 1 / y),))
    goal = of_sign(u, v)

    def same(case: Facts) -> Theorem:
        other = identity(v, y, apart, ((beside, -1 / x), (case[0], y / x)))
        return either(goal, conjoin(signed(equal(u, x), case), other))

    def turned(case: Facts) -> Theorem:
        gone = identity(u + x, 0, case, ((zero, 1 / (u - x)),))
        other = identity(v, -y, apart, ((beside, -1 / x), (gone, y / x)))
        return either(goal, conjoin(signed(equal(u, -x), (gone,)), other))

    found = whichever(goal, excluded_middle(equal(u - x, 0)), same, turned)
    return under(found, *(member(each, REALS) for each in (x, y, u, v, η)), *given)


def not_zero(number: Variable, product: Theorem, step: Theorem) -> Theorem:
    """A factor of a positive number is not 0."""
    zero = assume(equal(number, 0))
    return deny(zero.conclusion, signed(FALSE, (zero, product, step), scales=(1, x, y)))


@cache
def positive_step() -> Theorem:
    """`0 < η`."""
    length = signed(at_most(1, T - 1), FACTS)
    first, curved = signed(less(0, S1), (length,), degree=2), signs()[-1]
    share = positive(S1 / CURVED, (first, curved))
    return signed(less(0, STEP), (same_step(), share, divisor(), curved))


def from_parallel() -> Theorem:
    """The numbers at the first place, and their signs at the others."""
    premise = assume(conjunction(ALIKE, PARALLEL))
    alike, parallel = part(0, premise), part(1, premise)
    one = belonging(1, integers_between(1, d), FACTS)
    there = at(alike, one)
    found = at(same_sign(), α(1), β(1), α(r), β(r), STEP)
    for each in (positive_step(), there, at(alike, assume(PLACE)), at(parallel, assume(PLACE), one)):
        found = apply(found, each)
    return under(witnessed(OF_SIGNS, conjoin(there, under(found, PLACE)), α(1), β(1)), premise.conclusion)


def from_signs() -> Theorem:
    """Products and directions of such diagonals."""
    outer = assume(OF_SIGNS)
    inner = assume(opened(parts(OF_SIGNS, "exists")[1], (x,)))
    step, signed_ = part(0, assume(INSIDE)), part(1, assume(INSIDE))
    here, beside = at(signed_, assume(PLACE)), at(signed_, assume(OTHER))
    product, both = equal(α(r) * β(r), STEP), equal(α(r) * β(s), α(s) * β(r))

    def is_alike(case: Facts) -> Theorem:
        one, other = case
        sign = parts(one.conclusion, "equal")[1]
        return identity(α(r) * β(r), STEP, (divisor(),), ((one, β(r)), (other, sign), (step, 1)))

    def is_parallel(case: Facts) -> Theorem:
        def at_other(more: Facts) -> Theorem:
            (one, two), (three, four) = case, more
            first, _, third, _ = (parts(each.conclusion, "equal")[1] for each in (*case, *more))
            using = (one, β(s)), (four, first), (three, -β(r)), (two, -third)
            return identity(α(r) * β(s), α(s) * β(r), using=using)

        return whichever(both, beside, at_other, at_other)

    alike = under(whichever(product, here, is_alike, is_alike), PLACE)
    parallel = under(whichever(both, here, is_parallel, is_parallel), PLACE, OTHER)
    return under(choose(x, outer, choose(y, inner, conjoin(alike, parallel))), OF_SIGNS)


def are_multiples() -> Theorem:
    """Both ways."""
    return both_ways(from_parallel(), from_signs())
