"""What is missed of a law in the mean by the step `κ1/κ2`, and when that is nothing."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.line_loss import second
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES, given, of_place
from proofs.zheng2024.formal.on_line.line_formulas import (
    j,
    kappa1,
    kappa2,
    of_each,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, SIGNAL, body, sixth_moment_positive
from proofs.zheng2024.formal.recovery.long_context import x
from proofs.zheng2024.formal.recovery.predicted import error
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume, both_ways, discharge, parts
from symbolic.core.rules.means import equal_means, separate_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    entry,
    equal,
    mean,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, under

STEP = kappa1() / kappa2()
OWN = entry(x, j)
ERROR = error(STEP)
"""`x_j² (w x_j² − 1)²`, `w = κ1/κ2`."""
GAP = OWN**2 * (OWN**2 - kappa2() / kappa1()) ** 2
FLOOR = second(j) - kappa1() ** 2 / kappa2()
OF_GAP = kappa2() * (kappa2() * second(j) - kappa1() ** 2) / kappa1() ** 2
RECOVERED = of_each(equal(mean(x, μ, ERROR), 0), j)
CONDITION = of_each(equal(kappa1() ** 2, kappa2() * second(j)), j)


@cache
def signs() -> Facts:
    """`0 < κ1` and `0 < κ2`."""
    return assume(SIGNAL), sixth_moment_positive()


def mean_of(term: Expression, numbers: tuple[Expression, Expression, Expression], value: Expression) -> Theorem:
    """The mean of a combination of `x_j⁶`, `x_j⁴` and `x_j²`."""
    powers = tuple(body(moment) for moment in (kappa2(j), kappa1(j), second(j)))
    combined = Node("add", tuple(number * power for number, power in zip(numbers, powers, strict=True)))
    same = equal_means(μ, under(identity(term, combined, signs()), IN_SEQUENCES))
    apart = separate_means(mean(x, μ, combined), μ, numbers, given(SIZES[2]))
    first, sixth, *_ = of_place(j)
    using = (same, 1), (apart, 1), (sixth, numbers[0]), (first, numbers[1])
    return identity(mean(x, μ, term), value, signs(), using)


@cache
def means() -> tuple[Theorem, Theorem, Theorem]:
    """The means of the error and of the gap."""
    one = Node("multiply")
    missed = mean_of(ERROR, (STEP**2, -2 * STEP, one), FLOOR)
    ratio = kappa2() / kappa1()
    gap = mean_of(GAP, (one, -2 * ratio, ratio**2), OF_GAP)
    both = identity(mean(x, μ, ERROR), STEP**2 * OF_GAP, signs(), ((missed, 1),))
    return missed, gap, both


def both_directions() -> Theorem:
    """What is missed has mean 0 in every coordinate exactly if `κ1² = κ2 E x_j²` for all j."""
    missed = means()[0]
    here = assume(PLACES[0])
    vanishes, holds = at(assume(RECOVERED), here), at(assume(CONDITION), here)
    left, right = parts(holds.conclusion, "equal")
    one = identity(left, right, signs(), ((missed, kappa2()), (vanishes, -kappa2())))
    other = identity(mean(x, μ, ERROR), 0, signs(), ((missed, 1), (holds, -1 / kappa2())))
    forward, backward = under(one, PLACES[0]), under(other, PLACES[0])
    return both_ways(discharge(RECOVERED, forward), discharge(CONDITION, backward))
