"""Signs of the constants of the reduced flow, where `κ1 > 0`, by the rules."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, d, kappa1, kappa2, kappa3, μ
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import apply, assume, excluded_middle, parts
from symbolic.core.rules.means import mean_of_constant, ordered_means, separate_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    SEQUENCES,
    at_most,
    entry,
    equal,
    integers_between,
    integers_from,
    less,
    mean,
    member,
    real,
)
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.harmonic_numbers import not_negative
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, under, whichever

SIGNAL = less(0, kappa1())
"""`κ1 > 0`."""

s = real("c")
IN_SEQUENCES = member(SEQUENCE, SEQUENCES)


def body(moment: Expression) -> Expression:
    """What a mean is of, at a free sequence."""
    return opened(parts(moment, "mean")[1], (SEQUENCE,))


@cache
def sixth_moment_positive() -> Theorem:
    """`0 < κ2`, as `x⁶ ≥ (3c x⁴ − c³)/2` for every `c > 0`, and `c = κ1/(1 + κ1)` is small enough."""
    small = member(s, POSITIVE), at_most(s**2, kappa1())
    numbers = Fraction(3, 2) * s, Fraction(-1, 2) * s**3
    lower = Node("add", (numbers[0] * body(kappa1()), numbers[1] * written(1)))
    x = entry(SEQUENCE, 1)
    facts = assumed(*small)
    below = signed(at_most(lower, body(kappa2())), facts, products=((facts[1],),), squares=((x**2 - s) * x, x**2 - s))
    ordered = ordered_means(under(below, IN_SEQUENCES), given(SIZES[2]))
    apart = separate_means(mean(SEQUENCE, μ, lower), μ, numbers, given(SIZES[2]))
    one = mean_of_constant(mean(SEQUENCE, μ, 1))
    used = (*facts, ordered, apart, one, assume(SIGNAL))
    found = signed(
        less(0, kappa2()), used, products=((facts[1], facts[2]), (facts[1], assume(SIGNAL))), scales=(1, s**3)
    )
    signal = assume(SIGNAL)
    size = kappa1() / (1 + kappa1())
    wider = signed(less(0, 1 + kappa1()), (signal,))
    enough = signed(
        at_most(size**2, kappa1()), (signal, wider), products=((signal,), (signal, signal), (signal, signal, signal))
    )
    return apply(at(under(found, *small), belonging(size, POSITIVE, (positive(size, (signal, wider)),))), enough)


@cache
def overlap_constant_not_negative() -> Theorem:
    """`0 ≤ κ3`, a sum of means of squares."""
    r = SUMMED[1]
    place = member(r, integers_between(1, d))
    _, _, summand = parts(kappa3(), "total")
    summand = opened(summand, (r,))
    _, moment = parts(summand, "multiply")
    x = entry(SEQUENCE, 1) * entry(SEQUENCE, r) ** 2
    above = signed(at_most(0, body(moment)), squares=(x,))
    ordered = ordered_means(under(above, IN_SEQUENCES), given(SIZES[2]))
    nothing = mean_of_constant(mean(SEQUENCE, μ, 0))

    def case(facts: Facts) -> Theorem:
        return signed(at_most(0, summand), (ordered, nothing, *indicated(facts[0])), scales=(1, moment))

    each = whichever(at_most(0, summand), excluded_middle(equal(r, 1)), case, case)
    sums = ordered_sums(under(each, place))
    zero = at(constant_sum(), 0, belonging(d, integers_from(0), FACTS))
    return signed(at_most(0, kappa3()), (sums, zero))


@cache
def constants() -> tuple[Theorem, Theorem]:
    """`0 < c1` and `0 < c2`."""
    length = signed(less(0, T - 2), FACTS)
    sums = at(not_negative(), belonging(T - 2, integers_from(0), FACTS))
    sixth, mixed = sixth_moment_positive(), overlap_constant_not_negative()
    goal = less(0, (T - 2) * kappa2() + kappa3() * OVERLAP)
    second = signed(goal, (length, sixth, mixed, sums), products=((length, sixth), (mixed, sums)))
    return positive((T - 2) * kappa1(), (length, assume(SIGNAL))), second
