"""An instance of the conditions for an invariant line: two independent standard normal coordinates."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, d, μ
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.entries import independent_mean, independent_moments
from symbolic.core.rules.facts import normal_moment, normal_moments
from symbolic.core.rules.logic import parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    equal,
    independent,
    integers_from,
    moments,
    negation,
    normal,
)
from symbolic.tactics.explicit_instances import found, held
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import belonging, modulo

SIZE = written(2)
LAW = independent(normal(1))


@cache
def moments_exist() -> Theorem:
    """The law has moments of order 6."""
    return independent_moments(one_coordinate())


@cache
def one_coordinate() -> Theorem:
    """The law of one coordinate has moments of order 6."""
    return normal_moments(moments(6), written(1))


def here(formula: Expression) -> Expression:
    """A formula about d and μ, of this size and law."""
    return opened(bound(formula, (d, μ)), (SIZE, LAW))


@cache
def conditions_hold() -> Theorem:
    """The conditions for an invariant line."""
    return held(here(LINE_CONDITIONS), values)


@cache
def signal() -> Theorem:
    """`0 < κ1`, which is 3."""
    goal = here(SIGNAL)
    fourth = parts(goal, "less")[1]
    return signed(goal, (modulo(equal(fourth, 3), values(fourth)),))


def values(mean: Expression) -> Facts:
    """What a moment is: a product of those of one coordinate, and what these are."""
    product = mean_of_product(mean)
    if product is None:
        return ()
    powers = dict.fromkeys(found(parts(product.conclusion, "equal")[1], "mean"))
    return (product, *map(normal_moment, powers))


def mean_of_product(mean: Expression) -> Theorem | None:
    """The mean of a product of powers of different coordinates; None where two are the same."""
    factors = parts(parts(mean, "mean")[1], "multiply")
    places = [parts(parts(factor, "power")[0], "entry")[1] for factor in factors]
    if len(set(places)) < len(places):
        return None
    apart = tuple(signed(negation(equal(one, other))) for one, other in combinations(places, 2))
    belong = tuple(belonging(place, integers_from(1)) for place in places)
    return independent_mean(mean, one_coordinate(), belong, apart)
