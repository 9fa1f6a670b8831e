"""Starts with independent coordinates of one symmetric law: their moments, and that they leave the line invariant."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import (
    CONSTANTS,
    VANISHING,
    d,
    j,
    k,
    moment,
    others,
    μ,
)
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.entries import independent_mean, independent_moments
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    independent,
    integers_between,
    integers_from,
    law,
    mean,
    member,
    moments,
    real,
    total,
)
from symbolic.goals.usual_terms import apart
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum, sum_of_others
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    replaced,
    turned_round,
    under,
    whichever,
)

ν, y = law("ν"), real("y")
COORDINATE = member(ν, moments(6))
START = independent(ν)


def of_coordinate(order: int, of: Expression = ν) -> Expression:
    """`E yᵏ` for one coordinate y."""
    return mean(y, of, y**order)


SYMMETRIC = conjunction(*(equal(of_coordinate(order), 0) for order in (1, 3, 5)))
"""The odd moments of a coordinate vanish, as far as there are any."""

HYPOTHESES = SIZES[0], COORDINATE, SYMMETRIC
FACTS = assumed(*HYPOTHESES)
ODD = conjuncts(assume(SYMMETRIC))


def at_start(expression: Expression, start: Expression = START) -> Expression:
    """An expression about the law μ of starts at another law."""
    return replaced(expression, μ, start)


@cache
def start() -> Theorem:
    """The starts have moments of order 6."""
    return independent_moments(assume(COORDINATE))


def place(where: Number, facts: Facts = ()) -> Theorem:
    """That a coordinate is a positive integer."""
    return belonging(where, integers_from(1), (*FACTS, *facts))


def separate(*powers: tuple[Number, int], facts: Facts = (), different: Facts = ()) -> Theorem:
    """`E x_jⁿ x_kᵐ ⋯ = E yⁿ E yᵐ ⋯`, for different coordinates."""
    places = tuple(place(where, facts) for where, _ in powers)
    return independent_mean(at_start(moment(*powers)), assume(COORDINATE), places, different)


def vanishes(number: int, different: Theorem) -> Theorem:
    """That one of the three moments of two different coordinates is 0."""
    orders = ((3, 3), (1, 3), (1, 5))[number]
    facts = assumed(*PLACES)
    found = separate(*zip((j, k), orders, strict=True), facts=facts, different=(different,))
    return modulo(equal(at_start(VANISHING[number]), 0), (found, *ODD))


def sum_vanishes(different: Theorem) -> Theorem:
    """`Σ_r E x_j x_k³ x_r² = 0`, over the coordinates r other than j and k."""
    r = SUMMED[2]
    here = member(r, integers_between(1, d))
    summand = opened(parts(at_start(VANISHING[3]), "total")[2], (r,))

    def case(facts: Facts) -> Theorem:
        if len(facts) == 1:
            return modulo(equal(summand, 0), indicated(facts[0]))
        both = turned_round(facts[0]), turned_round(facts[1])
        found = separate((j, 1), (k, 3), (r, 2), facts=assumed(*PLACES, here), different=(different, *both))
        return modulo(equal(summand, 0), (found, *ODD))

    each = whichever(equal(summand, 0), excluded_middle(apart(r, j, k)), case, case)
    none = at(constant_sum(), 0, belonging(d, integers_from(0), FACTS))
    return modulo(equal(at_start(VANISHING[3]), 0), (equal_sums(under(each, here)), none))


def sum_over_others(where: Number, own: int, other: int, facts: Facts = ()) -> Theorem:
    """`Σ_{r ≠ j} E x_jⁿ x_rᵐ = (d − 1) E yⁿ E yᵐ`."""
    r = SUMMED[1]
    here = member(r, integers_between(1, d))
    whole = at_start(others(where, own=(own,), other=other))
    summand = opened(parts(whole, "total")[2], (r,))
    indicator, _ = parts(summand, "multiply")
    product = of_coordinate(own) * of_coordinate(other)
    goal = equal(summand, Node("multiply", (indicator, product)))

    def there(case: Facts) -> Theorem:
        return modulo(goal, indicated(case[0]))

    def elsewhere(case: Facts) -> Theorem:
        known = (*facts, *assumed(here))
        found = separate((where, own), (r, other), facts=known, different=(turned_round(case[0]),))
        return modulo(goal, (found, *indicated(case[0])))

    each = equal_sums(under(whichever(goal, excluded_middle(equal(r, where)), there, elsewhere), here))
    counted = at(sum_of_others(), product, place(where, facts), belonging(d, integers_from(0), FACTS))
    within = indicated(belonged(where, facts))[0]
    return modulo(equal(whole, (d - 1) * of_coordinate(own) * of_coordinate(other)), (each, counted, within))


def belonged(where: Number, facts: Facts) -> Theorem:
    """`j ≤ d`."""
    return signed(at_most(where, d), (*FACTS, *facts))


@cache
def odd_moments_vanish() -> Theorem:
    """Moments of different coordinates that have to vanish do."""
    different = assume(apart(j, k))
    found = conjoin(*(vanishes(number, different) for number in range(3)), sum_vanishes(different))
    return under(found, *PLACES, apart(j, k))


def constants(where: Number = 1, facts: Facts = ()) -> Facts:
    """`κ1 = E y⁴`, `κ2 = E y⁶`, `κ3 = (d − 1) E y² E y⁴`, and the last one for the transposed sum, at a coordinate."""
    alone = tuple(one_moment(order, where, facts) for order in (4, 6))
    return *alone, *(sum_over_others(where, *orders, facts=facts) for orders in ((2, 4), (4, 2)))


def one_moment(order: int, where: Number = 1, facts: Facts = ()) -> Theorem:
    """`E x_jᵏ = E yᵏ`."""
    found = separate((where, order), facts=facts)
    return modulo(equal(parts(found.conclusion, "equal")[0], of_coordinate(order)), (found,))


@cache
def line_conditions() -> Theorem:
    """The moment conditions for an invariant line hold."""
    at_place, at_first = constants(j, assumed(PLACES[0])), constants()
    equations = (
        modulo(equal(at_start(each(j)), at_start(each(1))), (here, first))
        for each, here, first in zip(CONSTANTS, at_place, at_first, strict=True)
    )
    return conjoin(odd_moments_vanish(), under(conjoin(*equations), PLACES[0]))


def sum_of_coordinates(order: int) -> Theorem:
    """`Σ_r E x_rᵏ = d E yᵏ`, for independent coordinates."""
    r = SUMMED[0]
    here = member(r, integers_between(1, d))
    each = equal_sums(under(one_moment(order, r, assumed(here)), here))
    length = belonging(d, integers_from(0), FACTS)
    counted = at(constant_sum(), of_coordinate(order), length)
    whole = at_start(total(r, 1, d, moment((r, order))))
    return modulo(equal(whole, d * of_coordinate(order)), (each, counted))
