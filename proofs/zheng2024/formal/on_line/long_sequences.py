"""How the limit of Theorem 4.1 depends on the length: it grows, strictly unless κ3 = 0, and tends to κ1/κ2."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line.theorem_4_1_repaired import PRINTED, PRINTED_OVERLAP, denominator, same_sum
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, kappa1, kappa2, kappa3
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, overlap_constant_not_negative, sixth_moment_positive
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison, continuity
from symbolic.core.rules.integers import next_sum
from symbolic.core.rules.logic import assume, cases, conjoin, contradict, discharge, parts, rewrite
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    integers_from,
    less,
    negation,
    real,
    tends,
)
from symbolic.goals.usual_terms import power_sum
from symbolic.tactics.harmonic_numbers import at_least_share, square_at_most
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, replaced, rewritten, swapped, under, whichever

LENGTH = assumed(SIZES[1])
LATER = replaced(PRINTED, T, T + 1)
"""The printed limit at the next length."""

OTHERS = negation(equal(kappa3(), 0))
LONG = kappa1() / kappa2()


def grows(strictly: Expression = OTHERS) -> Expression:
    """The limit does not fall with the length, and grows where κ3 is not 0."""
    return conjunction(at_most(PRINTED, LATER), implies(strictly, less(PRINTED, LATER)))


def settles(value: Number = LONG) -> Expression:
    """The limit tends to that of long sequences."""
    return tends(T, integers_from(3), PRINTED, value)


@cache
def next_length(theorem: Theorem) -> Theorem:
    """A theorem about the length T, at the length T + 1."""
    return at(under(theorem, SIZES[1]), belonging(T + 1, integers_from(3), LENGTH))


@cache
def shares() -> Theorem:
    """`H(T − 1)/(T − 1) < H(T − 2)/(T − 2)`, since `1 ≤ H(T − 2)`."""
    u, v = T - 2, T + 1 - 2
    integer = belonging(u, INTEGERS, LENGTH)
    more = rewritten(identity(u + 1, v), next_sum(OVERLAP, integer, signed(at_most(1, u + 1), LENGTH)))
    signs = signed(less(0, u), LENGTH), signed(less(0, v), LENGTH)
    one = first_summand()
    goal = less(power_sum(v) / v, OVERLAP / u)
    return signed(goal, (*signs, one, more), products=((*signs, signs[1]), (one, signs[1])), scales=(u * v,))


def first_summand() -> Theorem:
    """`1 ≤ H(T − 2)`."""
    u = T - 3
    more = next_sum(power_sum(u), belonging(u, INTEGERS, LENGTH), signed(at_most(1, u + 1), LENGTH))
    low = at(at_least_share(), belonging(u, integers_from(0), LENGTH))
    later = signed(less(0, u + 1), LENGTH)
    found = signed(at_most(1, power_sum(u + 1)), (more, low, later))
    return rewritten(identity(u + 1, T - 2), found)


def denominators() -> tuple[Theorem, Theorem]:
    """The denominators of the limit at the lengths T and T + 1 are positive."""
    found = rewritten(swapped(same_sum()), denominator())
    return found, next_length(found)


def falls(strictly: Facts = ()) -> Theorem:
    """The denominator does not rise with the length, and falls where `0 < κ3`."""
    now, later = (parts(each.conclusion, "less")[1] for each in denominators())
    others = strictly[0] if strictly else overlap_constant_not_negative()
    lengths = signed(less(0, T - 2), LENGTH), signed(less(0, T + 1 - 2), LENGTH)
    goal = less(later, now) if strictly else at_most(later, now)
    sums = same_sum(), next_length(same_sum())
    using = (others, shares(), *lengths, *sums)
    scales = 1, kappa3() / (T - 2), kappa3() / (T + 1 - 2)
    return signed(goal, using, products=((others, shares()),), scales=scales)


def larger(strictly: Facts = ()) -> Theorem:
    """The limit does not fall with the length, and grows where `0 < κ3`."""
    lower, signal = falls(strictly), assume(SIGNAL)
    both = denominators()
    goal = less(PRINTED, LATER) if strictly else at_most(PRINTED, LATER)
    lengths = signed(less(0, T - 2), LENGTH), signed(less(0, T + 1 - 2), LENGTH)
    return signed(goal, (lower, signal, *both, *lengths), products=(both, (signal, lower)))


def grown() -> Theorem:
    """`grows()`."""
    goal = less(PRINTED, LATER)

    def none(facts: Facts) -> Theorem:
        zero = signed(equal(kappa3(), 0), (*facts, overlap_constant_not_negative()))
        return cases(goal, contradict(zero, assume(OTHERS)))

    ways = trichotomy(kappa3(), written(0))
    strict = whichever(goal, ways, none, none, lambda facts: larger(facts))
    return conjoin(larger(), discharge(OTHERS, strict))


def fading() -> Theorem:
    """`κ3/(T − 2) · Σ_{t=2}^{T−1} 1/(t−1) → 0`, since `H(n)² ≤ 3 n`."""
    term = kappa3() / (T - 2) * PRINTED_OVERLAP
    length, later = signed(less(0, T - 2), LENGTH), signed(less(0, T), LENGTH)
    size = rewritten(swapped(same_sum()), at(square_at_most(), belonging(T - 2, integers_from(0), LENGTH)))
    three = signed(at_most(3, T), LENGTH)
    goal = at_most(T * (term - 0) ** 2, 9 * kappa3() ** 2)
    products = ((length, length), (size, later), (three, length))
    found = signed(goal, (size, three, length, later), products=products, squares=(kappa3(),))
    return comparison(tends(T, integers_from(3), term, 0), under(found, SIZES[1]))


def settled() -> Theorem:
    """`settles()`."""
    sixth = sixth_moment_positive()
    bottom = kappa2() + 0
    positive_bottom = signed(less(0, bottom), (sixth,))
    goes = continuity(tends(T, integers_from(3), PRINTED, kappa1() / bottom), (fading(),), (positive_bottom,))
    equation = identity(kappa1() / bottom, LONG, (positive_bottom, sixth))
    hole = real("l")
    return rewrite(function(hole, body=tends(T, integers_from(3), PRINTED, hole)), equation, goes)
