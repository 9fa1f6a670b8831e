"""After training with `Λ = I`: the error on a scale, relative to the target, and the scale where it is least."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_on_scales import TOLD, scaled
from proofs.garg2022.formal.isotropic import ENDED, isotropic, sizes, γ
from proofs.garg2022.formal.trained_model import ONE, SCALE, SIZES, TASK, TESTED, M, N, c, d, w
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, one_way, part, parts
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    implies,
    less,
    member,
    real,
    trace,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, other_than_0, under
from symbolic.tactics.whole_matrices.bounded_products import norm


def relative(samples: Expression = M) -> Expression:
    """The error over the mean square of the target, for `Λ = I`."""
    return (c**2 / γ - 1) ** 2 + c**4 * (d + 1) / (γ**2 * samples)


BEST = γ / (1 + (d + 1) / M)
LEAST = (d + 1) / (M + d + 1)
ALONE = scaled(ENDED, ONE)


def longer(one: Expression = BEST, other: Number = 1) -> Node:
    """With prompts longer than in training the square of the best scale is above 1, with shorter ones below."""
    return conjunction(implies(less(N, M), less(other, one)), implies(less(M, N), less(one, other)))


def alone() -> Theorem:
    """The error for `Λ = I`, and the best scale."""
    inside = assumed(TASK, SCALE)
    half = c**2 / γ - 1
    value = c**2 * norm(w) * (half**2 + c**4 * (trace(ONE) + 1) / (γ**2 * M))
    error_ = isotropic(ALONE, value, inside)
    facts = (*sizes(), *assumed(TESTED))
    more, both = positives()
    scale = (1 + (d + 1) / M) / γ**2
    steep = positive(scale, (*facts, more))
    there = identity(relative(), LEAST + scale * (c**2 - BEST) ** 2, (*facts, more, both))
    lowest = at(parabola(), steepness(scale, steep), c**2 - BEST, LEAST, relative())
    above, just = (part(n, apply(lowest, there)) for n in range(2))
    zero, best = equal(c**2 - BEST, 0), equal(c**2, BEST)
    known_ = (*facts, more)
    to_best = under(identity(c**2, BEST, known_, ((assume(zero), 1),)), zero)
    from_best = under(identity(c**2 - BEST, 0, known_, ((assume(best), 1),)), best)
    least = equal(relative(), LEAST)
    there_ = under(apply(to_best, apply(part(0, one_way(just)), assume(least))), least)
    back = under(apply(part(1, one_way(just)), apply(from_best, assume(best))), best)
    return under(conjoin(error_, above, both_ways(there_, back), is_longer()), *TOLD)


def is_longer() -> Theorem:
    """The square of the best scale is `1 + s (M − N)` with a positive s."""
    facts = (*sizes(), *assumed(TESTED))
    scale = (d + 1) / (N * M * (1 + (d + 1) / M))
    known_ = (*facts, *positives())
    value, steep = identity(BEST, 1 + scale * (M - N), known_), positive(scale, known_)
    sides = parts(longer(), "and")

    def by(side: Expression) -> Theorem:
        order, above = parts(side, "implies")
        return under(signed(above, (value, steep, assume(order), *known_), products=((steep, assume(order)),)), order)

    return conjoin(*map(by, sides))


def steepness(scale: Expression, sign: Theorem) -> Theorem:
    """A positive number as a member."""
    return belongs(member(scale, POSITIVE), sign)


@cache
def parabola() -> Theorem:
    """`v = l + s g²` with a positive s is at least l, and l just where g is 0."""
    s_, g, l, v = map(real, ("s", "g", "l", "v"))
    value = equal(v, l + s_ * g**2)
    steep = assumed(member(s_, POSITIVE))[-1]
    above = signed(at_most(l, v), (assume(value), steep), products=((steep,),), squares=(g,))
    least, zero = equal(v, l), equal(g, 0)
    small = signed(at_most(s_ * g**2, 0), (assume(value), assume(least)))
    flat = signed(equal(g, 0), (small, steep), products=((steep,),), degree=2)
    back = identity(v, l, (), ((assume(value), 1), (assume(zero), s_ * g)))
    found = conjoin(above, both_ways(under(flat, least), under(back, zero)))
    reals = (member(each, REALS) for each in (g, l, v))
    return under(found, member(s_, POSITIVE), *reals, value)


@cache
def positives() -> tuple[Theorem, Theorem]:
    """`0 < 1 + (d + 1)/M` and `0 < M + d + 1`."""
    facts = (*sizes(), *assumed(TESTED))
    share, wide = positive(1 / M, facts), assumed(SIZES[0])[-1]
    more = signed(less(0, 1 + (d + 1) / M), (share, wide, *facts), products=((share, wide), (share,)))
    return more, signed(less(0, M + d + 1), facts)


@cache
def divided() -> Facts:
    """What divides in the best scale, and its value there, is not 0."""
    return tuple(map(other_than_0, positives()))
