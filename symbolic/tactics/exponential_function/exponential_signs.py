"""Signs, order and multiples of exponentials."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, parts
from symbolic.core.rules.powers import (
    above_tangent,
    exponential_of_logarithm,
    exponential_of_nothing,
    exponential_of_sum,
    next_power,
    power_to_nothing,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    equal,
    exponential,
    integers_from,
    less,
    logarithm,
    member,
    raised,
    real,
)
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, modulo, rewritten, under

x, y = map(real, ("x", "y"))


def of_sum(one: Number, other: Number, whole: Expression, facts: Facts = ()) -> Theorem:
    """`e^w = e^s e^t` where `w = s + t` is an identity."""
    added = exponential_of_sum(written(one), written(other))
    return rewritten(identity(written(one) + written(other), whole, facts), added)


@cache
def reciprocal() -> Theorem:
    """`∀x ∈ ℝ: e^x e^(−x) = 1`."""
    nothing, added = exponential_of_nothing(), of_sum(x, -x, written(0))
    return under(identity(exponential(x) * exponential(-x), 1, using=((added, -1), (nothing, 1))), member(x, REALS))


@cache
def above_0() -> Theorem:
    """`∀x ∈ ℝ: 0 < e^x`, as it is the square of `e^(x/2)`, times which `e^(−x/2)` is 1."""
    half, other = exponential(x / 2), exponential(-(x / 2))
    square, one = of_sum(x / 2, x / 2, x), at(reciprocal(), x / 2)
    scales = 1, other**2, half * other + 1
    found = signed(less(0, exponential(x)), (square, one), squares=(other, half), scales=scales)
    return under(found, member(x, REALS))


@cache
def in_order() -> Theorem:
    """`∀x ∀y: x ≤ y ⇒ e^x ≤ e^y`, as `e^y = e^x e^(y − x)`."""
    order = at_most(x, y)
    positive, more = at(above_0(), x), above_tangent(y - x)
    grown = of_sum(x, y - x, y)
    known = assume(order), positive, more, grown
    products = (positive, more), (positive, known[0])
    found = signed(at_most(exponential(x), exponential(y)), known, products=products)
    return under(under(found, order), member(x, REALS), member(y, REALS))


@cache
def of_multiple() -> Theorem:
    """`∀x ∈ ℝ ∀n ∈ {0, 1, …}: (e^x)^n = e^(n x)`."""

    def says(count: Expression) -> Expression:
        return equal(raised(exponential(x), count), exponential(count * x))

    def base(goal: Expression) -> Theorem:
        empty = rewritten(identity(0, written(0) * x), exponential_of_nothing())
        return modulo(goal, (power_to_nothing(exponential(x)), empty))

    def step(goal: Expression, facts: Facts) -> Theorem:
        power = next_power(exponential(x), belonging(n, integers_from(0), facts))
        return modulo(goal, (power, facts[-1], of_sum(n * x, x, (n + 1) * x)))

    return under(by_induction(says, base, step), member(x, REALS))


@cache
def where_1() -> Theorem:
    """`∀x ∈ ℝ: e^x = 1 ⇒ x = 0`, as `1 + x` and `1 − x` are at most 1."""
    there, one = assume(equal(exponential(x), 1)), at(reciprocal(), x)
    other = identity(exponential(-x), 1, using=((one, 1), (there, -exponential(-x))))
    low, high = signed(at_most(x, 0), (there, above_tangent(x))), signed(at_most(0, x), (other, above_tangent(-x)))
    found = signed(equal(x, 0), (low, high), products=((low, high),))
    return under(under(found, there.conclusion), member(x, REALS))


def of_minus_logarithm(argument: Theorem) -> Theorem:
    """`e^(−ln t) = 1/t` from `0 < t`."""
    _, term = parts(argument.conclusion, "less")
    inverse, back = at(reciprocal(), logarithm(term)), exponential_of_logarithm(argument)
    minus = exponential(-logarithm(term))
    return identity(minus, 1 / term, (argument,), ((inverse, 1 / term), (back, -minus / term)))


def logarithm_of_1(one: Theorem) -> Theorem:
    """`ln t = 0` from `t = 1`."""
    term, _ = parts(one.conclusion, "equal")
    back = exponential_of_logarithm(signed(less(0, term), (one,)))
    unit = identity(exponential(logarithm(term)), 1, using=((back, 1), (one, 1)))
    return apply(at(where_1(), logarithm(term)), unit)
