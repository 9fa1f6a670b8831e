"""Which steps make `λ (1 − γλ)²` of eigenvalues between l and L with quotients less than L/l: exactly these."""

from __future__ import annotations

from functools import cache

from proofs.vonoswald2023.formal.scaled_values import of_all
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.signs import positive, signed
from symbolic.tactics.steps import at, conjuncts, under

γ, l, L = map(real, ("γ", "l", "L"))


def moved(eigenvalue: Expression) -> Expression:
    """`λ (1 − γλ)²`."""
    return eigenvalue * (1 - γ * eigenvalue) ** 2


a, b = real("a"), real("b")
BETWEEN = at_most(l, a), at_most(a, L), at_most(l, b), at_most(b, L)
ORDERED = less(0, l), less(l, L)
MIDDLE, HIGH = conjunction(at_most(3 * γ * l, 1), at_most(1, 3 * γ * L)), at_most(1, 3 * γ * l)
STEP = (
    less(0, γ),
    less(γ * L, 1),
    implies(MIDDLE, less(4 * l, 27 * γ * L**2 * (1 - γ * L) ** 2)),
    implies(HIGH, less(γ * (L + l), 1)),
)
"""What steps have to be to improve every spectrum with the extremes l and L."""


@cache
def values() -> Theorem:
    """`0 < f(b)` and `l f(a) < L f(b)` for a and b from l to L, where `0 < l < L`, and for such steps."""
    small, wide = map(assume, ORDERED)
    forward, short, middle, high = map(assume, STEP)
    numbers = tuple(γ * each for each in (l, L, a, b))
    p, c, *_ = numbers
    order = tuple(_scaled(assume(each), forward) for each in BETWEEN)
    first = signed(less(0, p), (small, forward), products=((small, forward),))
    second = signed(less(p, c), (wide, forward), products=((wide, forward),))
    of_middle, of_high = _of_middle(middle, forward), _of_high(high)
    found = at(of_all(), *numbers)
    for each in (first, second, short, of_middle, of_high, *order):
        found = apply(found, each)
    above, below = conjuncts(found)
    inverse = positive(1 / γ, (forward,))
    positive_ = signed(less(0, moved(b)), (above, inverse, forward), products=((above, inverse),))
    twice = (below, inverse, inverse)
    less_ = signed(less(l * moved(a), L * moved(b)), (below, inverse, forward), products=(twice,))
    reals = (member(each, REALS) for each in (γ, l, L, a, b))
    return under(conjoin(positive_, less_), *reals, *ORDERED, *STEP, *BETWEEN)


def _scaled(order: Theorem, forward: Theorem) -> Theorem:
    """`γ a ≤ γ b` from `a ≤ b`."""
    one, other = parts(order.conclusion, "at_most")
    return signed(at_most(γ * one, γ * other), (order, forward), products=((order, forward),))


def _of_middle(middle: Theorem, forward: Theorem) -> Theorem:
    """The first condition, in γl and γL."""
    p, c = γ * l, γ * L
    premise = conjunction(at_most(3 * p, 1), at_most(1, 3 * c))
    low, high = conjuncts(assume(premise))
    both = conjoin(signed(at_most(3 * γ * l, 1), (low,)), signed(at_most(1, 3 * γ * L), (high,)))
    there = apply(middle, both)
    goal = less(4 * p, 27 * c**2 * (1 - c) ** 2)
    return under(signed(goal, (there, forward), products=((there, forward),)), premise)


def _of_high(high: Theorem) -> Theorem:
    """The second one."""
    p, c = γ * l, γ * L
    premise = at_most(1, 3 * p)
    there = apply(high, signed(HIGH, (assume(premise),)))
    return under(signed(less(p + c, 1), (there,)), premise)
