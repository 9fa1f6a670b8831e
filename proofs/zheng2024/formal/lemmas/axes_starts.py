"""Starts on the axes: each of the 2 d points plus and minus c times an axis is as likely."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import (
    CONSTANTS,
    VANISHING,
    d,
    j,
    k,
    moment,
    μ,
)
from symbolic.core.expressions import Expression, Node, free, opened, written
from symbolic.core.rules.entries import entry_of_vector
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, contradict, deny, excluded_middle, parts
from symbolic.core.rules.means import (
    average_mean,
    average_moments,
    mixture_mean,
    mixture_moments,
    point_mean,
    point_moments,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    average,
    entry,
    equal,
    indicator,
    integers_between,
    integers_from,
    less,
    listed,
    member,
    mixture,
    negation,
    point,
    real,
    total,
    vector_moments,
)
from symbolic.goals.usual_terms import apart
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum, separate_sums, sum_of_others
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, replaced, turned_round, under, whichever

c, n, i = real("c"), real("n"), real("m")
HALF = Fraction(1, 2)
ANY_SIZE = member(c, REALS)
AXIS = member(n, integers_between(1, d))
FACTS = assumed(SIZES[0])


def on_axis(sign: int) -> Expression:
    """The point at c or −c on the axis n."""
    return listed(i, d, indicator(equal(i, n)) * (c if sign == 1 else sign * c))


POINTS = on_axis(1), on_axis(-1)
PAIR = mixture(HALF, *map(point, POINTS))
START = average(n, d, PAIR)


def at_axes(expression: Expression) -> Expression:
    """An expression about the law μ of starts at the starts on the axes."""
    return replaced(expression, μ, START)


@cache
def halves() -> tuple[Theorem, Theorem]:
    """`0 ≤ ½ ≤ 1`."""
    return signed(at_most(0, HALF)), signed(at_most(HALF, 1))


@cache
def pairs() -> Theorem:
    """`∀n: the two points on an axis have moments of order 6`."""
    each = (point_moments(vector_moments(6), where) for where in POINTS)
    return under(mixture_moments(written(HALF), *halves(), *each), AXIS)


@cache
def start() -> Theorem:
    """The starts have moments of order 6."""
    return average_moments(pairs(), assume(SIZES[0]))


def taken_apart(*powers: tuple[Number, int]) -> tuple[Theorem, Expression, Facts]:
    """A mean as a sum over axes, its summand at the axis n, and equations by which that is a number."""
    term = at_axes(moment(*powers))
    whole = average_mean(term, pairs(), assume(SIZES[0]))
    summand = opened(parts(parts(parts(whole.conclusion, "equal")[1], "divide")[0], "total")[2], (n,))
    points = tuple(point_moments(vector_moments(6), where) for where in POINTS)
    halved = mixture_mean(summand, *halves(), *points)
    means = (Node("mean", (point(where), parts(summand, "mean")[1]), None, ("x",)) for where in POINTS)
    entries = (entry_of_vector(entry(where, place)) for where in POINTS for place, _ in powers)
    return whole, summand, (halved, *map(point_mean, means), *entries)


def mean_of_power(place: Number, order: int, value: Number, facts: Facts = ()) -> Theorem:
    """`E x_jᵏ` is `cᵏ/d` for even k, and 0 for odd k; the value is `cᵏ`, or 0."""
    whole, summand, equations = taken_apart((place, order))
    value = written(value)
    others = Node("multiply", (indicator(negation(equal(n, place))), value))
    parted = separate_sums((1, -1), (total(n, 1, d, value), total(n, 1, d, others)))
    goal = equal(summand, Node("add", (1 * value, -1 * others)))

    def case(at_place: Facts) -> Theorem:
        known = (*indicated(at_place[0]), *indicated(turned_round(at_place[0])))
        return modulo(goal, (*equations, *known))

    each = equal_sums(under(whichever(goal, excluded_middle(equal(n, place)), case, case), AXIS))
    count = belonging(d, integers_from(0), FACTS)
    counted = at(sum_of_others(), value, belonging(place, integers_from(1), (*FACTS, *facts)), count)
    within = indicated(signed(at_most(place, d), (*FACTS, *facts)))[0]
    sums = each, at(parted, count), at(constant_sum(), value, count), counted, within
    left, _ = parts(whole.conclusion, "equal")
    return modulo(equal(left, value / d), (whole, *sums), (signed(less(0, d), FACTS),))


def mean_of_product(different: Theorem, *powers: tuple[Number, int]) -> Theorem:
    """`E x_jⁿ x_kᵐ ⋯ = 0` where j is not k, the first two places: on no axis both entries are other than 0."""
    (one, _), (other, _), *_ = powers
    whole, summand, equations = taken_apart(*powers)

    def elsewhere(case: Facts) -> Theorem:
        return modulo(equal(summand, 0), (*equations, indicated(case[0])[0]))

    def there(case: Facts) -> Theorem:
        both = equal(other, n)
        same = signed(equal(one, other), (case[0], assume(both)))
        return modulo(equal(summand, 0), (*equations, indicated(deny(both, contradict(same, different)))[0]))

    each = equal_sums(under(whichever(equal(summand, 0), excluded_middle(equal(one, n)), there, elsewhere), AXIS))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), FACTS))
    left, _ = parts(whole.conclusion, "equal")
    return modulo(equal(left, 0), (whole, each, nothing), (signed(less(0, d), FACTS),))


def sum_over_others(term: Expression, mixed: Callable[[Expression, Facts], Theorem]) -> Theorem:
    """That a sum over other coordinates is 0, from what is proved of its mean where the summed one is another."""
    r = next(variable for variable in SUMMED if variable not in free(term))
    here = member(r, integers_between(1, d))
    summand = opened(parts(term, "total")[2], (r,))
    indicated_by, _ = parts(summand, "multiply")
    (formula,) = parts(indicated_by, "indicator")

    def other(case: Facts) -> Theorem:
        return modulo(equal(summand, 0), (mixed(r, case),))

    def same(case: Facts) -> Theorem:
        return modulo(equal(summand, 0), indicated(case[0]))

    each = equal_sums(under(whichever(equal(summand, 0), excluded_middle(formula), other, same), here))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), FACTS))
    return modulo(equal(term, 0), (each, nothing))


def constants(place: Number = 1, facts: Facts = ()) -> Facts:
    """`κ1 = c⁴/d`, `κ2 = c⁶/d`, `κ3 = 0`, and the last one for the transposed sum, at a coordinate."""
    alone = (mean_of_power(place, order, c**order, facts) for order in (4, 6))

    def pair(*orders: int) -> Callable[[Expression, Facts], Theorem]:
        own, other = orders
        return lambda r, case: mean_of_product(turned_round(case[0]), (place, own), (r, other))

    sums = zip(CONSTANTS[2:], (pair(2, 4), pair(4, 2)), strict=True)
    return *alone, *(sum_over_others(at_axes(each(place)), mixed) for each, mixed in sums)


@cache
def odd_moments_vanish() -> Theorem:
    """Moments of different coordinates that have to vanish do."""
    different = assume(apart(j, k))
    two = (mean_of_product(different, (j, own), (k, other)) for own, other in ((3, 3), (1, 3), (1, 5)))
    three = sum_over_others(at_axes(VANISHING[3]), lambda r, _: mean_of_product(different, (j, 1), (k, 3), (r, 2)))
    return under(conjoin(*two, three), *PLACES, apart(j, k))


@cache
def line_conditions() -> Theorem:
    """The moment conditions for an invariant line hold."""
    at_place, at_first = constants(j, assumed(PLACES[0])), constants()
    equations = (
        modulo(equal(at_axes(each(j)), at_axes(each(1))), (here, first), (signed(less(0, d), FACTS),))
        for each, here, first in zip(CONSTANTS, at_place, at_first, strict=True)
    )
    return conjoin(odd_moments_vanish(), under(conjoin(*equations), PLACES[0]))


def sum_of_powers(order: int) -> Theorem:
    """`Σ_r E x_rᵏ = cᵏ`, for even k."""
    r = SUMMED[0]
    here = member(r, integers_between(1, d))
    each = equal_sums(under(mean_of_power(r, order, c**order, assumed(here)), here))
    counted = at(constant_sum(), c**order / d, belonging(d, integers_from(0), FACTS))
    whole = at_axes(total(r, 1, d, moment((r, order))))
    return modulo(equal(whole, c**order), (each, counted), (signed(less(0, d), FACTS),))


def sum_of_pairs() -> Theorem:
    """`Σ_r Σ_{s ≠ r} E x_r² x_s⁴ = 0`."""
    r = SUMMED[0]
    here = member(r, integers_between(1, d))
    inner = at_axes(CONSTANTS[2](r))
    each = sum_over_others(inner, lambda s, case: mean_of_product(turned_round(case[0]), (r, 2), (s, 4)))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), FACTS))
    return modulo(equal(total(r, 1, d, inner), 0), (equal_sums(under(each, here)), nothing))
