"""The model on the line, and the conditions under which the line is invariant, as formulas."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.setting import ZHENG
from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.vocabulary import (
    Number,
    conjunction,
    equal,
    for_all,
    implies,
    indicator,
    integers_between,
    real,
    total,
    vector_law,
)
from symbolic.goals.stated import ENTRY, Stated
from symbolic.goals.usual_terms import apart, mixed_moment, power_sum
from symbolic.goals.written_blocks import SUMMED

KEY = "zheng2024"

d, T, a, b, a0, b0 = map(real, ("d", "T", "a", "b", "a0", "b0"))
j, k = ENTRY
μ = vector_law("μ")

OVERLAP = power_sum(T - 2)
"""`H(T − 2)`."""


def moment(*powers: tuple[Number, int]) -> Expression:
    """`E x[j]ⁿ x[k]ᵐ ⋯`."""
    return mixed_moment(μ, *powers)


def others(place: Number, *more: Variable, own: tuple[int, ...], other: int) -> Expression:
    """`Σ_r E x[j]ⁿ ⋯ x[r]ᵐ` over the coordinates r other than those named."""
    places = (place, *more)
    r = SUMMED[len(places)]
    inner = moment(*zip(places, own, strict=True), (r, other))
    return total(r, 1, d, Node("multiply", (indicator(apart(r, *map(written, places))), inner)))


def kappa1(place: Number = 1) -> Expression:
    """`E x_j⁴`."""
    return moment((place, 4))


def kappa2(place: Number = 1) -> Expression:
    """`E x_j⁶`."""
    return moment((place, 6))


def kappa3(place: Number = 1) -> Expression:
    """`Σ_{r ≠ j} E x_j² x_r⁴`."""
    return others(place, own=(2,), other=4)


def kappa3_transposed(place: Number = 1) -> Expression:
    """`Σ_{r ≠ j} E x_j⁴ x_r²`."""
    return others(place, own=(4,), other=2)


VANISHING = (
    moment((j, 3), (k, 3)),
    moment((j, 1), (k, 3)),
    moment((j, 1), (k, 5)),
    others(j, k, own=(1, 3), other=2),
)
"""Moments of different coordinates j and k that have to vanish."""

CONSTANTS: tuple[Callable[[Number], Expression], ...] = (kappa1, kappa2, kappa3, kappa3_transposed)
"""Moments of a coordinate that have to be the same for all."""


def of_each(formula: Expression, *places: Variable) -> Expression:
    """A formula for all coordinates in the places of variables."""
    for place in reversed(places):
        formula = for_all(place, integers_between(1, d), formula)
    return formula


ODD_VANISH = of_each(implies(apart(j, k), conjunction(*(equal(each, 0) for each in VANISHING))), j, k)
SAME = of_each(conjunction(*(equal(each(j), each(1)) for each in CONSTANTS)), j)
LINE_CONDITIONS = conjunction(ODD_VANISH, SAME)


@cache
def stated() -> Stated:
    """The setting on the line."""
    return Stated(ZHENG, "line")
