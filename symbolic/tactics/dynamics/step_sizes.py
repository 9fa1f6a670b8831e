"""Which steps of descent contract along an eigenvector: `(1 − βμ)² < 1` exactly for `0 < β < 2/μ`."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number, at_most, conjunction, less, member, real
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, conjuncts, under

β, μ, ν = map(real, ("_β", "_μ", "_ν"))
LARGE = less(0, μ)


def in_range(step: Expression, largest: Number) -> Expression:
    """`0 < β < 2/μ`."""
    return conjunction(less(0, step), less(step, written(2) / largest))


def contracts(step: Expression, eigenvalue: Number) -> Expression:
    """`(1 − βμ)² < 1`."""
    return less((1 - step * eigenvalue) ** 2, 1)


@cache
def _inside() -> Theorem:
    """`∀β ∀μ ∀ν: 0 < μ ⇒ 0 < β < 2/μ ⇒ 0 < ν ⇒ ν ≤ μ ⇒ (1 − βν)² < 1`."""
    large, range_, small, order = map(assume, (LARGE, in_range(β, μ), less(0, ν), at_most(ν, μ)))
    forward, short = conjuncts(range_)
    most = signed(less(β * μ, 2), (short, large), products=((short, large),))
    product = signed(at_most(β * ν, β * μ), (forward, order), products=((forward, order),))
    moved = signed(less(0, β * ν), (forward, small), products=((forward, small),))
    below = signed(less(β * ν, 2), (most, product))
    found = signed(contracts(β, ν), (moved, below), products=((moved, below),))
    numbers = tuple(member(each, REALS) for each in (β, μ, ν))
    return under(found, *numbers, *(each.conclusion for each in (large, range_, small, order)))


@cache
def _outside() -> Theorem:
    """`∀β ∀μ: 0 < μ ⇒ (1 − βμ)² < 1 ⇒ 0 < β < 2/μ`."""
    large, small = assume(LARGE), assume(contracts(β, μ))
    forward = signed(less(0, β), (small, large), products=((large,),), squares=(β * μ,))
    moved = signed(less(0, β * μ), (forward, large), products=((forward, large),))
    below = signed(less(β * μ, 2), (small, moved), products=((moved,),))
    short = signed(less(β, 2 / μ), (below, large), products=((below,), (large,)))
    return under(conjoin(forward, short), member(β, REALS), member(μ, REALS), LARGE, small.conclusion)


def contracting(step: Expression, eigenvalue: Expression, largest: Expression, *known: Theorem) -> Theorem:
    """`(1 − βν)² < 1`, from `0 < μ`, `0 < β < 2/μ`, `0 < ν` and `ν ≤ μ`."""
    found = at(_inside(), step, largest, eigenvalue)
    for each in known:
        found = apply(found, each)
    return found


def in_the_range(step: Expression, largest: Expression, large: Theorem, small: Theorem) -> Theorem:
    """`0 < β < 2/μ`, from `0 < μ` and `(1 − βμ)² < 1`."""
    return apply(apply(at(_outside(), step, largest), large), small)
