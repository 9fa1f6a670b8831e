"""Starts with independent normal coordinates `N(0, σ² I)`."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.independent_starts import (
    COORDINATE,
    SYMMETRIC,
    at_start,
    constants,
    of_coordinate,
)
from proofs.zheng2024.formal.on_line.line_formulas import kappa1
from symbolic.core.rules.facts import normal_moment, normal_moments
from symbolic.core.rules.logic import apply, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, independent, less, member, moments, normal, real
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, under

σ = real("σ")
LAW = normal(σ)
START = independent(LAW)
POSITIVE_DEVIATION = member(σ, POSITIVE)


def of_normal(theorem: Theorem) -> Theorem:
    """What holds for every symmetric coordinate, for the normal one; the sizes stay free."""
    general = under(theorem, COORDINATE, SYMMETRIC)
    return apply(at(general, normal_moments(moments(6), σ)), odd())


@cache
def odd() -> Theorem:
    """The odd moments vanish."""
    return conjoin(*(normal_moment(of_coordinate(order, LAW)) for order in (1, 3, 5)))


@cache
def even() -> Facts:
    """`E y² = σ²`, `E y⁴ = 3 σ⁴`, `E y⁶ = 15 σ⁶`."""
    return tuple(normal_moment(of_coordinate(order, LAW)) for order in (2, 4, 6))


@cache
def normal_constants() -> Facts:
    """`κ1 = E y⁴`, `κ2 = E y⁶` and `κ3 = (d − 1) E y² E y⁴`."""
    return tuple(of_normal(each) for each in constants()[:3])


@cache
def first_signal() -> Theorem:
    """`0 < κ1`."""
    (_, positive) = assumed(POSITIVE_DEVIATION)
    goal = less(0, at_start(kappa1(), START))
    return signed(goal, (positive, normal_constants()[0], even()[1]), products=((positive,) * 4,))
